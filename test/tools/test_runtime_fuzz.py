# SPDX-License-Identifier: Apache-2.0
"""A damaged model is refused with a sentence: no crash, no undefined behaviour, under the sanitizers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from layerscope.host_runtime import Flavour, HostRuntime, HostRuntimeError, build_executable
from runtime_models import custom_operator_model, float_network, int8_network

ROOT = Path(__file__).resolve().parents[2]
MNIST = ROOT / "models" / "mnist" / "mnist_int8.tflite"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("seeds")
    models = {
        "float32": float_network("float32"),
        "float16": float_network("float16"),
        "hybrid": float_network("int8"),
        "int8": int8_network(),
    }
    for name, data in models.items():
        (folder / f"{name}.tflite").write_bytes(data)
    return sorted(folder.glob("*.tflite"))


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
def test_no_mutation_does_more_than_be_refused(seeds: list[Path], use_cmsis_nn: bool, tmp_path: Path) -> None:
    flavour = Flavour(sanitize=True, use_cmsis_nn=use_cmsis_nn)
    program = build_executable([ROOT / "test" / "host" / "runtime_fuzz.cc"], flavour)
    command = [program, "4000", "1", *seeds]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, f"{tmp_path}/last_mutation.tflite:\n{result.stderr[-4000:]}"
    counts = dict(re.findall(r"(\w+) (\d+)", result.stdout))
    # The mutations must reach every stage, and every refusal must say something.
    assert int(counts["unverified"]) > 500
    assert int(counts["unprepared"]) > 300
    assert int(counts["ran"]) > 200
    assert counts["silent"] == "0"


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
