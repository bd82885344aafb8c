# SPDX-License-Identifier: Apache-2.0
"""Mistakes with the STM32F746: test/firmware/mistakes_disco_f746ng.c."""

from __future__ import annotations

from functools import partial

from mistakes import Mistake

_MISTAKE = partial(Mistake, source="mistakes_disco_f746ng.c", board="disco_f746ng")
_NOTHING = "writes are lost, reads give 0"

MISTAKES = [
    _MISTAKE(
        "uart_without_clock",
        rule="clock",
        does="UART7 written with its clock off",
        words=("write of UART7 (0x40007800)", "clock is off"),
        silicon=_NOTHING,
    ),
    _MISTAKE(
        "gpio_read_without_clock",
        rule="clock",
        does="GPIOB read with its clock off",
        words=("read of GPIOB (0x40020410)", "clock is off"),
        silicon=_NOTHING,
    ),
    _MISTAKE(
        "too_few_wait_states",
        rule="flash",
        does="6 flash wait states at 216 MHz",
        words=("216 MHz with 6 flash wait states", "FLASH_ACR"),
        silicon="reads wrong words now and then",
    ),
]
