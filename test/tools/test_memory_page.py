# SPDX-License-Identifier: Apache-2.0
"""docs/memory.md says what the build computes, and nothing of ours is larger than upstream's."""

from __future__ import annotations

import pytest
from layerscope.models.arena import plan
from layerscope.models.catalogue import find_model
from layerscope.models.reader import read_model
from memory_table import NETWORKS, Network, arena_lines, arenas_written


def test_the_page_has_the_arenas_that_the_build_reserves() -> None:
    assert arenas_written() == arena_lines(), "run .venv/bin/python test/tools/memory_table.py --arenas"


@pytest.mark.parametrize("network", [n for n in NETWORKS if n.upstream], ids=lambda network: network.model)
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
def test_no_arena_is_larger_than_upstreams(network: Network, use_cmsis_nn: bool) -> None:
    assert network.upstream is not None
    model = read_model(find_model(network.model, network.compression).path)
    planned = plan(model, use_cmsis_nn, scratch_apart=use_cmsis_nn)
    assert planned.arena_bytes <= network.upstream[0]
    assert planned.scratch_buffer_bytes <= 32 * 1024
