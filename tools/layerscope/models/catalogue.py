# SPDX-License-Identifier: Apache-2.0
"""The trained networks of `models/` by name and compression; any path stands for itself."""

from __future__ import annotations

from dataclasses import dataclass
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
    return sorted(_FILES)


def is_catalogued(model: str) -> bool:
    return model in _FILES


def find_model(model: str, compression: str = "none", base: Path | None = None) -> CatalogueEntry:
    """The file of a model named by name or by path.

    A path is taken as it is, relative to `base` (default: the current folder).
    """
    if compression not in COMPRESSIONS:
        raise ModelError(f"compression '{compression}' is unknown; choose one of: {', '.join(COMPRESSIONS)}")
    if model in _FILES:
        return CatalogueEntry(model, compression, models_folder() / _FILES[model][compression])
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
    return path.stem
