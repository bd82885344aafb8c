# SPDX-License-Identifier: Apache-2.0
"""Builds test/firmware/hal_style_disco_f746ng: an image as a project with the vendor's HAL makes it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bare_firmware import FIRMWARE

_SOURCES = FIRMWARE / "hal_style_disco_f746ng"
_FLAGS = (
    "-mcpu=cortex-m7 -mthumb -mfloat-abi=hard -mfpu=fpv5-sp-d16 -O2 -g -Wall -Wextra -Werror "
    "-ffunction-sections -fdata-sections -nostartfiles -Wl,--gc-sections -Wl,--no-warn-rwx-segments"
)


def build_hal_style(folder: Path, flash_origin: int = 0x0800_0000, *definitions: str) -> Path:
    """Linked for the flash's address on the AXI bus, or for 0x00200000, the one on the ITCM bus."""
    elf = folder / f"hal_style_{flash_origin:08x}{'_'.join(['', *definitions]).lower()}.elf"
    command = ["arm-none-eabi-gcc", *_FLAGS.split(), f"-Wl,--defsym=FLASH_ORIGIN={flash_origin:#x}"]
    command += [f"-D{definition}" for definition in definitions]
    command += [f"-T{_SOURCES / 'image.ld'}", "-o", str(elf)]
    command += [*map(str, sorted(_SOURCES.glob("*.c"))), "-lm"]
    subprocess.run(command, check=True)
    return elf
