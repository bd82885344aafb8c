# SPDX-License-Identifier: Apache-2.0
"""What an image takes of each of its board's memories, from its ELF file. Runs in PlatformIO's Python too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile


@dataclass(frozen=True)
class Memory:
    """A memory of a board. `external` memories are listed but not counted among the chip's RAM."""

    name: str
    origin: int
    size: int
    external: bool = False

    def holds(self, address: int) -> bool:
        return self.origin <= address < self.origin + self.size


@dataclass(frozen=True)
class ImageSize:
    """Bytes used, the board's totals, and the use of each memory by name.

    Flash holds code, constants and the start values of variables; RAM variables, arena, stacks, and code that
    is copied there.
    """

    flash_bytes: int
    flash_total: int
    ram_bytes: int
    ram_total: int
    memories: Mapping[str, int]

    @property
    def flash_share(self) -> float:
        return self.flash_bytes / self.flash_total

    @property
    def ram_share(self) -> float:
        return self.ram_bytes / self.ram_total


def read_board(path: Path) -> tuple[list[Memory], int, int]:
    """The memories, the flash bytes and the RAM bytes that a board's JSON file states."""
    board: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    memories = [
        Memory(name, int(entry["origin"], 16), entry["size"], entry.get("external", False))
        for name, entry in board["memories"].items()
    ]
    return memories, board["upload"]["maximum_size"], board["upload"]["maximum_ram_size"]


def measure(elf: Path, board_file: Path) -> ImageSize:
    """Adds up `elf`: where its parts are loaded counts for flash, where they run counts for RAM."""
    memories, flash_total, ram_total = read_board(board_file)
    flash = next(memory for memory in memories if memory.name == "flash")
    used = {memory.name: 0 for memory in memories}
    flash_end = flash.origin
    with elf.open("rb") as file:
        image = ELFFile(file)  # type: ignore[no-untyped-call]
        for segment in image.iter_segments("PT_LOAD"):  # type: ignore[no-untyped-call]
            # To the last byte that is programmed, the padding between sections included.
            if segment["p_filesz"] and flash.holds(segment["p_paddr"]):
                flash_end = max(flash_end, segment["p_paddr"] + segment["p_filesz"])
        for section in image.iter_sections():  # type: ignore[no-untyped-call]
            if not section["sh_flags"] & SH_FLAGS.SHF_ALLOC or not section["sh_size"]:
                continue
            for memory in memories:
                if memory is not flash and memory.holds(section["sh_addr"]):
                    used[memory.name] += section["sh_size"]
    used["flash"] = flash_end - flash.origin
    ram = sum(used[memory.name] for memory in memories if memory is not flash and not memory.external)
    return ImageSize(used["flash"], flash_total, ram, ram_total, used)


def report(size: ImageSize) -> str:
    """The lines printed after a build."""
    parts = ", ".join(f"{name} {used:,}" for name, used in size.memories.items() if used and name != "flash")
    return "\n".join(
        (
            f"Flash: {size.flash_bytes:,} bytes of {size.flash_total:,} ({size.flash_share:.1%})",
            f"RAM:   {size.ram_bytes:,} bytes of {size.ram_total:,} ({size.ram_share:.1%}): {parts}",
        )
    )
