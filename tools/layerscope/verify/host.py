# SPDX-License-Identifier: Apache-2.0
"""Verifies the runtime as compiled for this machine."""

from __future__ import annotations

from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.model import Model
from layerscope.verify.golden import oracle_or_golden
from layerscope.verify.inputs import NamedInput, inputs_for
from layerscope.verify.layers import Judge
from layerscope.verify.numerics import compare
from layerscope.verify.report import LayerCheck, Verification


def verify_on_host(model: Model, use_cmsis_nn: bool, inputs: int) -> Verification:
    """Every tensor of `inputs` inferences, with all tensors kept so that each can be read afterwards.

    The same run with operators fused and tensors placed as on a board must give the very same.
    """
    oracle = oracle_or_golden(model)
    kernels = "fast kernels" if use_cmsis_nn else "reference kernels"
    verification = Verification(f"{model.name}, {kernels}, this machine", oracle.label)
    judge = Judge(model, verification)
    with (
        HostRuntime(model.data, use_cmsis_nn, preserve_all_tensors=True) as runtime,
        HostRuntime(model.data, use_cmsis_nn, fuse=True) as planned,
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
            verification.checks += planned_differences(planned, runtime, named)
    return verification


def planned_differences(planned: HostRuntime, apart: HostRuntime, named: NamedInput) -> list[LayerCheck]:
    """A failed check for each operator, or group of fused ones, whose output is not that of `apart`.

    `planned` has tensors where a board has them: in memory that others had before, or over an input.
    """
    for position, value in enumerate(named.values):
        planned.set_input(value, position)
    failed = []
    for node in planned.nodes:
        planned.invoke_node(node.index)
        group = planned.nodes[node.index : node.index + node.operators]
        for output in group[-1].outputs if group else ():
            try:
                found, expected = planned.tensor(output), apart.tensor(output)
            except HostRuntimeError:
                continue  # no memory of its own: a folded constant, the handle of a variable
            if found.tobytes() != expected.tobytes():
                op, kernel = "+".join(each.op for each in group), "+".join(each.kernel for each in group)
                comparison = compare(found, expected)
                failed.append(LayerCheck(node.index, op, kernel, named.name, comparison, 0.0))
    return failed
