# SPDX-License-Identifier: Apache-2.0
"""Verifies the runtime as compiled for this machine."""

from __future__ import annotations

from layerscope.host_runtime import HostRuntime
from layerscope.models.model import Model
from layerscope.verify.golden import oracle_or_golden
from layerscope.verify.inputs import inputs_for
from layerscope.verify.layers import Judge
from layerscope.verify.report import Verification


def verify_on_host(model: Model, use_cmsis_nn: bool, inputs: int) -> Verification:
    """Every tensor of `inputs` inferences, with all tensors kept so that each can be read afterwards."""
    oracle = oracle_or_golden(model)
    kernels = "fast kernels" if use_cmsis_nn else "reference kernels"
    verification = Verification(f"{model.name}, {kernels}, this machine", oracle.label)
    judge = Judge(model, verification)
    with HostRuntime(model.data, use_cmsis_nn, preserve_all_tensors=True) as runtime:
        names = [node.kernel for node in runtime.nodes]
        for named in inputs_for(model, inputs):
            expected = oracle.expect(named)
            if expected is None:
                continue
            for position, value in enumerate(named.values):
                runtime.set_input(value, position)
            runtime.invoke()
            judge.add(named, runtime.tensor, expected, names)
    return verification
