# SPDX-License-Identifier: Apache-2.0
"""The kernels and their cases compiled for Cortex-M7, run on Unicorn, instructions counted."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path
from typing import Any

import unicorn
from unicorn import arm_const

ROOT = Path(__file__).resolve().parents[2]
KERNELS = ROOT / "lib" / "cmsis_nn"
CASES = ROOT / "test" / "host" / "cmsis_nn"
MACHINE = ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"]
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
COMMON = ["-O2", *WARNINGS, "-ffunction-sections", "-fstack-usage", f"-I{KERNELS / 'include'}", f"-I{CASES}"]
C, CPP = ["-std=gnu11"], ["-std=gnu++17", "-fno-exceptions", "-fno-rtti"]
LINKER_SCRIPT = """
SECTIONS {
  . = 0x10000;
  .text : { *(.text*) *(.rodata*) *(.ARM*) }
  . = 0x20000000;
  .data : { *(.data*) }
  .bss : { *(.bss*) *(COMMON) }
}
"""
STACK_TOP = 0x20FF0000
RETURN_ADDRESS = 0xFFF00


def build(directory: Path) -> Path:
    """One ELF with all kernels and cases; object files are made anew only when a source changed.

    They stay beside it, with what the compiler says of each function's stack (`.su`).
    """
    directory.mkdir(parents=True, exist_ok=True)
    headers = [*KERNELS.glob("include/*.h"), *KERNELS.glob("src/*.h"), *CASES.glob("*.h")]
    newest_header = max(header.stat().st_mtime for header in headers)
    objects = []
    for source in [*sorted(KERNELS.glob("src/*.c")), *sorted(CASES.glob("*_cases.cc")), CASES / "memory.cc"]:
        target = directory / f"{source.stem}.o"
        objects.append(str(target))
        if target.exists() and target.stat().st_mtime > max(newest_header, source.stat().st_mtime):
            continue
        language = C if source.suffix == ".c" else CPP
        command = ["arm-none-eabi-gcc", *MACHINE, *COMMON, *language, "-c", str(source), "-o", str(target)]
        subprocess.run(command, check=True)
    script = directory / "kernels.ld"
    script.write_text(LINKER_SCRIPT)
    elf = directory / "kernels.elf"
    link = ["-nostartfiles", "-Wl,--no-warn-rwx-segments", f"-T{script}", *objects, "-lm", "-o", str(elf)]
    subprocess.run(["arm-none-eabi-gcc", *MACHINE, *link], check=True)
    return elf


class Core:
    """An emulated Cortex-M7 with the image loaded, calling its functions by name."""

    def __init__(self, elf: Path) -> None:
        self.instructions = 0
        self._profile: dict[int, int] = {}
        self._block_counts: dict[tuple[int, int], int] = {}
        mode = unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS
        untyped: Any = unicorn
        self._engine = untyped.Uc(unicorn.UC_ARCH_ARM, mode)
        self._engine.ctl_set_cpu_model(arm_const.UC_CPU_ARM_CORTEX_M7)
        self._engine.mem_map(0x0, 0x200000)
        self._engine.mem_map(0x20000000, 0x1000000)
        self._load(elf)
        self._engine.reg_write(arm_const.UC_ARM_REG_FPEXC, 0x40000000)
        self._engine.hook_add(unicorn.UC_HOOK_BLOCK, self._on_block)
        command = ["arm-none-eabi-nm", str(elf)]
        listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = [line.split() for line in listing.splitlines()]
        self.symbols = {name: int(address, 16) for address, _, name in lines}
        names = sorted(name for name in self.symbols if not name.startswith("$"))
        self._starts = sorted((self.symbols[name] & ~1, name) for name in names)

    def _load(self, elf: Path) -> None:
        image = elf.read_bytes()
        (offset,) = struct.unpack_from("<I", image, 28)
        size, count = struct.unpack_from("<HH", image, 42)
        for index in range(count):
            kind, at, virtual, _, length, _, _, _ = struct.unpack_from("<8I", image, offset + index * size)
            if kind == 1 and length:
                self._engine.mem_write(virtual, image[at : at + length])

    def _on_block(self, engine: Any, address: int, size: int, _: object) -> None:
        count = self._block_counts.get((address, size))
        if count is None:
            code = engine.mem_read(address, size)
            at = count = 0
            while at < size:
                first = code[at] | code[at + 1] << 8
                at += 4 if first >> 11 in (0b11101, 0b11110, 0b11111) else 2
                count += 1
            self._block_counts[address, size] = count
        self.instructions += count
        self._profile[address] = self._profile.get(address, 0) + count

    def call(self, name: str, *arguments: int) -> int:
        """Run a function with up to four integers; returns its signed result, counts instructions."""
        self.instructions = 0
        self._profile = {}
        for register, value in enumerate(arguments):
            self._engine.reg_write(arm_const.UC_ARM_REG_R0 + register, value & 0xFFFFFFFF)
        self._engine.reg_write(arm_const.UC_ARM_REG_SP, STACK_TOP)
        self._engine.reg_write(arm_const.UC_ARM_REG_LR, RETURN_ADDRESS | 1)
        self._engine.emu_start(self.symbols[name] | 1, RETURN_ADDRESS)
        result = self._engine.reg_read(arm_const.UC_ARM_REG_R0)
        return int(result) - (1 << 32) if result >> 31 else int(result)

    def profile(self) -> dict[str, int]:
        """Instructions of the last call by function."""
        totals: dict[str, int] = {}
        for address, count in self._profile.items():
            name = max(start for start in self._starts if start[0] <= address)[1]
            totals[name] = totals.get(name, 0) + count
        return dict(sorted(totals.items(), key=lambda item: -item[1]))
