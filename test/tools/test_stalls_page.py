# SPDX-License-Identifier: Apache-2.0
"""docs/kernels.md says where the cycles of the fast kernels go, as the virtual board measures it."""

from __future__ import annotations

import shutil

import pytest
from layerscope.results.explain import GROUPS
from stalls_table import NETWORKS, Row, measure, table, written

MOST_ROWS = 25
SHARE = 2
"""Percent points: cycles differ a little from image to image, as lines share the caches."""
PER_MAC = 0.03

needs_cross_compiler = pytest.mark.skipif(
    not shutil.which("arm-none-eabi-gcc") or not shutil.which("cc"), reason="needs arm-none-eabi-gcc and cc"
)


def _agree(one: Row, other: Row) -> bool:
    if (one.network, one.kernel) != (other.network, other.kernel):
        return False
    if (one.cycles_per_mac is None) != (other.cycles_per_mac is None):
        return False
    percent = zip((one.part, *one.shares), (other.part, *other.shares), strict=True)
    per_mac = (one.cycles_per_mac or 1.0, other.cycles_per_mac or 1.0)
    return (
        all(abs(a - b) <= SHARE for a, b in percent) and abs(per_mac[0] - per_mac[1]) <= PER_MAC * per_mac[1]
    )


def test_the_table_is_small_and_its_shares_add_up() -> None:
    rows = written()
    assert len(NETWORKS) < len(rows) <= MOST_ROWS
    assert {row.network for row in rows} == {network.title for network in NETWORKS}
    for row in rows:
        assert len(row.shares) == len(GROUPS)
        assert abs(sum(row.shares) - 100) <= 4, row  # each is rounded
    assert "issue" in table(rows)


def test_rows_that_differ_do_not_agree() -> None:
    row = Row("n", "k", 40, 0.5, (90, 4, 0, 3, 2, 0, 1))
    near, far = (
        Row("n", "k", 41, 0.51, (88, 5, 0, 3, 2, 1, 1)),
        Row("n", "k", 40, 0.5, (87, 7, 0, 3, 2, 0, 1)),
    )
    assert _agree(row, near)
    assert not _agree(row, far)
    assert not _agree(row, Row("n", "k", 40, 0.52, row.shares))
    assert not _agree(row, Row("n", "other", 40, 0.5, row.shares))


@needs_cross_compiler
def test_the_table_is_current() -> None:
    """Two of its networks are measured again."""
    asked = [network for network in NETWORKS if network.title in ("MNIST int8", "MNIST hybrid")]
    titles = {network.title for network in asked}
    told = [row for row in written() if row.network in titles]
    found = measure(asked)
    said = "run .venv/bin/python test/tools/stalls_table.py"
    assert len(told) == len(found), said
    differ = [(a, b) for a, b in zip(told, found, strict=True) if not _agree(a, b)]
    assert not differ, f"{said}: {differ}"
