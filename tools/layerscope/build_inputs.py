# SPDX-License-Identifier: Apache-2.0
"""A fingerprint of everything a build reads, so that a build whose inputs have not changed need not run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import platformio

from layerscope.setup import packages

# What the compiler and the build steps read. The tools that generate headers count, the others do not.
SOURCE_FOLDERS = ("src", "include", "lib", "platform", "extra_scripts", "models", "tools/layerscope/models")
SOURCE_FILES = ("platformio.ini", "tools/layerscope/code_size.py", "tools/layerscope/image_size.py")
ENVIRONMENT_PREFIXES = ("PLATFORMIO_", "LAYERSCOPE_")


def fingerprint(project: Path, environment: Mapping[str, str], model: Path) -> str:
    """SHA-256 over the sources, the model, the options in `environment`, and the tools' versions."""
    digest = hashlib.sha256(platformio.__version__.encode())
    for name, value in sorted(environment.items()):
        if name.startswith(ENVIRONMENT_PREFIXES):
            digest.update(f"\0{name}={value}".encode())
    for path in _sources(project):
        _add_file(digest, path, path.relative_to(project).as_posix())
    if model.suffix == ".tflite" and model.is_file():
        _add_file(digest, model, "model")
    custom = Path(project, environment.get("LAYERSCOPE_OPERATORS", ""))
    if custom.is_file():
        _add_file(digest, custom, "custom_operators")
    for manifest in sorted(
        packages.packages_dir(environment).glob(f"{packages.TOOLCHAIN_PACKAGE}*/package.json")
    ):
        _add_file(digest, manifest, manifest.parent.name)
    return digest.hexdigest()


def _sources(project: Path) -> Iterator[Path]:
    for name in SOURCE_FILES:
        yield project / name
    for folder in SOURCE_FOLDERS:
        for path in sorted((project / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _add_file(digest: hashlib._Hash, path: Path, name: str) -> None:
    content = path.read_bytes()
    digest.update(f"\0{name}\0{len(content)}\0".encode())
    digest.update(content)
