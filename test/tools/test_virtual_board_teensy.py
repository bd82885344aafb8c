# SPDX-License-Identifier: Apache-2.0
"""Images that start as Arduino programs for Teensy 4.0 do, what the boot ROM accepts, watchdogs."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import teensy_core_style
from bare_firmware import Session, build, needs_tools, session
from layerscope.virtual_board import VirtualBoard

pytestmark = needs_tools
BOARD = "teensy40"
CORE_HZ = 600_000_000


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return teensy_core_style.build(tmp_path_factory.mktemp("teensy"))


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without the 25 ms that it gives a USB host, which cost a second of the test's time."""
    return teensy_core_style.build(tmp_path_factory.mktemp("quick"), "WITHOUT_USB_RESET_TIME")


@pytest.fixture(scope="module")
def running(image: Path) -> Iterator[Session]:
    with session(image, BOARD, "ready at 300") as s:
        yield s


def numbers(line: str) -> dict[str, int]:
    words = line.split()
    return {name: int(value) for name, value in zip(words[::2], words[1::2], strict=True)}


def test_a_teensy_core_style_image_starts_strictly_and_echoes(running: Session) -> None:
    for text in ("H", "HELLO", "FIFO IS OF 4 WORDS"):
        assert running.ask(text + "\n") == text
    assert running.board.warnings == []
    assert running.board.stopped is None


def test_the_same_image_as_hex_echoes_too(quick: Path) -> None:
    with session(quick.with_suffix(".hex"), BOARD, "ready at 300") as s:
        assert s.ask("HEX\n") == "HEX"


def test_delay_by_systicks_reference_and_the_cycle_counter_is_true_within_2_percent(running: Session) -> None:
    answer = numbers(running.ask("d"))
    assert answer["delay"] == pytest.approx(50, abs=1)
    assert answer["cycles"] == pytest.approx(0.050 * CORE_HZ, rel=0.02)


def test_pit_interrupts_every_millisecond(running: Session) -> None:
    assert numbers(running.ask("p"))["pit"] == pytest.approx(10_000, rel=0.02)


def test_temperature_in_double_precision_fits_the_fuses(running: Session) -> None:
    assert running.ask("t") == "temperature 42"


def test_fast_gpio_sets_and_clears_its_pin(running: Session) -> None:
    assert running.ask("l") == "led 1 0"


def test_real_time_clock_counts_on_from_what_was_set(running: Session) -> None:
    first, second = (numbers(running.ask("s"))["seconds"] for _ in range(2))
    assert 1_546_300_800 <= first <= second < first + 60


def test_the_core_changes_its_clock_while_it_runs(running: Session) -> None:
    assert running.ask("c") == "clock 528000000 600000000"
    assert running.ask("X\n") == "X"


def test_registers_without_a_model_are_listed_with_their_first_use(running: Session) -> None:
    noted = {access["register"]: access["at"] for access in running.board.report()["unmodelled"]}
    assert "in pulses_start+" in noted["0x403dc188"]
    assert not any(register.startswith(("0x402e0", "0x40188", "0x40084")) for register in noted)


def test_bkpt_251_asks_for_the_programming_mode(quick: Path) -> None:
    with session(quick, BOARD, "ready at 300") as s:
        assert "programming mode" in s.expect_stop("b")


FLASH_CONFIGURATION, IVT = 0x000, 0x1000
DCD = 0x400  # free between the two


def binary(elf: Path, folder: Path, patches: dict[int, int]) -> Path:
    """The image from the flash's first byte on, with words replaced."""
    path = folder / f"{elf.stem}.bin"
    subprocess.run(
        ["arm-none-eabi-objcopy", "-O", "binary", "--gap-fill", "0xFF", str(elf), str(path)], check=True
    )
    data = bytearray(path.read_bytes())
    for offset, word in patches.items():
        struct.pack_into("<I", data, offset, word)
    path.write_bytes(data)
    return path


def dcd(*writes: tuple[int, int]) -> dict[int, int]:
    """Device configuration data with one command that writes words, and the pointer to it."""
    big = [0xD2000041 | (8 + 8 * len(writes)) << 8, 0xCC000004 | (4 + 8 * len(writes)) << 8]
    big += [word for write in writes for word in write]
    words = {DCD + 4 * i: int.from_bytes(word.to_bytes(4, "big"), "little") for i, word in enumerate(big)}
    return {IVT + 12: 0x60000000 + DCD, **words}


@pytest.mark.parametrize(
    ("patches", "said"),
    [
        ({FLASH_CONFIGURATION: 0}, "no flash configuration block"),
        ({FLASH_CONFIGURATION + 4: 0x55010000}, "version 0x55010000"),
        ({FLASH_CONFIGURATION + 0x44: 0x00000401}, "serial clock 0"),
        ({FLASH_CONFIGURATION + 0x44: 0x00060301}, "3 pads"),
        ({FLASH_CONFIGURATION + 0x0C: 0x00030302}, "read strobe 2"),
        ({FLASH_CONFIGURATION + 0x50: 0x00800000}, "8388608 bytes; it has 2097152"),
        ({FLASH_CONFIGURATION + 0x80: 0}, "no read sequence"),
        ({IVT: 0x432000D2}, "no image vector table"),
        ({IVT: 0x442000D1}, "no image vector table"),
        ({IVT: 0x434000D1}, "no image vector table"),
        ({IVT + 20: 0x60002000}, "says it is at 0x60002000"),
        ({IVT + 16: 0x20000000}, "boot data at 0x20000000, outside the flash"),
        ({IVT + 32: 0x60002000}, "begins at 0x60002000"),
        ({IVT + 36: 0}, "0 bytes"),
        ({IVT + 40: 1}, "plug-in"),
        ({IVT + 4: 0x60180001}, "entry point 0x60180001 lies outside the image"),
        ({IVT + 4: 0x60000200}, "no Thumb address"),
        (
            {IVT + 12: 0x60000000 + DCD, DCD: 0x41000CD1},
            "device configuration data",
        ),
        (dcd((0x20000000, 1)), "a write outside the peripherals"),
    ],
)
def test_the_boot_rom_refuses_what_it_cannot_start(
    quick: Path, tmp_path: Path, patches: dict[int, int], said: str
) -> None:
    with VirtualBoard(binary(quick, tmp_path, patches), BOARD) as board:
        assert said in str(board.wait(10))
        assert board.stopped_rule == "boot"
        assert board.report()["instructions"] == 0


