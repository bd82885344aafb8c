# SPDX-License-Identifier: Apache-2.0
"""Builds test/firmware/teensy_core_style: an image that starts as Arduino programs for Teensy 4.0 do."""

from __future__ import annotations

import subprocess
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[1] / "firmware" / "teensy_core_style"
_FLAGS = (
    "-mcpu=cortex-m7 -mthumb -mfloat-abi=hard -mfpu=fpv5-d16 -O2 -g -std=gnu11 -ffreestanding -nostdlib "
    "-fno-tree-loop-distribute-patterns -Wall -Wextra -Werror -Wl,--no-warn-rwx-segments"
)


def build(folder: Path, *defines: str) -> Path:
    """The ELF file, in `folder`; a HEX file lies beside it."""
    elf = folder / "teensy_core_style.elf"
    sources = [str(path) for path in sorted(_SOURCE.glob("*.c"))]
    command = ["arm-none-eabi-gcc", *_FLAGS.split(), *(f"-D{define}" for define in defines), *sources]
    subprocess.run([*command, f"-T{_SOURCE / 'image.ld'}", "-lgcc", "-o", str(elf)], check=True)
    subprocess.run(
        ["arm-none-eabi-objcopy", "-O", "ihex", str(elf), str(elf.with_suffix(".hex"))], check=True
    )
    return elf
