# SPDX-License-Identifier: Apache-2.0
"""Writes docs/memory.md anew, from images that it builds: `.venv/bin/python test/tools/memory_table.py`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from layerscope.build import PROJECT, Variant, build_environment
from layerscope.code_size import measure_code
from layerscope.models.arena import plan
from layerscope.models.catalogue import find_model
from layerscope.models.reader import read_model

DOCUMENT = PROJECT / "docs" / "memory.md"
BOARD = "disco_f746ng"


@dataclass(frozen=True)
class Network:
    title: str
    model: str
    compression: str
    upstream: tuple[int, int, int] | None
    """Arena, code with reference kernels, code with CMSIS-NN: TensorFlow Lite Micro of 2026-08-20 and
    CMSIS-NN of 2026-07-15, GCC 12.2 -O2 for Cortex-M7, measured for this project. None where it refuses the
    model, or nobody measured it.
    """


NETWORKS = (
    Network("MNIST float32", "mnist", "none", (110_752, 39_812, 83_532)),
    Network("MNIST float16 weights", "mnist", "float16", None),
    Network("MNIST hybrid", "mnist", "dynamic", None),
    Network("MNIST int8", "mnist", "int8", (30_356, 36_308, 46_072)),
    Network("visual wake words int8", "vww", "int8", (100_660, 40_612, 84_268)),
    Network("image classification int8", "ic", "int8", (54_340, 44_928, 79_224)),
    Network("image classification float32", "ic", "none", None),
    Network("keyword spotting int8", "kws", "int8", (22_772, 40_612, 84_268)),
    Network("anomaly detection int8", "ad", "int8", (2_260, 19_844, 31_492)),
)

_TEXT = """# Memory

What a network takes on a board, with reference kernels and with fast ones, beside TensorFlow Lite Micro's
(revision of 2026-08-20, CMSIS-NN's of 2026-07-15, GCC 12.2 -O2, Cortex-M7). The networks other than MNIST
have MLPerf Tiny's topologies.

- **Arena**: what `arena_used_bytes()` reports, to the byte: activations, and what kernels keep. The build
  computes it and reserves exactly that.
- **Scratch**: tiles of the fast kernels, in DTCM. Upstream's lie in its arena, and so does what reference
  kernels need.
- **Code**: what the linker took of the runtime, the kernels and the C library, without network, board and
  console.

"""


_END = """Written by `.venv/bin/python test/tools/memory_table.py`, which builds these images and prints
the times; with `--arenas` the first table alone. A test holds the arenas to what the build computes, and
others hold that to what the runtime takes.
"""


def arena_lines() -> list[str]:
    """The table of arenas for the runtime as it is."""
    lines = [
        "| network | upstream arena | arena, reference | arena, fast | scratch, fast |",
        "|---|--:|--:|--:|--:|",
    ]
    for network in NETWORKS:
        model = read_model(find_model(network.model, network.compression).path)
        reference, fast = plan(model, False), plan(model, True, scratch_apart=True)
        figures = [
            network.upstream[0] if network.upstream else None,
            reference.arena_bytes,
            fast.arena_bytes,
            fast.scratch_buffer_bytes,
        ]
        lines.append(_row(network.title, figures))
    return lines


def _row(title: str, figures: list[int | None]) -> str:
    return f"| {title} | {' | '.join('-' if figure is None else f'{figure:,}' for figure in figures)} |"


@dataclass(frozen=True)
class Code:
    inference_bytes: int
    compiler: str
    seconds: float


def code(network: Network, use_cmsis_nn: bool) -> Code:
    """Of the network's image. Those of one set of kernels share a folder, and so what is compiled."""
    path = find_model(network.model, network.compression).path
    variant = Variant(BOARD, str(path), use_cmsis_nn=use_cmsis_nn)
    workspace = _workspace(use_cmsis_nn)
    begin = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "platformio", "run", "--silent", "-e", BOARD, "-d", str(PROJECT)],
        env=build_environment(variant, workspace),
        check=True,
    )
    seconds = time.monotonic() - begin
    elf = workspace / "build" / BOARD / "firmware.elf"
    found = re.search(rb"GCC: \([^)]*\) ([\d.]+)", elf.read_bytes())
    compiler = found[1].decode() if found else "of unknown version"
    made = Code(measure_code(elf.with_suffix(".map")).inference, compiler, seconds)
    print(
        f"{network.title}, {'fast' if use_cmsis_nn else 'reference'} kernels: "
        f"{made.inference_bytes:,} bytes of code, built in {seconds:.0f} s",
        flush=True,
    )
    return made


def _workspace(use_cmsis_nn: bool) -> Path:
    return PROJECT / ".pio" / "memory" / ("fast" if use_cmsis_nn else "reference")


def code_lines() -> list[str]:
    """The table of code, and how long building took."""
    rows = []
    for use_cmsis_nn in (False, True):
        shutil.rmtree(_workspace(use_cmsis_nn), ignore_errors=True)
    for network in NETWORKS:
        rows.append((network, code(network, False), code(network, True)))
    first, others = rows[0][2].seconds, [fast.seconds for _, _, fast in rows[1:]]
    lines = [
        f"Code of the images for {BOARD}, GCC {rows[0][1].compiler} -O2, each with its network's operators:",
        "",
        "| network | upstream code, reference | ours | upstream code, CMSIS-NN | ours |",
        "|---|--:|--:|--:|--:|",
    ]
    for network, reference, fast in rows:
        _, upstream_reference, upstream_fast = network.upstream or (None, None, None)
        figures = [upstream_reference, reference.inference_bytes, upstream_fast, fast.inference_bytes]
        lines.append(_row(network.title, figures))
    return [
        *lines,
        "",
        f"The first of the fast images took {first:.0f} s to build from nothing, those of other networks in",
        f"the same folder {min(others):.0f} to {max(others):.0f} s each, on two cores that had other work.",
    ]


def _written() -> tuple[list[str], int]:
    """The page's lines, and where the table of arenas begins."""
    page = DOCUMENT.read_text(encoding="utf-8").splitlines()
    return page, next(i for i, line in enumerate(page) if line.startswith("| network | upstream arena"))


def arenas_written() -> list[str]:
    """The table of arenas as the page has it."""
    page, begin = _written()
    return page[begin : begin + 2 + len(NETWORKS)]


def main(arguments: list[str]) -> None:
    if arguments == ["--arenas"]:
        page, begin = _written()
        lines = [*page[:begin], *arena_lines(), *page[begin + 2 + len(NETWORKS) :]]
    else:
        lines = [*_TEXT.splitlines(), *arena_lines(), "", *code_lines(), "", *_END.splitlines()]
    DOCUMENT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
