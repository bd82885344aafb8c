# SPDX-License-Identifier: Apache-2.0
"""What a deliberate mistake is, and how an image full of them is built and run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from bare_firmware import Session, build, session


@dataclass(frozen=True)
class Mistake:
    """`name` is a MISTAKE(name) of test/firmware/`source`, and the function that the sentence must name."""

    name: str
    source: str
    board: str
    rule: str  # the word of the rule, as the engine reports it
    does: str  # what the program does, for the table
    words: tuple[str, ...]  # in the sentence: the register, what is wrong, what would be right
    silicon: str  # what the chip does instead of saying so, for the table
    instruction: str = "str|ldr"  # how the named instruction begins; of several, one
    function: str = ""  # where it is not `name`
    sends: str = ""  # what the test types behind the name
    always_stops: bool = False  # with `lenient` too: there is no way to go on


def every_mistake() -> list[Mistake]:
    """Those of all modules mistakes_*.py beside this one."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("mistakes_*.py"))
    return [mistake for name in modules for mistake in import_module(name).MISTAKES]


def image_of(mistake: Mistake, folder: Path) -> Path:
    """The ELF file with all mistakes of its source; built once a folder."""
    here = folder / mistake.board / mistake.source
    elf = here / f"{mistake.board}.elf"
    if not elf.exists():
        here.mkdir(parents=True, exist_ok=True)
        build(here, mistake.board, "mistakes.c", mistake.source)
    return elf


@contextmanager
def running(mistake: Mistake, folder: Path, **options: Any) -> Iterator[Session]:
    with session(image_of(mistake, folder), mistake.board, **options) as s:
        yield s
