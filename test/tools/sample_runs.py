# SPDX-License-Identifier: Apache-2.0
"""Run records with made-up round figures, for tests of the tables: 4 cases of one network on two boards."""

from __future__ import annotations

from layerscope.results.record import Layer, Model, Options, Run, Verified

# op, MACs, cycles: reference float, fast float, reference int8, fast int8
NETWORK = [
    ("CONV_2D", 2_757_376, (24_000_000, 6_000_000, 20_000_000, 2_400_000)),
    ("MAX_POOL_2D", 0, (300_000, 200_000, 400_000, 100_000)),
    ("FULLY_CONNECTED", 36_864, (200_000, 100_000, 300_000, 50_000)),
]
CASES = [("none", False), ("none", True), ("int8", False), ("int8", True)]
CLOCKS = {"disco_f746ng": 216_000_000, "teensy40": 600_000_000}


def sample_run(board: str = "disco_f746ng", case: int = 0, source: str | None = "virtual") -> Run:
    compression, fast = CASES[case]
    clock = CLOCKS[board]
    suffix = "f32" if compression == "none" else "s8"
    layers = [
        Layer(
            index=index,
            op=op,
            ms=cycles[case] * 1e3 / clock,
            kernel=f"{'arm' if fast else 'reference'}_{op.lower()}_{suffix}",
            macs=macs,
            cycles=cycles[case],
            weights_bytes=macs // 100,
            weights_in="flash",
            instructions=cycles[case] // 2 if source == "virtual" else None,
            stalls=_stalls(cycles[case]) if source == "virtual" else None,
        )
        for index, (op, macs, cycles) in enumerate(NETWORK)
    ]
    total = sum(layer.cycles or 0 for layer in layers)
    return Run(
        board=board,
        source=source,
        clock_hz=clock,
        layers=layers,
        total_ms=total * 1e3 / clock,
        model=Model("mnist", f"mnist_{compression}.tflite", compression, compression),
        options=Options(fast, compression != "none", False, "flash", "flash"),
        toolchain="GCC 12.2.1",
        total_cycles=total,
        total_instructions=total // 2 if source == "virtual" else None,
        outputs=[0.0, 0.25, 0.75],
        expected_class=2,
        arena_bytes=30_356,
        flash_bytes=524_288,
        ram_bytes=65_536,
        verified=Verified("tflite-micro", True, 0.0) if compression == "int8" else None,
    )


def _stalls(cycles: int) -> dict[str, float]:
    return {
        "issue": cycles * 0.3,
        "dependency": cycles * 0.1,
        "load_use": cycles * 0.1,
        "dcache_miss_flash": cycles * 0.5,
    }


def sample_runs() -> list[Run]:
    return [sample_run(board, case) for board in CLOCKS for case in range(len(CASES))]
