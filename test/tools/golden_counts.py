# SPDX-License-Identifier: Apache-2.0
"""Golden instruction counts and sizes of the twelve MNIST images: what a change may not make worse unseen.

They hold for the compiler that the file names. `make golden` writes them anew from the tree as it is.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from layerscope.cli import main
from layerscope.models.catalogue import find_model
from layerscope.results.record import Run, load

FILE = Path(__file__).parents[1] / "data" / "mnist_golden.json"
MOST_GROWTH = 0.02


def bench(record: Path, *options: str) -> list[Run]:
    """Both boards, reference and fast kernels, float, int8 and dynamic weights: built and run."""
    compressions = ["--compression", "int8", "--compression", "dynamic"]
    result = CliRunner().invoke(main, ["bench", *compressions, "--json", str(record), *options])
    # Bench itself fails when a digit is classified wrong or outputs are not the oracle's.
    assert result.exit_code == 0, result.output
    return load(record)


def golden_of(runs: Sequence[Run]) -> dict[str, Any]:
    (toolchain,) = {run.toolchain for run in runs}
    return {"toolchain": toolchain, "images": {_name(run): _image(run) for run in runs}}


def growth(golden: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """A sentence for each image or layer that grew by more than MOST_GROWTH, or that only one side has."""
    old, new = golden["images"], found["images"]
    sentences = [f"{name}: only in one of the two" for name in sorted(set(old) ^ set(new))]
    for name in old.keys() & new.keys():
        # The model is most of an image: what may grow is measured by the rest, code and constants.
        allowed = MOST_GROWTH * (old[name]["flash_bytes"] - old[name]["model_bytes"])
        if new[name]["flash_bytes"] - old[name]["flash_bytes"] > allowed:
            sentences.append(f"{name}: flash {old[name]['flash_bytes']:,} -> {new[name]['flash_bytes']:,} B")
        before, after = old[name]["instructions"], new[name]["instructions"]
        sentences += [
            f"{name}: {layer}: only in one of the two" for layer in sorted(set(before) ^ set(after))
        ]
        sentences += [
            f"{name}: {layer}: {before[layer]:,} -> {after[layer]:,} instructions"
            for layer in before.keys() & after.keys()
            if after[layer] > before[layer] * (1 + MOST_GROWTH)
        ]
    return sorted(sentences)


def _name(run: Run) -> str:
    return f"{run.board}, {run.model.compression}, {'fast' if run.options.use_cmsis_nn else 'reference'}"


def _image(run: Run) -> dict[str, Any]:
    model = find_model("mnist", run.model.compression or "none").path
    return {
        "flash_bytes": run.flash_bytes,
        "model_bytes": model.stat().st_size,
        "instructions": {f"{layer.index} {layer.op}": layer.instructions for layer in run.layers},
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        golden = golden_of(bench(Path(folder) / "runs.json"))
    FILE.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
    print(f"{FILE}: {len(golden['images'])} images, {golden['toolchain']}")
