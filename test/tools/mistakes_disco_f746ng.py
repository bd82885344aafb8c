# SPDX-License-Identifier: Apache-2.0
"""Mistakes with the clocks, supplies and flash of the STM32F746: test/firmware/mistakes_disco_f746ng.c."""

from __future__ import annotations

from functools import partial

from mistakes import Mistake

_BOARD = partial(Mistake, source="mistakes_disco_f746ng.c", board="disco_f746ng")


def _gate(name: str, does: str, *words: str) -> Mistake:
    return _BOARD(
        name,
        rule="clock",
        does=f"{does} with its clock off",
        words=(*words, "clock is off"),
        silicon="writes are lost, reads give 0",
    )


def _clock(rule: str, name: str, does: str, silicon: str, *words: str) -> Mistake:
    return _BOARD(name, rule=rule, does=does, words=words, silicon=silicon)


_UNSTABLE = "runs while cool, fails now and then"
_NO_LOCK = "may not lock, or jitter"
_IGNORED = "the write has no effect"
_UNKNOWN = "undefined"

MISTAKES = [
    _gate("uart_without_clock", "UART7 written", "write of UART7 (0x40007800)", "RCC_APB1ENR"),
    _gate("gpio_read_without_clock", "GPIOB read", "read of GPIOB (0x40020410)", "RCC_AHB1ENR"),
    _gate("dma_without_clock", "DMA1 written", "write of DMA1 (0x40026010)", "RCC_AHB1ENR"),
    _gate("timer_without_clock", "TIM2 written", "write of TIM2 (0x40000000)", "RCC_APB1ENR"),
    _gate("fmc_without_clock", "FMC written", "write of FMC (0xa0000140)", "RCC_AHB3ENR"),
    _gate("pwr_without_clock", "PWR written", "write of PWR (0x40007000)", "RCC_APB1ENR"),
    _clock("flash", "too_few_wait_states", "6 flash wait states at 216 MHz", "reads wrong words now and then",
           "216 MHz with 6 flash wait states; 7 are needed", "FLASH_ACR, LATENCY"),
    _clock("over_drive", "no_over_drive", "216 MHz without over-drive", _UNSTABLE,
           "216 MHz without over-drive", "PWR_CR1, ODEN, ODSWEN"),
    _clock("over_drive", "over_drive_dropped", "over-drive switched off at 216 MHz", _UNSTABLE,
           "216 MHz without over-drive"),
    _clock("over_drive", "over_drive_not_awaited", "ODSWEN without waiting for ODRDY", _UNKNOWN,
           "PWR_CR1, ODSWEN", "wait for PWR_CSR1, ODRDY"),
    _clock("over_drive", "over_drive_not_complete", "216 MHz without waiting for ODSWRDY", _UNSTABLE,
           "216 MHz without over-drive", "wait for PWR_CSR1, ODSWRDY"),
    _clock("over_drive", "over_drive_from_pll", "over-drive switched while the PLL drives the core", _UNKNOWN,
           "PWR_CR1, ODSWEN", "do it from HSI or HSE"),
    _clock("voltage", "voltage_too_low", "216 MHz in voltage scale 2", _UNSTABLE,
           "216 MHz in voltage scale 2, which allows 180 MHz", "PWR_CR1, VOS"),
    _clock("voltage", "voltage_changed_under_pll", "VOS changed while the PLL is on", _IGNORED,
           "PWR_CR1, VOS", "clear RCC_CR, PLLON, first"),
    _clock("pll", "pll_input_too_fast", "PLL input of 5 MHz", _NO_LOCK,
           "input is 5 MHz", "0.95 to 2.1 MHz", "RCC_PLLCFGR"),
    _clock("pll", "pll_input_too_slow", "PLL input of 0.6 MHz", _NO_LOCK, "input is 0.6 MHz", "RCC_PLLCFGR"),
    _clock("pll", "vco_too_fast", "VCO of 450 MHz", _NO_LOCK, "VCO runs at 450 MHz; 100 to 432", "PLLN"),
    _clock("pll", "vco_too_slow", "VCO of 99 MHz", _NO_LOCK, "VCO runs at 99 MHz", "PLLN"),
    _clock("pll", "pll_output_too_slow", "PLL output of 12.5 MHz", "outside of the data sheet",
           "gives 12.5 MHz; 24 to 216", "PLLP"),
    _clock("pll", "pll_factor_out_of_range", "PLLQ of 1", _UNKNOWN, "PLLQ 1", "RCC_PLLCFGR"),
    _clock("pll", "overclocked", "288 MHz without `--overclock`", _UNSTABLE, "VCO runs at 576 MHz"),
    _clock("pll", "usb_without_48_mhz", "USB OTG FS with 54 MHz", "no host sees the device",
           "USB OTG FS gets 54 MHz", "PLLQ"),
    _clock("pll", "random_above_48_mhz", "RNG with 54 MHz", "clock error, or bad numbers",
           "RNG gets 54 MHz", "PLLQ"),
    _clock("pll", "pll_changed_while_on", "RCC_PLLCFGR written while the PLL is on", _IGNORED,
           "RCC_PLLCFGR is written while the PLL is on", "RCC_CR, PLLON"),
    _clock("oscillator", "pll_without_crystal", "PLL started from an HSE that is off", "never locks",
           "from HSE, which is not ready", "HSERDY"),
    _clock("oscillator", "crystal_not_awaited", "switch to HSE before HSERDY", "switches when it is ready",
           "switched to HSE", "wait for RCC_CR, HSERDY"),
    _clock("oscillator", "pll_not_awaited", "switch to the PLL before PLLRDY", "switches when it is ready",
           "switched to PLL", "wait for RCC_CR, PLLRDY"),
    _clock("oscillator", "switch_to_nothing", "SW of 3", _UNKNOWN, "RCC_CFGR, SW, is 3"),
    _clock("oscillator", "pll_off_in_use", "PLLON cleared while it drives the core", _IGNORED,
           "RCC_CR, PLLON", "switch first"),
    _clock("oscillator", "crystal_off_in_use", "HSEON cleared while the PLL runs from it", _IGNORED,
           "RCC_CR, HSEON", "switch first"),
    _clock("bus", "apb1_too_fast", "APB1 at 108 MHz", _UNSTABLE, "APB1 runs at 108 MHz; 54", "PPRE1"),
    _clock("bus", "apb2_too_fast", "APB2 at 216 MHz", _UNSTABLE, "APB2 runs at 216 MHz; 108", "PPRE2"),
    _clock("bus", "apb1_too_fast_without_over_drive", "APB1 at 50 MHz without over-drive", _UNSTABLE,
           "APB1 runs at 50 MHz; 45 are allowed without over-drive"),
    _clock("reserved", "reserved_bit_of_pllcfgr", "bit 29 of RCC_PLLCFGR cleared", _UNKNOWN,
           "RCC_PLLCFGR", "mask 0x20000000"),
    _clock("reserved", "reserved_bit_of_flash_acr", "bit 4 of FLASH_ACR set", _UNKNOWN,
           "FLASH_ACR", "mask 0x00000010"),
    _clock("reserved", "reserved_bit_of_cfgr", "bit 8 of RCC_CFGR set", _UNKNOWN,
           "RCC_CFGR", "mask 0x00000100"),
    _clock("reserved", "reserved_bit_of_a_gate", "bit 12 of RCC_APB1ENR set", _UNKNOWN,
           "RCC_APB1ENR", "mask 0x00001000"),
    _clock("flash_lock", "flash_control_locked", "FLASH_CR written while locked", _IGNORED,
           "FLASH_CR is written while it is locked", "FLASH_KEYR"),
    _clock("flash_lock", "flash_key_wrong", "a wrong key to FLASH_KEYR", "locked until the next reset",
           "0x12345678 is not the key", "FLASH_KEYR"),
    _clock("flash_lock", "option_bytes_locked", "FLASH_OPTCR1 written while locked", _IGNORED,
           "FLASH_OPTCR1 is written while it is locked", "FLASH_OPTKEYR"),
    _clock("width", "flash_key_narrow", "a half-word to FLASH_KEYR", _UNKNOWN,
           "FLASH (0x40023c04) with 16 bits", "words only"),
    _clock("backup_domain", "backup_domain_protected", "RCC_BDCR written without DBP", _IGNORED,
           "RCC_BDCR is written while it is protected", "PWR_CR1, DBP"),
    _clock("watchdog", "watchdog_locked", "IWDG_RLR written without the key", _IGNORED,
           "IWDG_RLR is written while it is locked", "0x5555 to IWDG_KR"),
    _BOARD("flash_erased", rule="unmodelled", does="a sector of the flash erased", silicon="erases it",
           words=("erasing and programming the flash are not modelled", "FLASH_CR, STRT"), always_stops=True),
    _BOARD("qspi_flash_read", rule="unmapped", does="a read from the QSPI flash's window",
           silicon="reads it, where QUADSPI was set up", words=("a read at 0x90000000", "QUADSPI")),
    _BOARD("nor_read", rule="unmapped", does="a read from the FMC's NOR bank", silicon="bus fault or noise",
           words=("a read at 0x60000000", "FMC")),
]  # fmt: skip
