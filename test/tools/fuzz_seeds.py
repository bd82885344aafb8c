# SPDX-License-Identifier: Apache-2.0
"""The models that fuzzing starts from: each operator in each form alone, small networks, control flow."""

from __future__ import annotations

from pathlib import Path

from control_flow_models import CONTROL_FLOW
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model
from layerscope.verify.cases import make_case
from layerscope.verify.generated import supported_forms
from runtime_models import custom_operator_model, float_network, int8_network

MOST_BYTES = 4096
"""Of a seed: small ones are tried more often."""


def network_seeds() -> dict[str, bytes]:
    """Networks of several operators, by name."""
    seeds = {f"network_{weights}": float_network(weights) for weights in ("float32", "float16", "int8")}
    seeds["network_quantised"] = int8_network()
    seeds["custom"] = custom_operator_model("custom", b"options")
    return seeds | {f"control_{name}": build() for name, build in CONTROL_FLOW.items()}


def _is_accepted(data: bytes) -> bool:
    """Some generated scales are refused, by the build, the runtime and the oracle alike."""
    try:
        check_model(read_model(data))
    except ModelError:
        return False
    return True


def operator_seeds(of_each: int) -> dict[str, bytes]:
    """Generated models of one operator: the `of_each` smallest of the first accepted cases of every form."""
    seeds = {}
    for op, form in supported_forms():
        models = [make_case(op, form, number).model for number in range(4 * of_each)]
        small = sorted(
            (model for model in models if len(model) <= MOST_BYTES and _is_accepted(model)), key=len
        )
        for number, model in enumerate(small[:of_each]):
            seeds[f"{op}_{form}_{number}".lower()] = model
    return seeds


def write_seeds(folder: Path, of_each: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in (network_seeds() | operator_seeds(of_each)).items():
        paths.append(folder / f"{name}.tflite")
        paths[-1].write_bytes(data)
    return paths
