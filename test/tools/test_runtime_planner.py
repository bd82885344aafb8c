# SPDX-License-Identifier: Apache-2.0
"""The memory planner: C++ and its Python mirror agree, and no two living buffers overlap."""

from __future__ import annotations

import random
import subprocess
from functools import cache
from pathlib import Path

import pytest
from layerscope.host_runtime import Flavour, build_executable
from layerscope.models.arena import Buffer, place

ROOT = Path(__file__).resolve().parents[2]


@cache
def _planner() -> Path:
    return build_executable([ROOT / "test" / "host" / "runtime_planner.cc"], Flavour(sanitize=True))


def _plan_in_cpp(cases: list[list[Buffer]]) -> list[list[int]]:
    text = "".join(
        "".join(f"{b.bytes} {b.first} {b.last} {b.offset}\n" for b in buffers) + "\n" for buffers in cases
    )
    result = subprocess.run([_planner()], input=text, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return [[int(word) for word in line.split()] for line in result.stdout.splitlines()]


def _random_case(generator: random.Random) -> list[Buffer]:
    steps = generator.randint(1, 30)
    buffers = []
    for _ in range(generator.randint(1, 40)):
        first = generator.randrange(steps)
        # Few distinct sizes, so that ties occur; zero among them.
        size = 16 * generator.choice([0, 1, 2, 3, 5, 8, 13, 40, generator.randrange(1, 5000)])
        buffers.append(Buffer(size, first, min(steps, first + generator.randrange(6))))
    return buffers


def test_cpp_and_python_place_every_buffer_alike() -> None:
    cases = [_random_case(random.Random(seed)) for seed in range(1500)]
    for buffers, (*offsets, end) in zip(cases, _plan_in_cpp(cases), strict=True):
        placed = place(buffers)
        assert [b.offset for b in placed] == offsets
        assert max(b.offset + b.bytes for b in placed) == end
        for i, a in enumerate(placed):
            for b in placed[i + 1 :]:
                apart_in_time = a.last < b.first or b.last < a.first
                apart_in_space = a.offset + a.bytes <= b.offset or b.offset + b.bytes <= a.offset
                assert apart_in_time or apart_in_space


def test_plan_needs_no_less_than_what_lives_at_once() -> None:
    cases = [_random_case(random.Random(seed)) for seed in range(200)]
    for buffers, (*_, end) in zip(cases, _plan_in_cpp(cases), strict=True):
        steps = range(32)
        assert end >= max(sum(b.bytes for b in buffers if b.first <= s <= b.last) for s in steps)


@pytest.mark.parametrize(
    ("buffers", "offsets", "end"),
    [
        ([Buffer(64, 0, 1)], [0], 64),
        # A chain of layers: each lives with its neighbour only, and the third takes the first one's place.
        ([Buffer(64, 0, 1), Buffer(32, 1, 2), Buffer(64, 2, 3)], [0, 64, 0], 96),
        # The largest goes first wherever it stands.
        ([Buffer(16, 0, 0), Buffer(160, 0, 0)], [160, 0], 176),
        # A gap between two living buffers is used.
        ([Buffer(64, 0, 3), Buffer(48, 0, 1), Buffer(32, 0, 3), Buffer(48, 2, 3)], [0, 64, 112, 64], 144),
        # A given offset is kept, and the others go around it.
        ([Buffer(32, 0, 1, 16), Buffer(32, 0, 1), Buffer(16, 0, 1)], [16, 48, 0], 80),
    ],
)
def test_plan_by_hand(buffers: list[Buffer], offsets: list[int], end: int) -> None:
    assert _plan_in_cpp([buffers]) == [[*offsets, end]]


def test_planner_refuses_what_exceeds_two_gigabytes() -> None:
    text = "2000000000 0 1 -1\n2000000000 0 1 -1\n\n"
    result = subprocess.run([_planner()], input=text, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert "buffer 1 of 2000000000 bytes makes the plan larger than 2 GB" in result.stderr
