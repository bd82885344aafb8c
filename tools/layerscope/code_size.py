# SPDX-License-Identifier: Apache-2.0
"""Where the bytes of an image's flash come from: runtime, kernels, C library and the rest.

From the linker's map, which the build leaves beside the image. Runs in PlatformIO's Python too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path

# Output sections that take no flash; the linker's own numbers (`LONG(...)`) and gaps belong to nobody.
_NOT_IN_FLASH = re.compile(r"^\.(\w*bss|\w*noinit|stack|heap|debug|comment|ARM\.attributes)")
_OUTPUT_SECTION = re.compile(r"^(\.\w\S*)")
_NAME_ALONE = re.compile(r"^ (\.?\w\S*)$")
_INPUT_SECTION = re.compile(r"^ (\S+)?\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S.*)$")


@dataclass(frozen=True)
class CodeSize:
    """Bytes of code, constants and start values."""

    runtime: int = 0
    kernels: int = 0
    libc: int = 0
    """The C library, the mathematical one and the compiler's own."""
    board: int = 0
    application: int = 0
    model: int = 0
    """The network, its layers' names and the digit."""

    @property
    def inference(self) -> int:
        """What running a network takes, whatever the board, the console and the network."""
        return self.runtime + self.kernels + self.libc


def measure_code(map_file: Path) -> CodeSize:
    """Adds up what the linker took, by the part of the project that it came from."""
    sizes = {field.name: 0 for field in fields(CodeSize)}
    for name, size, path in _placed(map_file.read_text(encoding="utf-8", errors="replace")):
        sizes[_part(name, path)] += size
    return CodeSize(**sizes)


def code_report(size: CodeSize) -> str:
    """The line printed after a build."""
    parts = ", ".join(f"{field.name} {getattr(size, field.name):,}" for field in fields(size))
    return f"Code:  {size.inference:,} bytes of runtime, kernels and libc: {parts}"


def _placed(text: str) -> list[tuple[str, int, str]]:
    """Name, bytes and object file of each section of the image's flash."""
    _, _, listing = text.partition("Linker script and memory map")
    found = []
    output_section = name = ""
    for line in listing.splitlines():
        if match := _OUTPUT_SECTION.match(line):
            output_section, name = match[1], ""
        elif match := _NAME_ALONE.match(line):
            name = match[1]
        elif match := _INPUT_SECTION.match(line):
            name = match[1] or name
            address, size, path = int(match[2], 16), int(match[3], 16), match[4]
            is_object = path.endswith((".o", ".o)"))
            if address and size and is_object and not _NOT_IN_FLASH.match(output_section):
                found.append((name, size, path))
    return found


def _part(name: str, path: str) -> str:
    if path.endswith(")"):  # a member of an archive: the project's own objects are linked one by one
        return "libc"
    # Namespaces `model` and `digit`, as the compiler writes them.
    if "_ZN5model" in name or "_ZN5digit" in name:
        return "model"
    folders = path.replace("\\", "/").split("/")
    if "cmsis_nn" in folders or ("tflite_micro" in folders and "kernels" in folders):
        return "kernels"
    if "tflite_micro" in folders:
        return "runtime"
    return "board" if "board" in folders else "application"
