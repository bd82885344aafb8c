# SPDX-License-Identifier: Apache-2.0
"""SDRAM of disco_f746ng: what a virtual board demands before it answers, and weights that lie in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from bare_firmware import build, needs_tools, session
from layerscope.build import Image, Variant, build_image
from layerscope.serial.console import Console
from layerscope.virtual_board import VirtualBoard, VirtualBoardError

pytestmark = needs_tools
BOARD = "disco_f746ng"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sdram"), BOARD, "sdram.c")


def test_sdram_keeps_words_at_both_ends_when_it_was_started_right(program: Path) -> None:
    with session(program, BOARD) as s:
        assert s.ask(".") == "sdram 12345678 9abcdef0"
        assert s.ask("u") == "sdram 12345678 9abcdef0"


@pytest.mark.parametrize(
    ("mistake", "named"),
    [
        ("u", "a write at 0xc0000000, in sdram, although its clock was not enabled (FMC_SDCMR, mode 1)"),
        ("g", "a write of FMC (0xa0000140) while its clock is off"),
        ("p", "needs pin PC3, which is an input (GPIOC_MODER must have 2 for it)"),
        ("a", "needs pin PF0, which has alternate function 11 instead of 12 (GPIOF_AFRL)"),
        ("c", "the SDRAM's clock is 108 MHz; FMC and chip allow 100 (FMC_SDCR1, SDCLK)"),
        ("r", "12 row bits"),
        ("t", "3 cycles of the SDRAM's clock are less than the 42 ns it needs (FMC_SDTR1, TRAS)"),
        ("e", "(FMC_SDCMR, mode 2) although its clock was not enabled (FMC_SDCMR, mode 1)"),
        ("w", "commanded less than 100 us after its clock started"),
        ("b", "(FMC_SDCMR, mode 3) although its banks were not precharged (FMC_SDCMR, mode 2)"),
        ("f", "(FMC_SDCMR, mode 4) although it was not refreshed twice (FMC_SDCMR, mode 3)"),
        ("m", "in sdram, although its mode register was not loaded (FMC_SDCMR, mode 4)"),
        ("l", "mode register says CAS latency 3, but FMC_SDCR1 2"),
        ("n", "in sdram, although it is not refreshed (FMC_SDRTR, COUNT)"),
        ("s", "4,096 rows refreshed every 1220 cycles take longer than 64 ms"),
    ],
)
def test_sdram_mistake_stops_the_run_and_is_named(program: Path, mistake: str, named: str) -> None:
    with session(program, BOARD) as s:
        sentence = s.expect_stop(mistake)
    assert named in sentence
    assert " in sdram_" in sentence or " in use" in sentence or " in main" in sentence


@pytest.mark.parametrize(
    ("mistake", "named"),
    [("c", "clock is 108 MHz"), ("t", "TRAS"), ("w", "less than 100 us"), ("s", "FMC_SDRTR, COUNT")],
)
def test_lenient_run_goes_on_where_the_chip_may_forgive(program: Path, mistake: str, named: str) -> None:
    with session(program, BOARD, lenient=True) as s:
        assert s.ask(mistake) == "sdram 12345678 9abcdef0"
        s.board.report()
        (warning,) = s.board.warnings
    assert named in warning


def test_fault_that_a_board_cannot_have_is_refused(program: Path) -> None:
    with pytest.raises(VirtualBoardError, match=r"no fault `rain`; choose one of .*sdram"):
        VirtualBoard(program, BOARD, faults=("rain",))


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    if shutil.which("arm-none-eabi-g++") is None:
        pytest.skip("needs the cross compiler")
    return build_image(Variant(BOARD, use_cmsis_nn=True, weights_in="sdram"))


def boot_and_run(image: Image, *faults: str) -> tuple[list[str], dict[str, Any], dict[str, int]]:
    with (
        VirtualBoard(image.elf, BOARD, faults=faults) as machine,
        Console.open(machine.console_url, silence_s=30, watch=machine.check) as console,
    ):
        boot = list(console.lines(1))
        data = console.run_json()
        stalls = {name: 0 for name in machine.report()["stalls"]}
        for layer in machine.report()["layers"]:
            for name, cycles in layer["stalls"].items():
                stalls[name] += cycles
    return boot, data, stalls


def test_weights_run_from_sdram_and_their_stalls_are_its_own(image: Image) -> None:
    boot, data, stalls = boot_and_run(image)
    assert boot == ["Program started @ 216000000..."]
    assert data["options"]["weights_in"] == "sdram"
    assert {layer["weights_in"] for layer in data["layers"] if layer["weights_bytes"]} == {"sdram"}
    assert data["outputs"].index(max(data["outputs"])) == 2
    assert data["weights_copy_cycles"] > 0
    weight_bytes = sum(layer["weights_bytes"] for layer in data["layers"])
    lines = weight_bytes / 32
    # Every line is fetched once at the least: 16 clocks of data of 3 core cycles are its floor.
    assert stalls["dcache_miss_sdram"] > lines * 16 * 3
    assert stalls["dcache_miss_flash"] < stalls["dcache_miss_sdram"] / 10


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("sdram", "the SDRAM does not keep what is written to it"),
        ("sdram_busy", "the SDRAM controller stays busy"),
    ],
)
def test_weights_stay_in_flash_when_sdram_fails_and_the_console_says_so(
    image: Image, fault: str, said: str
) -> None:
    boot, data, _ = boot_and_run(image, fault)
    assert boot == ["Program started @ 216000000...", f"The weights stay in flash instead of sdram: {said}."]
    assert data["options"]["weights_in"] == "flash" and data["weights_copy_cycles"] == 0
    assert data["outputs"].index(max(data["outputs"])) == 2
