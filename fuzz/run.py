"""Fuzz Dragoman: coverage-guided by atheris where it is installed, else by hypothesis.

    python fuzz/run.py --inputs 100000            the release check: so many inputs for each target
    python fuzz/run.py --inputs 1000 --target times --seed 7
    python fuzz/run.py --seconds 600 --target archive    as many as there is time for
    python fuzz/run.py --target times FILE        one input again, to see what is wrong

Exit code 1 and a file under fuzz/new/ tell of a finding. Made small and put into fuzz/found/ as
TARGET-what.bin, it is run by the tests for ever.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 30  # one input may take so long on a busy machine; most take a thousandth
LONGEST = {"archive": 400}  # bytes that an input may have: more would not be looked at
_ELSE = 4096
NAMES = ("ingest", "times", "quotes", "corrections", "archive")


def main() -> int:
    """Run the targets, each in a process of its own; 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="for each target")
    parser.add_argument("--seconds", type=int, default=0, help="for each target, at most")
    parser.add_argument("--target", choices=NAMES, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--with", dest="engine", choices=("atheris", "hypothesis"))
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("file", type=Path, nargs="?")
    given = parser.parse_args()
    engine = given.engine or ("atheris" if importlib.util.find_spec("atheris") else "hypothesis")
    names = given.target or list(NAMES)
    if given.file:
        import sound
        from targets import TARGETS

        sound.whole = True

        TARGETS[names[0]](given.file.read_bytes())
        return 0
    if given.alone:
        run = _with_atheris if engine == "atheris" else _with_hypothesis
        run(names[0], given.inputs, given.seed, given.seconds)
        return 0
    failed = [name for name in names if not _told(name, engine, given)]
    return 1 if failed else 0


def _told(name: str, engine: str, given: argparse.Namespace) -> bool:
    """Run one target in its own process and print how it went."""
    begun, inputs, seed = time.monotonic(), given.inputs, given.seed
    command = [sys.executable, __file__, "--alone", "--target", name, "--with", engine,
               "--inputs", str(inputs), "--seed", str(seed),
               "--seconds", str(given.seconds)]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
        log.seek(0)
        output = log.read().decode(errors="replace")
    if done.returncode:
        print(output[-6000:])
    # fewer than were asked for where the time was over
    counted = re.search(r"^(?:Done|Tried) (\d+) ", output, re.M)
    inputs = int(counted[1]) if counted else inputs
    said = "nothing found" if not done.returncode else f"FOUND (exit code {done.returncode})"
    seconds = time.monotonic() - begun
    print(f"{name}: {inputs} inputs, seed {seed}, {engine}, {seconds:.0f} s: {said}")
    sys.stdout.flush()
    return not done.returncode


def _with_atheris(name: str, inputs: int, seed: int, seconds: int) -> None:
    """Guided by the branches that an input reaches. libFuzzer ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["dragoman"]):
        from targets import TARGETS
    from seeds import WORDS, seeds

    (HERE / "new").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, one in enumerate(seeds(name)):
            (corpus / str(number)).write_bytes(one)
        words.write_text("".join(_quoted(word) for word in WORDS[name]))
        options = [
            f"-runs={inputs}", f"-seed={seed}", f"-timeout={SECONDS}",
            f"-max_len={LONGEST.get(name, _ELSE)}", f"-dict={words}",
            f"-max_total_time={seconds}", f"-artifact_prefix={HERE / 'new' / name}-",
            "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=1",
        ]  # fmt: skip
        if name == "archive":
            options.append("-len_control=0")  # its inputs are long from the first
        TARGETS[name](seeds(name)[0])  # what is made once is made before the clock runs
        atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
        atheris.Fuzz()


def _quoted(word: str) -> str:
    """A line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'


def _with_hypothesis(name: str, inputs: int, seed: int, seconds: int) -> None:
    """Not guided: seeds with pieces put in, taken out and doubled."""
    import random

    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as with_seed
    from hypothesis import strategies as st
    from seeds import WORDS, seeds
    from targets import TARGETS

    until, tried = time.monotonic() + seconds if seconds else 0.0, list[int]()
    words = [word.encode() for word in WORDS[name]]
    first = seeds(name)

    @with_seed(seed)
    @settings(
        max_examples=inputs, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.sampled_from(first), st.integers(0, 2**32), st.binary(max_size=40))
    def check(start: bytes, number: int, free: bytes) -> None:
        if until and time.monotonic() > until:
            return
        tried.append(number)
        chance, data = random.Random(number), bytearray(start)
        for _ in range(chance.randint(0, 6)):
            at, size = chance.randint(0, len(data)), chance.randint(0, 20)
            piece = chance.choice((chance.choice(words), free, bytes(data[at : at + size])))
            data[at : at + chance.choice((0, size))] = piece * chance.choice((1, 1, 1, 50))
        TARGETS[name](bytes(data[: LONGEST.get(name, _ELSE)]))

    check()
    print(f"Tried {len(tried)} inputs")


if __name__ == "__main__":
    # not PYTHONHASHSEED's business: a set's order must not change what is tried
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.argv])
    sys.exit(main())
