# SPDX-License-Identifier: Apache-2.0
"""What TEX, C, B and S of an MPU region do to stores and loads (ARMv7-M ARM, B3.5.9; TRM, 5.9.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bare_firmware import BOARDS, Session, build, needs_tools, session

pytestmark = needs_tools

_ROUNDS = 256  # of a loop with STRD; as many LDR are twice that
_LOADS = 2 * _ROUNDS
# Cycles of an access past the cache: until its data are there, and as long as it keeps the memory busy
# (boards/disco_f746ng.py, teensy40.py).
_LATENCY = {"disco_f746ng": 1 + 5, "teensy40": 4 + 10}
_BUSY = {"disco_f746ng": 1, "teensy40": 4}
_OVERHEAD = 16  # reading CYCCNT, the loop's end

_WRITE_ALLOCATE, _WRITE_THROUGH, _WRITE_BACK = ("a", "g"), ("c",), ("d",)
_SHARED, _SHARED_THROUGH, _UNCACHED, _DEVICE = "b", "h", ("e", "i"), "f"
_CACHED = (*_WRITE_ALLOCATE, *_WRITE_THROUGH, *_WRITE_BACK)


@dataclass(frozen=True)
class Times:
    """Cycles of stores to an empty cache, loads, stores again, loads again."""

    stores: int
    loads: int
    stores_again: int
    loads_again: int


@dataclass(frozen=True)
class Board:
    name: str
    session: Session

    def times(self, kind: str, cacr: int = 0) -> Times:
        return Times(*(int(word, 16) for word in self.session.ask(f"{kind}{cacr}").split()))


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    elf = build(tmp_path_factory.mktemp(request.param), request.param, "cacheability.c")
    with session(elf, request.param) as s:
        yield Board(str(request.param), s)


@pytest.mark.parametrize("kind", _CACHED)
def test_cacheable_memory_is_read_from_the_cache_the_second_time(board: Board, kind: str) -> None:
    times = board.times(kind)
    assert times.loads_again < 2 * _LOADS
    assert times.loads > times.loads_again


@pytest.mark.parametrize("kind", [_SHARED, _SHARED_THROUGH, *_UNCACHED, _DEVICE])
def test_other_memory_is_read_word_by_word(board: Board, kind: str) -> None:
    times = board.times(kind)
    for loads in (times.loads, times.loads_again):
        assert loads == pytest.approx(_LOADS * (_LATENCY[board.name] + 1.5), abs=_LOADS * 0.1)


def test_stores_bring_lines_into_the_cache_only_where_they_allocate(board: Board) -> None:
    # A line that is missing is 4 memory accesses at least; 8 words are the loads of one.
    lines = _LOADS // 8
    missing = board.times("d").loads - board.times("d").loads_again
    assert missing >= lines * _LATENCY[board.name]
    assert board.times("c").loads == board.times("d").loads
    for kind in _WRITE_ALLOCATE:
        assert board.times(kind).loads < board.times("d").loads


@pytest.mark.parametrize("kind", [*_WRITE_THROUGH, _SHARED, _SHARED_THROUGH, *_UNCACHED])
def test_stores_past_the_cache_merge_into_64_bits(board: Board, kind: str) -> None:
    times = board.times(kind)
    assert times.stores == times.stores_again
    assert times.stores == pytest.approx(_ROUNDS * max(2, _BUSY[board.name]), abs=_OVERHEAD)


def test_stores_to_devices_do_not_merge(board: Board) -> None:
    times = board.times(_DEVICE)
    assert times.stores == pytest.approx(_ROUNDS * max(3, 2 * _BUSY[board.name]), abs=_OVERHEAD)


def test_write_back_keeps_stores_that_hit(board: Board) -> None:
    for kind in (*_WRITE_BACK, *_WRITE_ALLOCATE):
        assert board.times(kind).stores_again == pytest.approx(2 * _ROUNDS, abs=_OVERHEAD)


def test_cacr_writes_through_what_is_shared_or_everything(board: Board) -> None:
    through = board.times("c")
    for kind in (_SHARED, _SHARED_THROUGH):
        assert board.times(kind, cacr=1) == through
    for kind in _CACHED:
        assert board.times(kind, cacr=4) == through
    for kind in (_SHARED, *_UNCACHED):
        assert board.times(kind, cacr=4) == board.times(kind)


@pytest.mark.parametrize("name", BOARDS)
def test_without_timing_all_memory_is_alike(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    elf = build(tmp_path_factory.mktemp(name), name, "cacheability.c")
    with session(elf, name, timing=False) as s:
        board = Board(name, s)
        assert len({board.times(kind) for kind in "abcdefghi"}) == 1
