# SPDX-License-Identifier: Apache-2.0
"""Each rule of the timing model gives its microbenchmark's published figure, and breaks it when wrong."""

from __future__ import annotations

from pathlib import Path

import memory_benchmarks
import pytest
import timing_table
from bare_firmware import needs_tools
from pipeline_benchmarks import ROWS, Row, measure

pytestmark = needs_tools


def test_every_rule_gives_its_published_figure(tmp_path: Path) -> None:
    measured = measure(tmp_path, ROWS)
    wrong = []
    for row, cycles in zip(ROWS, measured, strict=True):
        good = row.good(cycles)
        print(f"{'' if good else '!'}{row.name:40} {cycles:6.2f} {row.cycles:6.2f}  {row.source}")
        if not good:
            wrong.append(f"{row.name}: {cycles:.2f} instead of {row.cycles}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize(
    ("parameter", "value", "name"),
    [
        ("dual_issue", 0, "independent ADD pair"),
        ("load_address", 2, "pointer chase"),
        ("mac_result", 1, "MUL chain through the multiplicand"),
        ("mac_accumulate", 2, "SMLAD accumulator chain"),
        ("fp_result", 2, "VADD chain"),
        ("fma_accumulate", 2, "VFMA, 1 accumulator"),
        ("fma_result", 4, "VFMA result as multiplicand"),
        ("mla_result", 5, "VMLA result as multiplicand"),
        ("fp_after_mac_block", 0, "VADD after VFMA"),
        ("vdiv_cycles", 12, "VDIV"),
        ("divide_cycles", 4, "SDIV"),
        ("unaligned_load_extra", 0, "unaligned load"),
        ("narrow_store_same_bank", 1, "byte stores, same byte"),
        ("saturate_result", 1, "SSAT chain"),
    ],
)
def test_a_wrong_rule_shows(tmp_path: Path, parameter: str, value: int, name: str) -> None:
    row = next(row for row in ROWS if row.name == name)
    right, wrong = measure(tmp_path, [row]), measure(tmp_path, [row], parameters={parameter: value})
    assert abs(right[0] - wrong[0]) > 0.4


def test_a_mispredicted_indirect_branch_costs_8(tmp_path: Path) -> None:
    """J: 8 cycles. The same code with a target that stays, and with one that alternates."""
    slot = (
        "adr r6, 3f; add r7, r6, #4; orr r6, r6, #1; orr r7, r7, #1; "
        "tst r10, #{}; it ne; movne r6, r7; bx r6; .balign 4; 3: nop.w; 4: nop.w"
    )
    same, changing = measure(
        tmp_path, [Row("same", slot.format(0), 0, "J"), Row("changing", slot.format(1), 0, "J")]
    )
    # One NOP fewer is executed in every second round, hence the half cycle.
    assert 7 <= changing - same <= 9


def test_a_loop_that_is_predicted_costs_at_most_a_cycle_a_round(tmp_path: Path) -> None:
    """J: a back-edge costs 0 to 1 cycle; SUBS and BNE alone then take 1 to 2."""
    (cycles,) = measure(tmp_path, [Row("loop", "movs r0, #100; 3: subs r0, #1; bne 3b", 0, "J")])
    assert 1.0 <= cycles / 100 <= 2.0


def test_every_memory_gives_its_published_figure(tmp_path: Path) -> None:
    measured = memory_benchmarks.measure(tmp_path, memory_benchmarks.ROWS)
    wrong = []
    for row, cycles in zip(memory_benchmarks.ROWS, measured, strict=True):
        print(f"{'' if row.good(cycles) else '!'}{row.name:45} {cycles:6.2f} {row.cycles:6.2f}  {row.source}")
        if not row.good(cycles):
            wrong.append(f"{row.name}: {cycles:.2f} instead of {row.cycles}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize(
    ("parameter", "value", "name"),
    [
        ("axi_bridge", 7, "cold line, flash"),
        ("axi_bridge", 30, "float layer from flash, a line of 8 MACs"),
        ("flash_beat", 8, "two cold lines at once, flash"),
        ("sram_access", 3, "cold line, SRAM"),
        ("sram_access", 3, "int8 stream, flash against RAM, a line"),
        ("sram_line", 16, "lines stored whole, SRAM"),
        ("read_allocate_after", 1 << 20, "lines stored whole, SRAM"),
        ("linefill_buffers", 1, "two cold lines at once, flash"),
        ("load_issue_shadow", 0, "two cold lines at once, flash"),
        ("load_run_ahead", 4, "line changed and written back, SRAM"),
        ("ocram_access", 8, "cold line, OCRAM"),
        ("flexspi_line_clocks", 70, "float stream from FlexSPI, a MAC"),
        ("flexspi_setup_clocks", 40, "line out of sequence, FlexSPI"),
    ],
)
def test_a_wrong_rule_of_a_memory_breaks_its_row(
    tmp_path: Path, parameter: str, value: int, name: str
) -> None:
    row = next(row for row in memory_benchmarks.ROWS if row.name == name)
    (cycles,) = memory_benchmarks.measure(tmp_path, [row], parameters={parameter: value})
    assert not row.good(cycles)


def test_the_documented_figures_are_those_that_are_measured(tmp_path: Path) -> None:
    assert timing_table.DOCUMENT.read_text() == timing_table.renew(tmp_path), (
        "docs/timing.md is out of date; run `.venv/bin/python test/tools/timing_table.py`"
    )
