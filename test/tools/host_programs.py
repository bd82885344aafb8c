# SPDX-License-Identifier: Apache-2.0
"""Compiles C++ programs of test/host with parts of the firmware, once a test session."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["-std=c++17", "-fno-rtti", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-DBOARD_HOST=1"]
INCLUDES = [f"-I{ROOT / folder}" for folder in ("src", "include", "lib/board/src", "lib/tflite_micro/src")]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="layerscope-host-"))


@cache
def build(name: str, *sources: str, includes: tuple[str, ...] = (), library: Path | None = None) -> Path:
    """test/host/<name>.cc with `sources` (paths from the repository's root), as a program with sanitizers."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no host C++ compiler: install g++ or clang++")
    key = hashlib.sha1(repr((name, sources, includes)).encode()).hexdigest()[:8]
    program = _folder() / f"{name}-{key}"
    command = [
        compiler,
        *FLAGS,
        *SANITIZERS,
        *INCLUDES,
        *(f"-I{path}" for path in includes),
    ]
    command += [str(ROOT / "test" / "host" / f"{name}.cc"), *(str(ROOT / source) for source in sources)]
    if library is not None:
        command += [str(library), f"-Wl,-rpath,{library.parent}"]
    result = subprocess.run([*command, "-o", str(program)], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return program


def run(program: Path, text: str, *arguments: str) -> list[str]:
    """The lines that the program prints when it is given `text`; a sanitizer's report fails the test."""
    result = subprocess.run(
        [str(program), *arguments], input=text.encode("latin-1"), capture_output=True, timeout=120
    )
    output, errors = result.stdout.decode("latin-1"), result.stderr.decode("latin-1")
    assert result.returncode == 0, f"{output[-2000:]}\n{errors[-4000:]}"
    return output.split("\n")[:-1]