def test_the_boot_rom_carries_out_device_configuration_data(quick: Path, tmp_path: Path) -> None:
    since = 1_700_000_000
    clock = dcd(
        (0x400D4054, since << 15 & 0xFFFFFFFF), (0x400D4050, since >> 17), (0x400D4038, 1)
    )  # SNVS_LPSRTCLR, LPSRTCMR, LPCR
    with session(binary(quick, tmp_path, clock), BOARD, "ready at 300") as s:
        assert since <= numbers(s.ask("s"))["seconds"] < since + 60


def test_the_supply_can_be_set_as_the_rom_leaves_the_clocks(tmp_path: Path) -> None:
    """NXP's start-up asks for more voltage without switching on the clock of the DCDC."""
    more = dcd((0x4008000C, 0x0000010E + 4))
    with session(binary(build(tmp_path, BOARD, "probe.c"), tmp_path, more), BOARD) as s:
        assert s.ask("k") == "counted"


def test_an_image_of_nxps_layout_starts(tmp_path: Path) -> None:
    elf = build(tmp_path, BOARD, "probe.c")
    layout = {
        FLASH_CONFIGURATION + 4: 0x56010400,
        FLASH_CONFIGURATION + 0x0C: 0x00030301,
        IVT: 0x412000D1,
        IVT + 4: 0x60002000,  # a vector table
    }
    with session(binary(elf, tmp_path, layout), BOARD) as s:
        assert s.ask("k") == "counted"


WATCHDOG = """
#include "bare.h"
int main(void) {
  print("ready\\n");
  get();
  REG(0x400BC004) = 0xD928C520;
  REG(0x400BC008) = 2000;
  REG(0x400BC000) = 0x2000 | 1u << 9 | 1u << 7 | 1u << 5;
  for (uint32_t i = 0; i < 3; i++) {
    for (volatile uint32_t k = 0; k < 100; k++) {
    }
    REG(0x400BC004) = 0xB480A602;
  }
  print("served\\n");
  for (;;) {
  }
}
"""


def test_a_watchdog_that_runs_out_is_said(tmp_path: Path) -> None:
    source = tmp_path / "watchdog.c"
    source.write_text(WATCHDOG)
    elf = build(tmp_path, BOARD, source)
    with session(elf, BOARD) as s:
        assert s.ask("x") == "served"
        assert "RTWDOG ran out, which resets the chip" in str(s.board.wait(10))
    with session(elf, BOARD, lenient=True) as s:
        assert s.ask("x") == "served"
        assert s.line() == "ready"
        assert s.board.report()["resets"] == 1


OVERCLOCK = """
#include "bare.h"
int main(void) {
  REG(0x400FC014) |= 1u << 25;
  while (REG(0x400FC048)) {
  }
  REG(0x400D8000) = 0x1000;
  REG(0x400D8000) = 0x2000 | 68;
  while (!(REG(0x400D8000) & 1u << 31)) {
  }
  REG(0x400FC010) = 0;
  while (REG(0x400FC048)) {
  }
  REG(0x400FC014) &= ~(1u << 25);
  print("ready\\n");
  for (;;) get();
}
"""


def test_816_mhz_are_refused_unless_they_are_meant(tmp_path: Path) -> None:
    source = tmp_path / "overclock.c"
    source.write_text(OVERCLOCK)
    elf = build(tmp_path, BOARD, source)
    with VirtualBoard(elf, BOARD) as board:
        assert "(AHB_CLK_ROOT) runs at 816 MHz; at most 600" in str(board.wait(10))
    with session(elf, BOARD, overclock=True) as s:
        assert s.board.report()["clock_hz"] == 816_000_000


def test_a_jump_beyond_the_banks_of_itcm_stops_the_run(tmp_path: Path) -> None:
    source = tmp_path / "jump.c"
    source.write_text('#include "bare.h"\nint main(void) { ((void (*)(void))0x00040001)(); return 0; }\n')
    with VirtualBoard(build(tmp_path, BOARD, source), BOARD) as board:
        said = str(board.wait(10))
    assert "an instruction fetch at 0x00040000, in itcm, although FlexRAM has no bank there" in said


def test_the_flash_is_as_fast_as_its_read_sequence(quick: Path, tmp_path: Path) -> None:
    """One pad takes four times as long for a line as four; a command byte before each read costs a little."""
    one_pad = {0x80: 0x08180403, 0x84: 0x00002404, 0x88: 0}
    with_command = {0x84: 0x32041EFF, 0x88: 0x00002604}
    stalls = []
    for patches in ({}, with_command, one_pad):
        with session(binary(quick, tmp_path, patches), BOARD, "ready at 300") as s:
            used = s.board.report()["stalls"]
            stalls.append(used["icache_miss"] + used["dcache_miss_flash"])
    assert stalls[0] < stalls[1] < 1.3 * stalls[0]
    assert stalls[2] > 2.5 * stalls[0]
