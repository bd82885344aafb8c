# SPDX-License-Identifier: Apache-2.0
"""What the runtime's kernels take: one module a family of operators, one rule an operator."""

from __future__ import annotations

from layerscope.models.kernels import (
    control,
    conversion,
    elementwise,
    pooling,
    products,
    recurrent,
    reduce,
    resize,
    shape,
    weighted,
)
from layerscope.models.kernels.rule import Rule

_FAMILIES = (weighted, products, pooling, elementwise, conversion, shape, resize, reduce, recurrent, control)
RULES: dict[str, Rule] = {name: rule for family in _FAMILIES for name, rule in family.RULES.items()}
KERNELS: dict[str, Rule] = {name: rule for name, rule in sorted(RULES.items()) if rule.types}
"""Of the operators that the runtime has a kernel for."""
