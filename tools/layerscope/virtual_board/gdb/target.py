# SPDX-License-Identifier: Apache-2.0
"""What GDB is told about the board: registers (GDB manual, G.5.4) and memories (E.15)."""

from __future__ import annotations

from collections.abc import Iterable

from layerscope.virtual_board.debugger import MemoryRegion

# Registers of the chip and of the core, which are in no list of memories.
_DEVICES = (
    MemoryRegion("peripherals", 0x40000000, 0x20000000, True),
    MemoryRegion("controllers", 0xA0000000, 0x00002000, True),
    MemoryRegion("core", 0xE0000000, 0x00100000, True),
)
# GDB erases whole blocks before it loads: small ones keep what lies beside an image.
_FLASH_BLOCK = 0x1000

# GDB's number -> the registers it is made of, low word first (names of debugger.REGISTERS). GDB numbers on
# from a `regnum`, and knows xpsr as 25.
_CORE = [*(f"r{n}" for n in range(13)), "sp", "lr", "pc"]
_SYSTEM = ["msp", "psp", "primask", "basepri", "faultmask", "control"]
_XPSR = 25
NUMBERED: dict[int, tuple[str, ...]] = {
    **{number: (name,) for number, name in enumerate(_CORE)},
    _XPSR: ("xpsr",),
    **{_XPSR + 1 + n: (f"s{2 * n}", f"s{2 * n + 1}") for n in range(16)},
    _XPSR + 17: ("fpscr",),
    **{_XPSR + 18 + n: (name,) for n, name in enumerate(_SYSTEM)},
}


def _register(name: str, bits: int = 32, kind: str = "", number: int | None = None) -> str:
    wanted = f' type="{kind}"' if kind else ""
    numbered = f' regnum="{number}"' if number is not None else ""
    return f'<reg name="{name}" bitsize="{bits}"{wanted}{numbered}/>'


def _feature(name: str, registers: Iterable[str]) -> str:
    return f'<feature name="org.gnu.gdb.arm.{name}">{"".join(registers)}</feature>'


def target_xml() -> str:
    pointers = {"sp": "data_ptr", "pc": "code_ptr"}
    core = [_register(name, kind=pointers.get(name, "")) for name in _CORE]
    doubles = [_register(f"d{n}", 64, "ieee_double") for n in range(16)]
    return (
        '<?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd">'
        '<target version="1.0"><architecture>arm</architecture>'
        + _feature("m-profile", [*core, _register("xpsr", number=_XPSR)])
        + _feature("vfp", [*doubles, _register("fpscr", kind="int")])
        + _feature("m-system", [_register(name, kind="int") for name in _SYSTEM])
        + "</target>"
    )


def memory_map_xml(memories: Iterable[MemoryRegion]) -> str:
    def entry(region: MemoryRegion) -> str:
        where = f'start="{region.base:#x}" length="{region.size:#x}"'
        if region.writable:
            return f'<memory type="ram" {where}/>'
        block = f'<property name="blocksize">{_FLASH_BLOCK:#x}</property>'
        return f'<memory type="flash" {where}>{block}</memory>'

    regions = sorted([*memories, *_DEVICES], key=lambda region: region.base)
    return (
        '<?xml version="1.0"?><!DOCTYPE memory-map PUBLIC "+//IDN gnu.org//DTD GDB Memory Map V1.0//EN"'
        ' "http://sourceware.org/gdb/gdb-memory-map.dtd"><memory-map>'
        + "".join(map(entry, regions))
        + "</memory-map>"
    )
