# SPDX-License-Identifier: Apache-2.0
"""The firmware's numbers as text, against Python's own formatting, which rounds exactly."""

from __future__ import annotations

import json
import math
import random
import struct
from fractions import Fraction

from host_programs import build, run

SOURCES = ("src/format.cpp", "src/decimal.cpp")


def bits(value: float) -> int:
    return struct.unpack("<I", struct.pack("<f", value))[0]


def value_of(pattern: int) -> float:
    return struct.unpack("<f", struct.pack("<I", pattern))[0]


def patterns() -> list[int]:
    """Edge cases, ties, every exponent, softmax outputs, and floats at random."""
    generator = random.Random(7)
    chosen = [0, 1, 2, 0x7FFFFF, 0x800000, 0x7F7FFFFF, 0x3F800000]
    chosen += [bits(n / 2**k) for n in (1, 3, 5, 7, 9, 99999, 1234567) for k in range(1, 30)]
    chosen += [bits(10.0**k) for k in range(-44, 39)]
    chosen += [bits(10.0**k) - 1 for k in range(-44, 39)]
    chosen += [bits(n / 256) for n in range(256)]
    chosen += [exponent << 23 | generator.getrandbits(23) for exponent in range(255) for _ in range(8)]
    chosen += [generator.getrandbits(31) % 0x7F800000 for _ in range(3000)]
    return chosen + [pattern | 1 << 31 for pattern in chosen]


def test_six_decimals_are_those_of_python() -> None:
    chosen = patterns()
    lines = run(build("format_values", *SOURCES), "".join(f"six {pattern}\n" for pattern in chosen))
    assert lines == [f"{value_of(pattern):.6f}" for pattern in chosen]


def test_json_numbers_are_nine_significant_digits_and_read_back_exactly() -> None:
    chosen = patterns()
    lines = run(build("format_values", *SOURCES), "".join(f"json {pattern}\n" for pattern in chosen))
    assert lines == [f"{value_of(pattern):.9g}" for pattern in chosen]
    assert [bits(json.loads(line)) for line in lines if line != "-0"] == [p for p in chosen if p != 1 << 31]


def test_values_that_are_no_numbers() -> None:
    odd = [bits(math.inf), bits(-math.inf), 0x7FC00000, 0xFFC00001]
    program = build("format_values", *SOURCES)
    assert run(program, "".join(f"six {pattern}\n" for pattern in odd)) == ["inf", "-inf", "nan", "nan"]
    assert run(program, "".join(f"json {pattern}\n" for pattern in odd)) == ["null"] * 4


def test_milliseconds_are_nanoseconds_rounded_for_days_on_end() -> None:
    generator = random.Random(8)
    cases = [
        (cycles, hz)
        for hz in (16_000_000, 24_000_000, 216_000_000, 288_000_000, 600_000_000)
        for cycles in (
            0,
            1,
            107,
            108,
            299,
            300,
            301,
            hz - 1,
            hz,
            hz + 1,
            2**32,
            2**53,
            *(generator.getrandbits(k) for k in range(1, 54)),
        )
    ]
    lines = run(build("format_values", *SOURCES), "".join(f"ms {cycles} {hz}\n" for cycles, hz in cases))
    for (cycles, hz), line in zip(cases, lines, strict=True):
        nanoseconds = math.floor(Fraction(cycles * 10**9, hz) + Fraction(1, 2))
        assert line == f"{nanoseconds // 10**6}.{nanoseconds % 10**6:06}", (cycles, hz)


def test_integers_up_to_64_bits() -> None:
    program = build("format_values", *SOURCES)
    values = [0, 1, 9, 10, 2**32, 2**63, 2**64 - 1]
    assert run(program, "".join(f"unsigned {value}\n" for value in values)) == [
        str(value) for value in values
    ]
    values = [0, -1, 1, 10, -10, 2**63 - 1, -(2**63)]
    assert run(program, "".join(f"signed {value}\n" for value in values)) == [str(value) for value in values]
