# SPDX-License-Identifier: Apache-2.0
"""Mistakes with DMA and caches of the STM32F746: test/firmware/mistakes_stm32f746_dma.c."""

from __future__ import annotations

from functools import partial

from mistakes import Mistake

_BOARD = partial(Mistake, source="mistakes_stm32f746_dma.c", board="disco_f746ng")


def _copy(rule: str, name: str, does: str, silicon: str, *words: str) -> Mistake:
    return _BOARD(name, rule=rule, does=does, words=words, silicon=silicon)


def _access(name: str, does: str, silicon: str, *words: str) -> Mistake:
    return _BOARD(name, rule="coherence", does=does, words=words, silicon=silicon)


MISTAKES = [
    _copy("dma", "copied_by_dma1", "DMA1 copies from memory to memory", "nothing is copied",
          "DMA1 stream 0 is to copy from memory to memory, which DMA2 does only", "DMA_S0CR, DIR"),
    _copy("dma", "copied_in_a_circle", "DMA2 copies in a circle", "undefined",
          "DMA2 stream 0", "in a circle, which is not allowed"),
    _copy("dma", "copied_to_itcm", "DMA2 writes to ITCM", "a transfer error",
          "DMA2 stream 0 goes to 0x00002000 in ITCM", "DMA_S0M0AR"),
    _copy("dma", "copied_to_flash", "DMA2 writes to flash", "a transfer error",
          "DMA2 stream 0 writes to 0x080f0000 in flash", "DMA_S0M0AR"),
    _copy("dma", "copied_in_halves_from_an_odd_address", "DMA2 reads half-words at an odd address",
          "other bytes are copied", "items of 2 bytes", "not aligned", "DMA_S0PAR"),
    _copy("coherence", "copied_behind_the_cache", "DMA2 reads what only the data cache holds",
          "old bytes are copied", "DMA2 stream 0 reads 0x2001", "holds newer bytes", "DCCMVAC"),
    _copy("coherence", "copied_under_changed_bytes", "DMA2 writes to a line that the data cache changed",
          "what was copied is written over", "DMA2 stream 0 writes 0x2001", "changed bytes of that line",
          "DCIMVAC"),
    _access("copy_read_from_the_cache", "what DMA2 wrote is read without invalidating", "old bytes are read",
            "a read of 0x2001", "a DMA changed in memory", "DCIMVAC"),
    _access("copy_changed_in_the_cache", "a line that DMA2 wrote to is written without invalidating",
            "what was copied is written over", "a write of 0x2001", "a DMA changed in memory"),
]  # fmt: skip
