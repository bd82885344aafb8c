# SPDX-License-Identifier: Apache-2.0
"""What a program may rely on: boot, counts, exceptions, MPU, DWT, and what stops a run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from bare_firmware import BOARDS, build, needs_tools, session

pytestmark = needs_tools


@pytest.fixture(scope="module", params=BOARDS)
def probe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    board = str(request.param)
    return build(tmp_path_factory.mktemp(board), board, "probe.c"), board


def fields(line: str) -> dict[str, int]:
    words = line.split()
    return {name: int(value, 16) for name, value in zip(words[::2], words[1::2], strict=True)}


def test_instructions_are_counted_exactly(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        assert s.ask("k") == "counted"
        layer = s.board.report()["layers"][-1]
    assert layer["index"] == 3
    # counted(1000) has 2 NOPs, 1000 rounds of SUBS, IT, NOPEQ and BNE, and BX LR; around it stand the first
    # read of CYCCNT itself and a BL, and perhaps moves of the compiler's.
    assert 0 <= layer["instructions"] - (3 + 4 * 1000 + 2) <= 2


def test_counts_equal_single_stepping(probe: tuple[Path, str]) -> None:
    with session(*probe, lenient=True, parameters={"count_each_instruction": 1}) as s:
        for letter in "kdilxs":
            s.ask(letter)
        report = s.board.report()
    assert report["instructions"] > 10_000
    assert report["instructions"] == report["instructions_stepped"]
    with session(*probe, lenient=True) as s:  # and the short cuts that stepping does without change nothing
        for letter in "kdilxs":
            s.ask(letter)
        assert s.board.report()["layers"] == report["layers"]


def test_the_same_run_costs_the_same_cycles(probe: tuple[Path, str]) -> None:
    reports = []
    for pause in (0.0, 0.2):
        with session(*probe) as s:
            for letter in "kdxs":
                time.sleep(pause)  # how long somebody thinks must not matter
                s.ask(letter)
            reports.append(s.board.report())
    assert reports[0]["layers"] == reports[1]["layers"]
    assert all(layer["cycles"] > 0 for layer in reports[0]["layers"])


def test_stalls_add_up(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        s.ask("d")
        report = s.board.report()
    for counted in [report, *report["layers"]]:
        assert sum(counted["stalls"].values()) == counted["cycles"]
        assert all(cycles >= 0 for cycles in counted["stalls"].values())


def test_caches_save_time(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        assert s.ask("d") == "measured"
        off, cold, warm = s.board.report()["layers"][-3:]
    memory = "sram" if probe[1] == "disco_f746ng" else "ocram"
    assert warm["cycles"] < cold["cycles"] < off["cycles"]
    assert warm["instructions"] == cold["instructions"] == off["instructions"]
    assert cold["dcache_misses"] >= 64  # 512 words in lines of 8
    assert warm["stalls"][f"dcache_miss_{memory}"] == 0  # 2 KB fit


def test_loads_in_it_blocks_leave_the_next_instruction_alone(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        assert s.ask("i") == f"it {1 + 100 + 1000 + 10:08x} {100 + 1000 + 10:08x}"


def test_the_cycle_counter_stands_still_while_locked(probe: tuple[Path, str]) -> None:
    with session(*probe, lenient=True) as s:
        counted = fields(s.ask("l"))
    assert counted["unlocked"] > 200
    if probe[1] == "disco_f746ng":  # Teensy's chip has no lock
        assert counted["locked"] == 0


def test_echo_by_interrupts(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        assert s.ask("e") == "listening"
        assert s.ask("hello") == "hello"
        assert s.board.report()["exceptions"] >= 5


def test_svc_pendsv_masking_and_systick(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        seen = fields(s.ask("x"))
    assert seen == {"svc": 42, "pendsv": 1, "masked": 1, "unmasked": 2, "ticks": 3}


def test_float_registers_survive_interrupts(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        answer = s.ask("s")
    assert answer.startswith("float right")
    assert int(answer.split()[-1], 16) > 2


def test_a_null_read_is_a_memmanage_fault_and_has_no_effect(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        seen = fields(s.ask("n"))
        assert s.line() == "ready"  # the handler asked for a reset
        assert s.board.report()["resets"] == 1
    assert seen["fault"] == 4
    assert seen["cfsr"] == 0x82  # DACCVIOL, MMARVALID
    assert seen["address"] == 4
    assert seen["r0"] == 7  # the load did not happen, nor what follows


def test_a_write_to_the_guard_is_refused(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        seen = fields(s.ask("g"))
    assert seen["fault"] == 4 and seen["cfsr"] == 0x82 and seen["r0"] == 5


def test_an_undefined_instruction_and_an_unaligned_double_load_are_faults(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        seen = fields(s.ask("z"))
        assert seen["fault"] == 3 and seen["cfsr"] == 1 << 16
        assert s.line() == "ready"
        seen = fields(s.ask("a"))
        assert seen["fault"] == 3 and seen["cfsr"] == 1 << 24


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("u", ["write", "0x90000000", "touch_nothing"]),
        ("c", ["clock is off", "touch_gated"]),
        ("f", ["write to flash", "write_flash"]),
        ("j", ["instruction fetch from 0x08800000"]),
    ],
)
def test_mistakes_stop_the_run_and_name_the_place(
    probe: tuple[Path, str], letter: str, words: list[str]
) -> None:
    with session(*probe) as s:
        sentence = s.expect_stop(letter)
    for word in words:
        assert word in sentence


def test_breakpoint_251_asks_for_teensys_programming_mode(probe: tuple[Path, str]) -> None:
    with session(*probe) as s:
        if probe[1] == "teensy40":
            assert "programming mode" in s.expect_stop("b")
        else:
            assert fields(s.ask("b"))["fault"] == 3


def test_a_bad_boot_image_is_refused(tmp_path: Path) -> None:
    from layerscope.virtual_board import VirtualBoard

    with VirtualBoard(build(tmp_path, "teensy40", "probe.c", bad_ivt=1), "teensy40") as board:
        assert "image vector table" in str(board.wait(10))


def test_an_image_for_the_other_board_is_refused(tmp_path: Path) -> None:
    from layerscope.virtual_board import VirtualBoard, VirtualBoardError

    elf = build(tmp_path, "teensy40", "probe.c")
    with pytest.raises(VirtualBoardError, match="built for this board"), VirtualBoard(elf, "disco_f746ng"):
        pass


def test_registers_without_a_model_hold_what_the_manual_says_after_reset(tmp_path: Path) -> None:
    source = tmp_path / "main.c"
    source.write_text(
        '#include "bare.h"\nint main(void) { REG(0x400FC06C) |= 3;'
        ' print_hex("id ", REG(0x40394000)); REG(0x40394014) = 1;'
        ' print_hex(" mode ", REG(0x40394014)); print("\\n"); for (;;) get(); }\n'
    )
    with session(build(tmp_path, "teensy40", source), "teensy40", "id 01020004 mode 00000001") as s:
        noted = {access["register"] for access in s.board.report()["unmodelled"]}
    assert {"0x40394000", "0x40394014"} <= noted
