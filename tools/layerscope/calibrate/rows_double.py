# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of double precision, which teensy40 has: J's registers hold 1.0, 0.25 and 31.0.

Sources as in rows_pipeline.
"""

from __future__ import annotations

from collections.abc import Mapping

from layerscope.calibrate.rows import PipelineRow
from layerscope.calibrate.rows_rules import NOPS, row

_D = "vmov.f64 d0, #1.0; vmov.f64 d1, #0.25; " + "; ".join(f"vmov.f64 d{n}, #31.0" for n in range(2, 8))
_DOUBLE = ("teensy40",)


def _double(
    name: str, body: str, figure: float, source: str, breaks: Mapping[str, int], divide: float = 1.0
) -> PipelineRow:
    return row(name, body, figure, source, breaks, before=_D, boards=_DOUBLE, divide=divide, copies=(20, 4))


def _in_turn(operation: str) -> str:
    return "; ".join(f"{operation}.f64 d{n}, d0, d1" for n in (2, 3, 4, 5))


ROWS: list[PipelineRow] = [
    _double("VADD.F64", "vadd.f64 d2, d0, d1", 2, "J: 2, exponents differ", {"vadd_f64_cycles": 1}),
    _double("VADD.F64 chain", "vadd.f64 d0, d0, d1", 4, "L: latency 4", {"f64_result_extra": 0}),
    _double("VMUL.F64", "vmul.f64 d2, d0, d1", 5, "J: 5", {"vmul_f64_cycles": 4}),
    _double("VMUL.F64 chain", "vmul.f64 d0, d0, d1", 7, "L: latency 7", {"f64_result_extra": 1}),
    _double("VMUL.F64 beside ADD", "vmul.f64 d2, d0, d1; add r0, r2, r3", 5, "J: pairs with integer", {}),
    _double("VFMA.F64, 4 accumulators", _in_turn("vfma"), 7, "J: 7, exponents differ",
            {"vfma_f64_cycles": 6}, divide=4),
    _double("VMLA.F64, 4 accumulators", _in_turn("vmla"), 7, "J: 7, exponents differ",
            {"vmla_f64_cycles": 5}, divide=4),
    _double("VFMA.F64 alone", f"vfma.f64 d2, d0, d1; {NOPS}; nop.w", 11, "J: 8; and 6 NOPs",
            {"vfma_f64_first": 3}),
    _double("VMLA.F64 alone", f"vmla.f64 d2, d0, d1; {NOPS}; nop.w", 12, "J: 9; and 6 NOPs",
            {"vmla_f64_first": 5}),
    _double("VFMA.F64, 1 accumulator", "vfma.f64 d2, d0, d1", 10, "J: 7, and latency 3",
            {"f64_mac_result_extra": 1}),
    _double("VADD.F64 behind VFMA.F64", "; ".join(
        f"vfma.f64 d{n}, d0, d1; vadd.f64 d{n + 4}, d0, d1" for n in (2, 3)), 11,
        "J: not in the first cycle behind", {"f64_after_mac_block": 3}, divide=2),
    _double("VDIV.F64", "vdiv.f64 d2, d0, d1", 30, "J: 30", {"vdiv_f64_cycles": 20}),
    _double("VSQRT.F64", "vsqrt.f64 d2, d0", 30, "L: 30", {"vsqrt_f64_cycles": 20}),
]  # fmt: skip
