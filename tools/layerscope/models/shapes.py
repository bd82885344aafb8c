# SPDX-License-Identifier: Apache-2.0
"""Whether the tensors of each operator fit each other: what the kernels rely on once they run."""

from __future__ import annotations

from layerscope.models.kernels import RULES
from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.shapes import output_extent
from layerscope.models.model import Model
from layerscope.models.subgraphs import used_subgraphs

__all__ = ["check_shapes", "output_extent"]


def check_shapes(model: Model) -> None:
    """Raises ModelError on the first operator of the runtime whose tensors cannot belong together."""
    for graph in used_subgraphs(model).values():
        for operator in graph.operators:
            if operator.name == "CUSTOM":
                continue
            operands = Operands(model, graph, operator)
            operands.check_no_tensor_is_empty()
            RULES[operator.name].check(operands)
