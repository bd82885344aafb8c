# SPDX-License-Identifier: Apache-2.0
"""Mistakes with pins and serial ports of the STM32F746: test/firmware/mistakes_stm32f746_ports.c."""

from __future__ import annotations

from functools import partial

from mistakes import Mistake

_BOARD = partial(Mistake, source="mistakes_stm32f746_ports.c", board="disco_f746ng")
_LOST = "the byte is lost"
_IGNORED = "the write has no effect"
_UNKNOWN = "undefined"


def _mistake(rule: str, name: str, does: str, silicon: str, *words: str) -> Mistake:
    return _BOARD(name, rule=rule, does=does, words=words, silicon=silicon)


def _receives(rule: str, name: str, does: str, silicon: str, *words: str) -> Mistake:
    """The rule is seen when a byte arrives, whatever the program does then."""
    return _BOARD(name, rule=rule, does=does, words=words, silicon=silicon, sends="x", instruction="")


MISTAKES = [
    _mistake("pin", "transmit_pin_is_an_input", "a byte sent while PC6 is an input", _LOST,
             "USART6 needs pin PC6, which is an input", "GPIOC_MODER"),
    _mistake("pin", "transmit_pin_has_another_function", "a byte sent while PC6 has AF7", _LOST,
             "pin PC6, which has alternate function 7 instead of 8", "GPIOC_AFRL"),
    _receives("pin", "receive_pin_is_an_output", "a byte arrives while PC7 is an output", _LOST,
              "USART6 needs pin PC7, which is an output", "GPIOC_MODER"),
    _receives("pin", "receive_pin_has_another_function", "a byte arrives while PC7 has AF5", _LOST,
              "pin PC7, which has alternate function 5 instead of 8", "GPIOC_AFRL"),
    _mistake("baud", "baud_rate_too_high", "USART6 at 118,681 baud (+3 %)", "bytes may arrive changed",
             "USART6 sends at 118681 baud", "115200", "USART6_BRR"),
    _mistake("baud", "baud_rate_too_low", "USART6 at 111,801 baud (-3 %)", "bytes may arrive changed",
             "USART6 sends at 111801 baud", "115200", "USART6_BRR"),
    _receives("baud", "baud_rate_wrong_for_receiving", "a byte arrives while USART6 listens at half the rate",
              "another byte, a framing error", "USART6 listens at 57569 baud", "115200", "USART6_BRR"),
    _mistake("uart_on", "baud_rate_changed_while_on", "USART6_BRR written while UE is set", _IGNORED,
             "USART6_BRR is written while USART6 is on", "USART6_CR1, UE"),
    _mistake("uart_off", "transmitter_off", "a byte for a transmitter that is off", _LOST,
             "USART6 while its transmitter is off", "USART6_CR1, UE and TE"),
    _mistake("uart_full", "transmitter_full", "a byte written without waiting for TXE", "one byte is lost",
             "transmit register holds another", "USART6_ISR, TXE"),
    _mistake("read_only", "status_written", "USART6_ISR written", _IGNORED,
             "USART6_ISR (0x4001141c), which is read-only"),
    _mistake("read_only", "received_byte_written", "USART6_RDR written", _IGNORED,
             "USART6_RDR (0x40011424), which is read-only"),
    _mistake("read_only", "pin_levels_written", "GPIOC_IDR written", _IGNORED,
             "GPIOC_IDR (0x40020810), which is read-only"),
    _mistake("read_only", "chip_identifier_written", "DBGMCU_IDCODE written", _IGNORED,
             "DBGMCU_IDCODE (0xe0042000), which is read-only"),
    _mistake("reserved", "reserved_bit_of_cr1", "bit 1 of USART6_CR1 set", _UNKNOWN,
             "USART6_CR1", "mask 0x00000002"),
    _mistake("reserved", "reserved_bits_of_otyper", "bit 16 of GPIOC_OTYPER set", _UNKNOWN,
             "GPIOC_OTYPER", "mask 0x00010000"),
    _mistake("width", "dma_by_bytes", "a byte written to DMA1", _UNKNOWN,
             "DMA1 (0x40026010) with 8 bits", "words only"),
    _mistake("width", "timer_by_bytes", "a byte written to TIM2", _UNKNOWN,
             "TIM2 (0x40000010) with 8 bits", "half-words and words"),
    _mistake("dma", "dma_on_another_channel", "DMA2 stream 6, channel 4, for USART6", "nothing is sent",
             "DMA2 stream 6, channel 4, does not serve USART6_TX", "CHSEL"),
    _mistake("dma", "dma_set_up_while_enabled", "DMA_S6NDTR written while the stream is enabled", _IGNORED,
             "DMA2 stream 6 is set up (0x400264a4) while it is enabled", "DMA_S6CR, EN"),
    _BOARD("timer_counts_down", rule="unmodelled", does="TIM2 counting down", silicon="counts down",
           words=("counts down or both ways is not modelled", "0x40000000"), always_stops=True),
]  # fmt: skip
