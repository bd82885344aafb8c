# SPDX-License-Identifier: Apache-2.0
"""The base of the MNIST int8 images' code sizes. `make golden` writes it anew from the tree as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from layerscope.build import BOARDS, Variant, build_image
from layerscope.code_size import CodeSize, measure_code

FILE = Path(__file__).parents[1] / "data" / "code_size.json"
MOST_GROWTH = 0.02
CAPS = {"reference": 24 * 1024, "fast": 40 * 1024}


def measure_image(board: str, kernels: str) -> tuple[CodeSize, str]:
    """The sizes of an image, and the compiler that made it."""
    image = build_image(Variant(board, use_cmsis_nn=kernels == "fast"))
    compiler = re.search(rb"GCC: \([^)]*\) ([\d.]+)", image.elf.read_bytes())
    return measure_code(image.elf.with_suffix(".map")), compiler[1].decode() if compiler else "unknown"


def sentence(name: str, inference: int, base: int, cap: int) -> str:
    """Why a size is too large; empty when it is not."""
    if inference > cap:
        return f"{name}: {inference:,} bytes of runtime, kernels and libc, and {cap:,} are allowed"
    if inference > base * (1 + MOST_GROWTH):
        return f"{name}: {base:,} -> {inference:,} bytes of runtime, kernels and libc"
    return ""


if __name__ == "__main__":
    sizes = {f"{board}, {kernels}": measure_image(board, kernels) for board in BOARDS for kernels in CAPS}
    (compiler,) = {made_by for _, made_by in sizes.values()}
    base = {"compiler": compiler, "inference": {name: size.inference for name, (size, _) in sizes.items()}}
    FILE.write_text(json.dumps(base, indent=1) + "\n", encoding="utf-8")
    print(f"{FILE}: {base}")
