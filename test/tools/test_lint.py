# SPDX-License-Identifier: Apache-2.0
"""The tree passes its own formatters and checkers, in the versions that pyproject.toml pins."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


def run(tool: str, *arguments: str) -> None:
    program = shutil.which(tool, path=str(TOOLS))
    assert program, f"{tool} is not beside {sys.executable}; run `make`"
    done = subprocess.run(
        [program, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_python_is_formatted_and_free_of_what_ruff_finds() -> None:
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")


def test_the_package_is_typed_strictly() -> None:
    run("mypy")


def test_c_and_cpp_are_formatted() -> None:
    git = shutil.which("git")
    if not git or not (PROJECT / ".git").exists():
        pytest.skip("needs the list of sources that git keeps")
    listed = subprocess.run(
        [git, "ls-files", "*.c", "*.cc", "*.cpp", "*.h"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    sources = [name for name in listed.stdout.split("\n") if name and (PROJECT / name).is_file()]
    assert sources
    run("clang-format", "--dry-run", "--Werror", *sources)
