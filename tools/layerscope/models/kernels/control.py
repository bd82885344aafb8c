# SPDX-License-Identifier: Apache-2.0
"""Control flow and variables."""

from __future__ import annotations

from collections.abc import Sequence

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, types
from layerscope.models.model import Tensor
from layerscope.models.subgraphs import calls_of


def _is_condition(tensor: Tensor) -> bool:
    return tensor.type == "bool" and tensor.elements == 1


def _match(operands: Operands, own: Sequence[int], others: Sequence[Tensor], what: str) -> None:
    """The operator's tensors are those of a subgraph, which are copied to them or from them."""
    operands.need(len(own) == len(others), f"has {len(own)} {what} where its subgraph has {len(others)}")
    for index, other in zip(own, others, strict=True):
        operands.need(index >= 0, f"leaves out one of the {what} that its subgraph takes")
        tensor = operands.tensor(index)
        operands.need(
            (tensor.type, tensor.bytes) == (other.type, other.bytes),
            f"has tensor {index} of {tensor.bytes} bytes of {tensor.type} among its {what} where its "
            f"subgraph has {other.bytes} bytes of {other.type}",
        )


def _branch(operands: Operands) -> None:
    op = operands.operator
    operands.need(_is_condition(operands.input(0)), "needs one bool to decide")
    operands.need(
        all(tensor.type != "resource" for tensor in operands.outputs), "cannot choose between variables"
    )
    for called in calls_of(op):
        inputs, outputs = operands.interface(called)
        _match(operands, op.inputs[1:], inputs, "inputs")
        _match(operands, op.outputs, outputs, "outputs")


def _loop(operands: Operands) -> None:
    op = operands.operator
    condition, body = calls_of(op)
    _match(operands, op.inputs, operands.interface(condition)[0], "inputs")
    _match(operands, op.inputs, operands.interface(body)[0], "inputs")
    _match(operands, op.outputs, operands.interface(body)[1], "outputs")
    _match(operands, op.inputs, operands.outputs, "inputs")
    decided = operands.interface(condition)[1]
    operands.need(len(decided) == 1 and _is_condition(decided[0]), "needs one bool from its condition")


def _call_once(operands: Operands) -> None:
    (called,) = calls_of(operands.operator)
    operands.need(operands.interface(called) == ([], []), "needs a subgraph without inputs and outputs")


def _assign(operands: Operands) -> None:
    operands.need(operands.input(1).type != "resource", "needs a tensor to assign")


RULES: dict[str, Rule] = {
    "ASSIGN_VARIABLE": Rule("AddAssignVariable", types("resource ->"), inputs=2, outputs=0, check=_assign),
    "CALL_ONCE": Rule("AddCallOnce", types("->"), inputs=0, outputs=0, check=_call_once, op_data_bytes=1),
    "IF": Rule("AddIf", types("bool ->"), outputs=None, check=_branch),
    "READ_VARIABLE": Rule("AddReadVariable", types("resource ->")),
    "VAR_HANDLE": Rule("AddVarHandle", types("-> resource"), inputs=0, op_data_bytes=4),
    "WHILE": Rule("AddWhile", types("->"), outputs=None, check=_loop),
}
