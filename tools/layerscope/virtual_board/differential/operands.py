# SPDX-License-Identifier: Apache-2.0
"""Random operands, and templates of instructions that name them.

A template is assembler text with fields in braces; a field may carry an argument after a colon. What the
architecture leaves unpredictable (ARMv7-M ARM, chapter A7) cannot be written with them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

# r10 holds addresses, r11 points to the middle of the data, r13 is the stack: no template writes to them.
LOW = [f"r{n}" for n in range(8)]
GENERAL = [*LOW, "r8", "r9", "r12", "lr"]
CONDITIONS = ["eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le"]
_FIELD = re.compile(r"\{(\w+)(?::([^}]*))?\}")
# FPSCR without what an M-profile core keeps zero: flags, AHP, DN, FZ, RMode, cumulative exceptions.
FPSCR_MASK = 0xF7C0009F


def modified_immediate(dice: random.Random) -> int:
    """A constant that Thumb-2 can encode (A5.3.2)."""
    byte = dice.randrange(256)
    kind = dice.randrange(6)
    if kind == 0:
        return byte
    if kind == 1:
        return byte | byte << 16
    if kind == 2:
        return byte << 8 | byte << 24
    if kind == 3:
        return byte * 0x01010101
    return (0x80 | byte >> 1) << dice.randrange(1, 25)


def word(dice: random.Random) -> int:
    """32 bits, often those that make arithmetic go wrong."""
    kind = dice.randrange(8)
    if kind == 0:
        return dice.choice([0, 1, 2, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF, 0x7FFF8000, 0x80008000])
    if kind == 1:
        return dice.randrange(-128, 128) & 0xFFFFFFFF
    if kind == 2:
        halves = [dice.choice([0, 1, 0x7F, 0x80, 0x7FFF, 0x8000, 0xFFFF]) for _ in range(2)]
        return halves[0] << 16 | halves[1]
    return dice.getrandbits(32)


def float_bits(dice: random.Random) -> int:
    """The bits of a float32: ordinary, denormal, infinite, NaN of both kinds, whole numbers, or anything."""
    sign = dice.getrandbits(1) << 31
    kind = dice.randrange(12)
    if kind == 0:
        return sign | dice.choice([0, 0x7F800000, 0x3F800000, 0x00800000, 0x7F7FFFFF, 1, 0x007FFFFF])
    if kind == 1:
        return sign | dice.getrandbits(23)
    if kind == 2:
        return sign | 0x7FC00000 | dice.getrandbits(22)
    if kind == 3:
        return sign | 0x7F800000 | dice.randrange(1, 1 << 22)
    if kind == 4:
        return dice.getrandbits(32)
    if kind == 5:
        return (
            sign | dice.randrange(127 + 8, 127 + 33) << 23 | dice.getrandbits(23) & dice.choice([~0, ~0x7FFF])
        )
    if kind == 6:
        return sign | dice.randrange(1, 40) << 23 | dice.getrandbits(23)
    return sign | dice.randrange(110, 145) << 23 | dice.getrandbits(23)


def double_bits(dice: random.Random) -> int:
    """The bits of a float64, of the same kinds, and such that other formats have to round."""
    sign = dice.getrandbits(1) << 63
    kind = dice.randrange(14)
    fraction = dice.getrandbits(52) & dice.choice([-1, -1, -(1 << 20), -(1 << 29), -(1 << 42), -(1 << 50)])
    if kind == 0:
        edges = [0, 0x7FF << 52, 0x3FF << 52, 1 << 52, (0x7FF << 52) - 1, 1, (1 << 52) - 1]
        return sign | dice.choice(edges)
    if kind == 1:
        return sign | dice.getrandbits(dice.choice([52, 52, 8]))
    if kind == 2:
        return sign | 0x7FF8 << 48 | dice.getrandbits(51)
    if kind == 3:
        return sign | 0x7FF << 52 | dice.randrange(1, 1 << 51)
    if kind == 4:
        return dice.getrandbits(64)
    if kind == 5:
        return sign | dice.randrange(1023 - 2, 1023 + 34) << 52 | fraction
    if kind == 6:  # the edges of the exponents of float16, float32 and float64
        middle = dice.choice([1023 - 25, 1023 - 14, 1023 + 15, 1023 - 149, 1023 - 126, 1023 + 127, 3, 2044])
        return sign | max(0, min(2046, middle + dice.randrange(-3, 4))) << 52 | fraction
    if kind == 7:
        return sign | dice.randrange(1, 2047) << 52 | fraction
    return sign | dice.randrange(1023 - 20, 1023 + 20) << 52 | fraction


def fpscr(dice: random.Random) -> int:
    modes = dice.choice([0, 0, 0, 0xF << 22, 0x3 << 22, dice.getrandbits(32)]) & dice.getrandbits(32)
    return (modes & 0x07C00000 | dice.getrandbits(4) << 28) & FPSCR_MASK


def _pair(dice: random.Random, _: str) -> str:
    return ", ".join(dice.sample(GENERAL, 2))


def _bit_range(dice: random.Random, _: str) -> str:
    least = dice.randrange(32)
    return f"#{least}, #{dice.randrange(1, 33 - least)}"


def _shift(dice: random.Random, _: str) -> str:
    kind = dice.choice(["", "lsl", "lsr", "asr", "ror", "rrx"])
    if kind in ("", "rrx"):
        return f", {kind}" if kind else ""
    return f", {kind} #{dice.randrange(1, 32 if kind in ('lsl', 'ror') else 33)}"


def _range(dice: random.Random, limits: str) -> str:
    first, last, *step = map(int, limits.split(","))
    return f"#{dice.randrange(first, last + 1, *step)}"


def _float_immediate(dice: random.Random, _: str) -> str:
    return f"#{dice.choice([-1, 1]) * (16 + dice.randrange(16)) / 16 * 2.0 ** dice.randrange(-3, 5)}"


def _float_pair(dice: random.Random, _: str) -> str:
    first = dice.randrange(31)
    return f"s{first}, s{first + 1}"


_FIELDS: dict[str, Callable[[random.Random, str], str]] = {
    "r": lambda dice, _: dice.choice(GENERAL),
    "l": lambda dice, _: dice.choice(LOW),
    "f": lambda dice, _: f"s{dice.randrange(32)}",
    "pair": _pair,
    "s": lambda dice, _: dice.choice(["", "s"]),
    "i": lambda dice, _: f"#{modified_immediate(dice):#x}",
    "n": _range,
    "bits": _bit_range,
    "shift": _shift,
    "one": lambda dice, choices: dice.choice(choices.split("|")),
    "ror": lambda dice, _: dice.choice(["", ", ror #8", ", ror #16", ", ror #24"]),
    "d": lambda dice, _: f"d{dice.randrange(16)}",
    "f_imm": _float_immediate,
    "s_pair": _float_pair,
    "at": lambda dice, limits: f"[r11, {_range(dice, limits)}]",
}


def fill(template: str, dice: random.Random, condition: str = "") -> str:
    """`template` with operands; `{c}` is the condition, `{same:k}` the k-th register chosen so far."""
    chosen: list[str] = []

    def replace(match: re.Match[str]) -> str:
        name, argument = match.group(1), match.group(2) or ""
        if name == "c":
            return condition
        if name == "same":
            return chosen[int(argument)]
        text = _FIELDS[name](dice, argument)
        if name in ("r", "l", "f", "d"):
            chosen.append(text)
        return text

    return _FIELD.sub(replace, template)
