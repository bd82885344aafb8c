# SPDX-License-Identifier: Apache-2.0
"""Networks by name and compression: the trained ones of `models/`, and benchmark topologies made on demand.

Any path stands for itself. Standard library only, unless a network has to be made.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from layerscope.models.errors import ModelError

COMPRESSIONS = ("none", "int8", "dynamic", "float16")
"""`none` is float32 weights; the others are the values of `custom_compression`."""
_FILES = {
    "mnist": {
        "none": "mnist/mnist_float32.tflite",
        "int8": "mnist/mnist_int8.tflite",
        "dynamic": "mnist/mnist_dynamic.tflite",
        "float16": "mnist/mnist_float16.tflite",
    },
}


_GENERATED: dict[str, tuple[str, ...]] = {
    "ad": ("int8",),
    "ic": ("none", "int8"),
    "kws": ("int8",),
    "vww": ("int8",),
}
"""MLPerf Tiny's topologies with random weights (`layerscope.networks`), and the forms they are made in."""


@dataclass(frozen=True)
class CatalogueEntry:
    name: str
    compression: str | None
    """None for a path: such a model runs as it is."""
    path: Path


def models_folder() -> Path:
    """`models/` of the repository this package was installed from."""
    return Path(__file__).resolve().parents[3] / "models"


def names() -> list[str]:
    return sorted({*_FILES, *_GENERATED})


def trained_names() -> list[str]:
    """The networks that classify the digits in the image; the others have random weights."""
    return sorted(_FILES)


def is_catalogued(model: str) -> bool:
    return model in _FILES or model in _GENERATED


def compressions(model: str) -> tuple[str, ...]:
    """The forms that a network has; none for a path, which is what it is."""
    return tuple(_FILES[model]) if model in _FILES else _GENERATED.get(model, ())


def find_model(model: str, compression: str = "none", base: Path | None = None) -> CatalogueEntry:
    """The file of a model named by name or by path. A network that has one form has it for any compression.

    A path is taken as it is, relative to `base` (default: the current folder).
    """
    if compression not in COMPRESSIONS:
        raise ModelError(f"compression '{compression}' is unknown; choose one of: {', '.join(COMPRESSIONS)}")
    forms = compressions(model)
    if len(forms) == 1:
        compression = forms[0]
    if forms and compression not in forms:
        raise ModelError(f"{model} has no compression '{compression}'; it has: {', '.join(forms)}")
    if model in _FILES:
        return CatalogueEntry(model, compression, models_folder() / _FILES[model][compression])
    if model in _GENERATED:
        return CatalogueEntry(model, compression, _made(model, compression))
    path = (base or Path.cwd()) / Path(model).expanduser()
    if path.is_file():
        return CatalogueEntry(path.stem, None, path)
    if path.is_dir():
        raise ModelError(f"{path}: is a folder; give the .tflite file inside it")
    if path.suffix or len(Path(model).parts) > 1:
        known = ", ".join(names())
        raise ModelError(f"{path}: there is no such file; check the path, or name one of: {known}")
    known = ", ".join(names())
    raise ModelError(f"model '{model}' is unknown; name one of: {known}, or give the path of a .tflite file")


def name_of(path: Path) -> str:
    """The catalogue's name of a file, or the file's own without its suffix."""
    for name, files in _FILES.items():
        if path.resolve() in [(models_folder() / file).resolve() for file in files.values()]:
            return name
    name = path.stem.rpartition("_")[0]
    if name in _GENERATED and path.resolve().parent == _made_folder().resolve():
        return name
    return path.stem


@cache
def _made_folder() -> Path:
    """Named by what makes the networks, so that a change makes them anew."""
    tools = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    writer = [tools / "verify" / "generate.py", tools / "models" / "schema_options.py"]
    for source in [*sorted((tools / "networks").glob("*.py")), *writer]:
        digest.update(source.read_bytes())
    return tools.parents[1] / ".cache" / "networks" / digest.hexdigest()[:16]


def _made(name: str, compression: str) -> Path:
    path = _made_folder() / f"{name}_{'float32' if compression == 'none' else compression}.tflite"
    if path.is_file():
        return path
    try:
        from layerscope.networks import make_network
    except ImportError as error:
        raise ModelError(
            f"{name} is made on first use, for which this Python has no {error.name}; run `make` once, or "
            f".venv/bin/layerscope verify {name}"
        ) from error
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first: a second process may be making the same file.
    handle, part = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(make_network(name, compression))
    os.replace(part, path)
    return path
