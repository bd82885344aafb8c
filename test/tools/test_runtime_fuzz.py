# SPDX-License-Identifier: Apache-2.0
"""A damaged model is refused with a sentence: no crash, no undefined behaviour, under the sanitizers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from fuzz import build_alone
from fuzz_seeds import write_seeds
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from runtime_models import custom_operator_model, int8_network

ROOT = Path(__file__).resolve().parents[2]
MNIST = ROOT / "models" / "mnist" / "mnist_int8.tflite"


CRASHERS = sorted((ROOT / "test" / "fuzz" / "crashers").glob("*.tflite"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_seeds(tmp_path_factory.mktemp("seeds"), 2)


def _run(use_cmsis_nn: bool, count: int, files: list[Path], folder: Path) -> dict[str, int]:
    """How many executions ended where."""
    command = [build_alone(use_cmsis_nn), str(count), "1", *files]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, f"{folder}/finding.tflite:\n{result.stderr[-4000:]}"
    return {name: int(value) for name, value in re.findall(r"(\w+) (\d+)", result.stdout)}


both_kernels = pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])


@both_kernels
def test_no_mutation_does_more_than_be_refused(seeds: list[Path], use_cmsis_nn: bool, tmp_path: Path) -> None:
    counts = _run(use_cmsis_nn, 6000, seeds, tmp_path)
    # The mutations must reach every stage, and every refusal must say something.
    assert counts["executions"] >= 6000
    assert counts["unverified"] > 600
    assert counts["unprepared"] > 1200
    assert counts["ran"] > 1200
    assert counts["silent"] == 0


@both_kernels
def test_every_seed_runs(seeds: list[Path], use_cmsis_nn: bool, tmp_path: Path) -> None:
    counts = _run(use_cmsis_nn, 0, seeds, tmp_path)
    assert counts["ran"] >= len(seeds)


@both_kernels
def test_no_arena_is_too_small_to_be_told_so(seeds: list[Path], use_cmsis_nn: bool, tmp_path: Path) -> None:
    counts = _run(use_cmsis_nn, -1, seeds, tmp_path)
    assert counts["unprepared"] > 20 * len(seeds)
    assert counts["ran"] > 20 * len(seeds)
    assert counts["silent"] == 0


@both_kernels
@pytest.mark.skipif(not CRASHERS, reason="fuzzing has found nothing yet")
def test_what_fuzzing_found_is_mended(use_cmsis_nn: bool, tmp_path: Path) -> None:
    assert _run(use_cmsis_nn, 0, CRASHERS, tmp_path)["executions"] >= len(CRASHERS)


def test_every_truncation_is_refused() -> None:
    # Weights that nothing checks may stand last, and padding; all other bytes are needed.
    data = int8_network()
    for length in range(0, len(data) - 16, 7):
        with pytest.raises(HostRuntimeError, match=r"not a TensorFlow Lite model|the model is damaged"):
            HostRuntime(data[:length], False)


def test_truncated_network_names_the_table() -> None:
    data = MNIST.read_bytes()
    with pytest.raises(
        HostRuntimeError, match=r"the model is damaged: \w[\w ]* \d+, field \d+: .*convert it again"
    ):
        HostRuntime(data[: len(data) - 4000], False)


def test_unknown_custom_operator_is_named() -> None:
    with pytest.raises(HostRuntimeError, match=r"custom operator NoSuchThing, is not registered"):
        HostRuntime(custom_operator_model("NoSuchThing", b""), False)
