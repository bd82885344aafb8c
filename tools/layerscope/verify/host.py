# SPDX-License-Identifier: Apache-2.0
"""Verifies the runtime as compiled for this machine."""

from __future__ import annotations

from layerscope.host_runtime import HostRuntime
from layerscope.models.model import Model
from layerscope.verify.golden import oracle_or_golden
from layerscope.verify.inputs import NamedInput, inputs_for
from layerscope.verify.layers import Judge
from layerscope.verify.numerics import compare
from layerscope.verify.report import LayerCheck, Verification


def verify_on_host(model: Model, use_cmsis_nn: bool, inputs: int) -> Verification:
    """Every tensor of `inputs` inferences, with all tensors kept so that each can be read afterwards.

    Operators that a board fuses run fused too, and must give the very same.
    """
    oracle = oracle_or_golden(model)
    kernels = "fast kernels" if use_cmsis_nn else "reference kernels"
    verification = Verification(f"{model.name}, {kernels}, this machine", oracle.label)
    judge = Judge(model, verification)
    with (
        HostRuntime(model.data, use_cmsis_nn, preserve_all_tensors=True) as runtime,
        HostRuntime(model.data, use_cmsis_nn, fuse=True) as fused,
    ):
        names = [node.kernel for node in runtime.nodes]
        for named in inputs_for(model, inputs):
            expected = oracle.expect(named)
            if expected is None:
                continue
            for position, value in enumerate(named.values):
                runtime.set_input(value, position)
            runtime.invoke()
            judge.add(named, runtime.tensor, expected, names)
            verification.checks += fused_differences(fused, runtime, named)
    return verification


def fused_differences(fused: HostRuntime, apart: HostRuntime, named: NamedInput) -> list[LayerCheck]:
    """A failed check for each group of fused operators whose output is not that of the operators apart."""
    if all(node.operators == 1 for node in fused.nodes):
        return []
    for position, value in enumerate(named.values):
        fused.set_input(value, position)
    failed = []
    for node in fused.nodes:
        fused.invoke_node(node.index)
        if node.operators < 2:
            continue
        group = fused.nodes[node.index : node.index + node.operators]
        output = group[-1].outputs[0]
        comparison = compare(fused.tensor(output), apart.tensor(output))
        if not comparison.exact:
            op, kernel = "+".join(each.op for each in group), "+".join(each.kernel for each in group)
            failed.append(LayerCheck(node.index, op, kernel, named.name, comparison, 0.0))
    return failed
