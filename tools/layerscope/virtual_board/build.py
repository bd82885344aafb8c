# SPDX-License-Identifier: Apache-2.0
"""Compiles the virtual boards' engine: `python -m layerscope.virtual_board.build`.

The engine is a program of its own under the GPL-2.0 (it links Unicorn); the package only starts it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from layerscope.errors import LayerscopeError

_ENGINE = Path(__file__).with_name("engine")
_FLAGS = [
    "-std=c11",
    "-O2",
    "-Wall",
    "-Wextra",
    "-D_POSIX_C_SOURCE=200809L",
    "-D_DEFAULT_SOURCE",
    "-D_XOPEN_SOURCE=700",
]


def build_engine() -> Path:
    """The engine's path; compiles it when its sources changed. Two processes may build at once."""
    unicorn = _unicorn_folder()
    library = _unicorn_library(unicorn)
    sources = sorted(_ENGINE.rglob("*.c"))
    digest = hashlib.sha256(f"{library} {' '.join(_FLAGS)}".encode())
    for file in sorted(_ENGINE.rglob("*.[ch]")):
        digest.update(file.relative_to(_ENGINE).as_posix().encode() + file.read_bytes())
    folder = _cache_folder()
    target = folder / f"engine-{digest.hexdigest()[:16]}"
    if target.exists():
        return target
    compiler = next(
        (cc for cc in (os.environ.get("CC"), "cc", "gcc", "clang") if cc and shutil.which(cc)), None
    )
    if compiler is None:
        raise LayerscopeError(
            "the virtual boards need a C compiler on this machine and none was found; "
            "install one (`sudo apt install gcc`, `xcode-select --install`) or set CC"
        )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch) / target.name
        command = [
            compiler,
            *_FLAGS,
            f"-I{_ENGINE}",
            f"-I{unicorn / 'include'}",
            *map(str, sources),
            str(library),
        ]
        command += ["-lm", f"-Wl,-rpath,{library.parent}", "-o", str(made)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise LayerscopeError(
                f"{compiler} could not compile the virtual boards' engine:\n{done.stderr.strip()}"
            )
        if done.stderr.strip():
            print(done.stderr, file=sys.stderr)
        made.replace(target)
    return target


def _cache_folder() -> Path:
    root = Path(__file__).resolve().parents[3]
    if (root / "pyproject.toml").exists():
        return root / ".cache" / "virtual_board"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "layerscope" / "virtual_board"


def _unicorn_folder() -> Path:
    spec = find_spec("unicorn")
    if spec is None or spec.origin is None:
        raise LayerscopeError("the Python package `unicorn` is missing; run `make setup` again")
    return Path(spec.origin).parent


def _unicorn_library(unicorn: Path) -> Path:
    for pattern in (
        "lib/libunicorn.so.2",
        "lib/libunicorn.2.dylib",
        "lib/libunicorn*.so*",
        "lib/libunicorn*.dylib",
    ):
        for library in sorted(unicorn.glob(pattern)):
            return library
    raise LayerscopeError(
        f"the Python package in {unicorn} holds no library to link; reinstall unicorn 2.1.4"
    )


if __name__ == "__main__":
    try:
        print(build_engine())
    except LayerscopeError as error:
        sys.exit(f"error: {error}")
