# SPDX-License-Identifier: Apache-2.0
"""A board under a debugger halts where it should, and is the same board: same results, same cycles."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bare_firmware import BOARDS, Session, build, needs_tools, session
from elftools.elf.elffile import ELFFile
from layerscope.virtual_board.debugger import DebuggedBoard

pytestmark = needs_tools


@pytest.fixture(scope="module", params=BOARDS)
def image(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    board = str(request.param)
    return build(tmp_path_factory.mktemp(board), board, "debugged.c"), board


def symbols(elf: Path) -> dict[str, int]:
    with elf.open("rb") as file:
        table = ELFFile(file).get_section_by_name(".symtab")
        return {symbol.name: symbol["st_value"] & ~1 for symbol in table.iter_symbols()}


@contextmanager
def debugged(image: tuple[Path, str], **options: Any) -> Iterator[tuple[DebuggedBoard, Session]]:
    """A board that stands still before its first instruction, and its console."""
    with DebuggedBoard(*image, **options) as board:
        address, port = board.console_url.removeprefix("socket://").split(":")
        with socket.create_connection((address, int(port)), timeout=30) as line:
            assert board.wait_for_halt().reason == "reset"
            yield board, Session(board, line)


def run_to(board: DebuggedBoard, address: int) -> None:
    board.set_breakpoint(address)
    board.resume()
    assert board.wait_for_halt().reason == "breakpoint"
    assert board.registers()["pc"] == address
    board.set_breakpoint(address, False)


def type_in(console: Session, letter: str) -> None:
    console._port.write(letter.encode())


def test_a_board_stands_still_before_its_first_instruction(image: tuple[Path, str]) -> None:
    with debugged(image) as (board, _):
        registers = board.registers()
        assert registers["pc"] == symbols(image[0])["reset"] and registers["xpsr"] == 1 << 24
        first = board.report()
        assert first["instructions"] == 0
        assert board.report()["cycles"] == first["cycles"], "time passes while the board stands still"


def test_a_step_is_one_instruction_and_takes_an_it_block_as_the_core_does(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        board.set_breakpoint(at["conditional"])
        type_in(console, "w")
        for choose, visited, result in (
            (0, ["it_opens", "it_third", "it_fourth", "it_over"], 12),
            (1, ["it_opens", "it_first", "it_second", "it_over"], 3),
        ):
            assert board.wait_for_halt().reason == "breakpoint"
            assert board.registers()["r0"] == choose
            reached = []
            while not reached or reached[-1] != at["it_over"]:
                board.step()
                assert board.wait_for_halt().reason == "step"
                reached.append(board.registers()["pc"])
            assert reached[1:] == [at[name] for name in visited]
            assert board.registers()["r1"] == result
            board.resume()


@pytest.mark.parametrize(("name", "it"), [("it_first", 0x07), ("it_second", 0x0E), ("it_over", 0x00)])
def test_a_register_changed_inside_an_it_block_leaves_the_conditions_alone(
    name: str, it: int, image: tuple[Path, str]
) -> None:
    at = symbols(image[0])
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        board.set_breakpoint(at[name])
        type_in(console, "w")
        assert board.wait_for_halt().reason == "breakpoint"
        board.set_breakpoint(at[name], False)
        registers = board.registers()
        xpsr = registers["xpsr"]
        assert (xpsr >> 8 & 0xFC | xpsr >> 25 & 3) == it
        so_far = registers["r1"]
        board.write_register("sp", registers["sp"])  # cuts the block there
        board.write_register("r1", so_far + 100)
        run_to(board, at["it_over"] + 2)  # behind MOV R0, R1
        executed = 3 if registers["r0"] == 1 else 12
        # Only the instructions of the condition that holds are executed.
        assert board.registers()["r0"] == executed + 100


def counters(report: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(report["layers"])


def test_halts_and_steps_cost_no_cycle(image: tuple[Path, str]) -> None:
    with session(*image) as s:
        assert s.ask("w") == "worked"
        undisturbed = s.board.report()["layers"]
    at = symbols(image[0])
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        for name in ("store", "it_second", "load"):
            board.set_breakpoint(at[name])
        board.set_watchpoint("write", at["watched"] + 4, 4)
        type_in(console, "w")
        halts = 0
        while True:
            halt = board.wait_for_halt()
            halts += 1
            if halts == 60:
                for name in ("store", "it_second", "load"):
                    board.set_breakpoint(at[name], False)
                board.set_watchpoint("write", at["watched"] + 4, 4, False)
                board.resume()
                break
            assert halt.reason in ("breakpoint", "watchpoint", "step")
            board.step() if halts % 3 else board.resume()
        assert console.line() == "worked"
        assert board.report()["layers"] == undisturbed
        assert undisturbed[0]["instructions"] > 400


def test_watchpoints_halt_behind_the_access_they_watch_for(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    watched = at["watched"]
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        board.halt()
        board.wait_for_halt()
        for kind, name, index in (("write", "store", 1), ("read", "load", 2), ("access", "store", 3)):
            board.set_watchpoint(kind, watched + 4 * index, 4)
            if index == 1:
                type_in(console, "w")
            board.resume()
            halt = board.wait_for_halt()
            assert (halt.reason, halt.kind, halt.address) == ("watchpoint", kind, watched + 4 * index)
            assert board.report()["at"].split()[-1].startswith(name)
            value = int.from_bytes(board.read_memory(watched + 4 * index, 4), "little")
            assert value % 4 == (index + 1) % 4 and value > 0
            board.set_watchpoint(kind, watched + 4 * index, 4, False)


def test_a_watchpoint_on_a_register_of_the_chip(image: tuple[Path, str]) -> None:
    transmit = {"disco_f746ng": 0x40011428, "teensy40": 0x4018801C}[image[1]]
    with debugged(image, timing=False) as (board, console):
        board.set_watchpoint("write", transmit, 1)
        board.resume()
        assert board.wait_for_halt().address == transmit
        board.set_watchpoint("write", transmit, 1, False)
        board.resume()
        assert console.line() == "ready"


def test_a_sleeping_board_halts_and_sleeps_on(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        board.set_breakpoint(at["sys_tick"])
        type_in(console, "s")
        for tick in range(20):
            assert board.wait_for_halt().reason == "breakpoint"
            assert board.registers()["xpsr"] & 0x1FF == 15
            assert int.from_bytes(board.read_memory(at["ticks"], 4), "little") == tick
            board.resume()
        assert console.line() == "slept"


def test_a_board_that_waits_for_input_halts_and_goes_on_waiting(image: tuple[Path, str]) -> None:
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        for _ in range(3):
            board.halt()
            assert board.wait_for_halt().reason == "request"
            board.resume()
        assert console.ask("w") == "worked"


def test_a_breakpoint_of_the_program_halts_there(image: tuple[Path, str]) -> None:
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        type_in(console, "b")
        assert board.wait_for_halt().reason == "program"
        pc = board.registers()["pc"]
        assert board.read_memory(pc, 2) == b"\x00\xbe"
        board.write_register("pc", pc + 2)
        board.resume()
        assert console.line() == "went on"


def test_a_broken_rule_halts_with_its_sentence_and_a_reset_starts_anew(image: tuple[Path, str]) -> None:
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        type_in(console, "u")
        halt = board.wait_for_halt()
        assert halt.reason == "stopped" and "a write at 0x90000000" in halt.sentence
        assert "break_a_rule" in halt.sentence and board.registers()["pc"] != 0
        board.resume()
        assert board.wait_for_halt() == halt, "there is no way on but a reset"
        board.reset()
        assert board.wait_for_halt().reason == "reset"
        board.resume()
        assert console.line() == "ready"
        assert console.ask("w") == "worked"


def test_looking_at_registers_changes_nothing(image: tuple[Path, str]) -> None:
    status, receive, cpuid = {
        "disco_f746ng": (0x4001141C, 0x40011424, 0x410FC271),  # Cortex-M7 r0p1
        "teensy40": (0x40188014, 0x4018801C, 0x411FC271),  # r1p1
    }[image[1]]
    at = symbols(image[0])
    with debugged(image) as (board, console):
        run_to(board, at["main"])
        before = board.report()
        for address in (status, receive, 0xE000E010, 0xE000E018, 0xE0001004, 0xE000ED28, 0x400FFFF0):
            assert len(board.read_memory(address, 4)) == 4
        assert board.report() == before
        assert int.from_bytes(board.read_memory(0xE000ED00, 4), "little") == cpuid
        assert board.read_memory(0x90000000, 4) == b""
        board.resume()
        assert console.line() == "ready"


def test_code_written_by_the_debugger_is_what_executes(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with debugged(image) as (board, console):
        board.resume()
        assert console.line() == "ready"
        board.halt()
        board.wait_for_halt()
        nop = b"\x00\xbf"
        board.set_breakpoint(at["it_over"])
        type_in(console, "w")
        board.resume()
        assert board.wait_for_halt().reason == "breakpoint"
        assert board.registers()["r1"] == 12
        opens = at["it_opens"]
        assert not board.write_memory(opens, nop), "a program cannot write flash, nor can its debugger so"
        assert board.program_flash(opens, nop)
        # Without the IT instruction all four additions execute.
        board.resume()
        assert board.wait_for_halt().reason == "breakpoint"
        assert board.registers()["r1"] == 15


def test_detach_lets_the_board_run_and_halt_takes_it_again(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with debugged(image) as (board, console):
        board.set_breakpoint(at["work"])
        board.detach()
        assert console.line() == "ready"
        assert console.ask("w") == "worked"
        board.halt()
        assert board.wait_for_halt().reason == "request"
        board.resume()
        assert console.ask("w") == "worked"
