# SPDX-License-Identifier: Apache-2.0
"""test/firmware/threads.c: a small real-time kernel, whose threads compute what one alone computes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bare_firmware import BOARDS, build, needs_tools, session

pytestmark = needs_tools


@pytest.fixture(scope="module", params=BOARDS)
def image(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    board = str(request.param)
    return build(tmp_path_factory.mktemp(board), board, "threads.c"), board


def _run(image: tuple[Path, str], timing: bool = True) -> tuple[dict[str, int], dict[str, Any]]:
    with session(*image, timing=timing) as s:
        lines = [s.line() for _ in range(9)]
        assert s.board.warnings == []
        return {
            name: int(value, 16) for name, value in (line.rsplit(" ", 1) for line in lines)
        }, s.board.report()


@pytest.mark.parametrize("timing", [True, False])
def test_threads_with_fp_registers_compute_what_one_computes_alone(
    image: tuple[Path, str], timing: bool
) -> None:
    said, _ = _run(image, timing)
    assert said["float among threads"] == said["float alone"]
    assert said["integer among threads"] == said["integer alone"]
    assert said["services"] == 4000 // 64 + 1 + 2  # 63 additions, two exits
    assert said["control"] == 3  # process stack, no privilege
    assert said["switches"] > 20
    assert said["with FP registers"] > 10


def test_threads_switch_at_the_same_cycles_each_time(image: tuple[Path, str]) -> None:
    first, second = _run(image), _run(image)
    assert first[0] == second[0]
    for name in ("ticks", "switches"):
        assert first[0][name] == second[0][name] > 0
    assert first[1]["exceptions"] > first[0]["ticks"]
