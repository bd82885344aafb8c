# SPDX-License-Identifier: Apache-2.0
"""Each rule of the memories gives its microbenchmark's figure, and each of their parameters breaks one."""

from __future__ import annotations

from pathlib import Path

import memory_benchmarks
import pytest
from bare_firmware import needs_tools
from layerscope.calibrate import rows_memory
from layerscope.virtual_board import BOARDS
from layerscope.virtual_board.boards.cortex_m7 import CORE

pytestmark = needs_tools


def test_every_memory_gives_its_figure(tmp_path: Path) -> None:
    measured = memory_benchmarks.measure(tmp_path, memory_benchmarks.ROWS)
    wrong = []
    for row, cycles in zip(memory_benchmarks.ROWS, measured, strict=True):
        print(f"{'' if row.good(cycles) else '!'}{row.name:50} {cycles:6.2f} {row.cycles:6.2f}  {row.source}")
        if not row.good(cycles):
            wrong.append(f"{row.name}: {cycles:.2f} instead of {row.cycles}")
    assert not wrong, "; ".join(wrong)


# What each parameter is tried with, and the row that then no longer holds; more are in rows_memory.
_WRONG = [
    ("sdram_line_clocks", 20, "lines read whole, SDRAM"),
    ("sdram_controller_clocks", 6, "cold line, SDRAM"),
    ("sdram_bus_overhead", 12, "cold line, SDRAM"),
    ("art_lines", 16, "straight code, flash through ITCM, kept by ART"),
    ("peripheral_access", 12, "peripheral read"),
    ("peripheral_access", 12, "peripheral write"),
    ("icache_sets", 16, "straight code, flash, warm line"),
    ("icache_ways", 1, "straight code, flash, warm line"),
    ("dcache_sets", 16, "line read again, SRAM"),
    ("dcache_ways", 2, "line read again, SRAM"),
    ("store_buffer_entries", 2, "six stores to cold lines, SRAM"),
    ("fetch_read_ahead", 0, "straight code, flash through ITCM, ART off"),
    ("unaligned_store", 1, "unaligned stores, DTCM"),
    ("ocram_line", 24, "lines stored whole, OCRAM"),
    ("flexspi_bus_overhead", 10, "byte that misses, FlexSPI at 144 MHz"),
    ("flexspi_read_ahead", 4, "lines read ahead, FlexSPI"),
]


@pytest.mark.parametrize(("parameter", "value", "name"), _WRONG)
def test_a_wrong_rule_of_a_memory_breaks_its_row(
    tmp_path: Path, parameter: str, value: int, name: str
) -> None:
    row = next(row for row in memory_benchmarks.ROWS if row.name == name)
    (cycles,) = memory_benchmarks.measure(tmp_path, [row], parameters={parameter: value})
    assert not row.good(cycles)


def test_every_parameter_of_the_memories_has_a_row_that_it_breaks() -> None:
    """Those of a board beyond the core's; the core's own are shared with the pipeline's rows."""
    core = {parameter.name for parameter in CORE}
    tried = {parameter for parameter, _, _ in _WRONG}
    tried |= {parameter for row in rows_memory.ROWS for parameter in row.breaks}
    for board in BOARDS.values():
        own = {parameter.name for parameter in board.parameters} - core
        assert own - tried <= {"crystal_hz", "flash_limit_mhz"}, "clocks, not times"
