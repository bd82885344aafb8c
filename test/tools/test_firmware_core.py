# SPDX-License-Identifier: Apache-2.0
"""The register-free parts of lib/board/src/cortex_m7: 64-bit cycles and ring buffers."""

from __future__ import annotations

from host_programs import build, run


def test_cycle_extension_and_ring_buffer_hold_their_contracts() -> None:
    assert run(build("core_parts"), "") == []
