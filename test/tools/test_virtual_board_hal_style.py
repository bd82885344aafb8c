# SPDX-License-Identifier: Apache-2.0
"""An image as a project with the vendor's HAL makes it: on disco_f746ng, in every format, from either bus."""

from __future__ import annotations

import socket
import struct
import subprocess
from pathlib import Path

import pytest
from bare_firmware import needs_tools, session
from click.testing import CliRunner
from hal_style import build_hal_style
from layerscope.cli import main
from layerscope.virtual_board import VirtualBoard

pytestmark = needs_tools
BOARD = "disco_f746ng"
READY = "ready at 216000000 Hz"
ITCM_BUS = 0x0020_0000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hal_style")


@pytest.fixture(scope="module")
def image(folder: Path) -> Path:
    return build_hal_style(folder)


def test_strict_board_boots_the_image_and_echoes_by_interrupts(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        before = s.board.report()["exceptions"]
        line = "the quick brown fox jumps over the lazy dog, 0123456789 times and once again"
        assert s.ask(line + "\n") == line
        # One interrupt a byte in, one out, one for the line falling idle, one for the last byte sent.
        assert s.board.report()["exceptions"] - before > 2 * len(line)
        assert s.board.stopped is None


def test_delay_of_50_ms_takes_50_ms_of_the_boards_time(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        words = s.ask("delay\n").split()
    assert int(words[1]) / int(words[4]) == pytest.approx(0.050, rel=0.02)


def test_timers_count_in_step_with_the_core_and_interrupt_at_each_update(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        for _ in range(2):  # the second time the counters run already
            words = s.ask("timers\n").split()
            microseconds, updates, cycles = (int(words[i]) for i in (1, 3, 5))
            assert microseconds == pytest.approx(cycles / 216, abs=2)
            assert abs(updates - microseconds // 1000) <= 1
            assert 100_000 <= microseconds <= 102_000


def test_timer_interrupts_when_its_counter_matches(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        for _ in range(2):
            assert int(s.ask("alarm\n").split()[2]) == pytest.approx(5000 * 216, abs=2 * 216)


def test_led_toggles_and_the_button_is_up(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        assert s.ask("blink\n") == "led 1 button 0"


def test_chip_says_what_it_is(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        answer = s.ask("identify\n")
    assert answer.startswith("device 449 flash 1024 KB id ") and answer.endswith("options c0ffaafd")


def test_registers_hold_what_reset_and_the_program_gave_them(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        values = [int(word, 16) for word in s.ask("registers\n").split()]
    # Of ports A and B the debugger's pins, and PA9 and PB7 as the program set them up for USART1.
    moder_a, ospeedr_b, pupdr_a = 0xA8000000 | 2 << 18, 0xC0 | 3 << 14, 0x64000000 | 1 << 18
    power = 3 << 14 | 3 << 16  # voltage scale 1, over-drive
    assert values == [0, 0x7EF7B7FF, moder_a, ospeedr_b, power, 0x04C11DB7, pupdr_a, 0x00400080]


def test_random_numbers_are_ready_and_differ(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        assert s.ask("random\n") == "random differs"


def test_watchdog_that_is_served_lets_live_and_one_that_is_not_is_named(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        assert s.ask("watch\n") == "alive"
    with session(image, BOARD, READY) as s:
        sentence = s.expect_stop("neglect\n")
        assert s.board.stopped_rule == "watchdog"
    assert "IWDG ran out" in sentence and "in hal_delay" in sentence


def test_chip_says_which_reset_it_was(image: Path) -> None:
    with session(image, BOARD, READY, lenient=True) as s:
        assert s.ask("cause\n") == "reset by power, then 0"
        assert s.ask("reset\n") == READY
        assert s.ask("cause\n") == "reset by software, then 0"
        assert s.ask("neglect\n") == READY  # leniently the watchdog does what it does on silicon
        assert s.ask("cause\n") == "reset by watchdog, then 0"


def test_c_library_computes_and_prints_floats(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        assert s.ask("sum\n") == "sum 100.0000 root 1.414214"


def test_host_link_echoes_by_dma_with_few_interrupts(image: Path) -> None:
    message = bytes(range(48))
    with session(image, BOARD, READY) as s:
        assert s.ask("dma\n") == "dma 0 interrupts"
        host, port = s.board.host_link_url.removeprefix("socket://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as link:
            for _ in range(2):
                link.sendall(message)
                received = b""
                while len(received) < len(message):
                    received += link.recv(64)
                assert received == message
        # Of each message: half and all of the buffer's 32 bytes, the idle line, all sent.
        assert int(s.ask("dma\n").split()[1]) <= 10


def test_host_link_echoes_by_interrupts_beside_the_console(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        host, port = s.board.host_link_url.removeprefix("socket://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as link:
            link.sendall(b"abc")
            received = b""
            while len(received) < 3:
                received += link.recv(3)
        assert received == b"abc"
        assert s.ask("still here\n") == "still here"


def test_registers_without_a_model_are_listed_with_their_first_use(image: Path) -> None:
    with session(image, BOARD, READY) as s:
        uses = {use["register"]: use for use in s.board.report()["unmodelled"]}
    assert set(uses) == {"0x40013c08"}  # EXTI_RTSR
    assert uses["0x40013c08"]["access"] == "read" and " in " in uses["0x40013c08"]["at"]
    arguments = ["run", str(image), "--board", BOARD, "--until", "ready"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "without a model: read of 0x40013c08, first at 0x" in result.stderr


def test_console_on_the_st_links_port_alone_is_the_console(folder: Path) -> None:
    with session(build_hal_style(folder, 0x0800_0000, "CONSOLE_ON_STLINK"), BOARD, READY) as s:
        assert s.ask("by USART1\n") == "by USART1"


def test_image_for_the_itcm_bus_runs_there(folder: Path) -> None:
    with session(build_hal_style(folder, ITCM_BUS), BOARD, READY) as s:
        assert s.ask("sum\n") == "sum 100.0000 root 1.414214"
        assert "0x002" in s.board.report()["at"]


@pytest.mark.parametrize("form", ["hex", "bin"])
def test_image_runs_as_hex_and_as_bin_at_an_address(folder: Path, form: str) -> None:
    elf = build_hal_style(folder, ITCM_BUS)
    image = folder / f"image.{form}"
    kind = {"hex": "ihex", "bin": "binary"}[form]
    subprocess.run(["arm-none-eabi-objcopy", "-O", kind, elf, image], check=True)
    arguments = ["run", str(image), "--board", BOARD, "--send", "blink\n", "--until", "led"]
    arguments += ["--load-address", hex(ITCM_BUS)] if form == "bin" else []
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "led 1 button 0" in result.output


@pytest.mark.parametrize(
    ("first", "named"),
    [
        (b"", "the vector table at 0x08000000 is empty; the image was linked or loaded elsewhere"),
        (struct.pack("<II", 0x08000000, 0x08000101), "begins the stack at 0x08000000, which is in no RAM"),
        (struct.pack("<II", 0x20050000, 0x08000100), "names 0x08000100 as reset handler, which is even"),
        (
            struct.pack("<II", 0x20050000, 0x09000101),
            "names 0x09000101 as reset handler, which is in no memory",
        ),
    ],
)
def test_image_that_cannot_start_is_refused(tmp_path: Path, first: bytes, named: str) -> None:
    image = tmp_path / "image.bin"
    image.write_bytes(first or bytes(64))
    with VirtualBoard(image, BOARD, load_address=0x0800_0000 if first else 0x0801_0000) as board:
        assert named in str(board.wait(10))


def test_load_address_that_is_none_is_refused(image: Path) -> None:
    arguments = ["run", str(image), "--board", BOARD, "--load-address", "flash"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2 and "`flash` is no address" in result.output
