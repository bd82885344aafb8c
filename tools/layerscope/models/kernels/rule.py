# SPDX-License-Identifier: Apache-2.0
"""What the build must know of an operator's kernel, in one record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layerscope.models.kernels.operands import Operands
from layerscope.models.model import Operator, Subgraph

Types = tuple[tuple[str, ...], tuple[str, ...]]
"""Types of the first inputs, and of the first outputs. `*` after the last of a side: as many as there are."""

CLAMPING = ("none", "relu", "relu_n1_to_1", "relu6")


@dataclass(frozen=True)
class Kernel:
    """One operator of a model, as its kernel meets it on the 32-bit target."""

    graph: Subgraph
    op: Operator
    use_cmsis_nn: bool
    half: frozenset[int] = frozenset()
    """Tensors that arrive as float16 constants although a DEQUANTIZE stands before them."""


def unchecked(operands: Operands) -> None:
    """For operators whose shapes the kernel alone checks."""


@dataclass(frozen=True)
class Rule:
    method: str
    """Of tflite::MicroMutableOpResolver."""
    types: frozenset[Types] = frozenset()
    """What the kernel takes; empty while there is no kernel: then a model with the operator is refused."""
    inputs: int = 1
    """At least so many, none of them left out."""
    outputs: int | None = 1
    """Exactly so many; None for any number from 1."""
    check: Callable[[Operands], None] = unchecked
    """Raises ModelError when the tensors' shapes cannot belong together."""
    op_data_bytes: int = 0
    """The structure that the kernel's Init allocates, on the target."""
    persistent: Callable[[Kernel], list[int]] | None = None
    """What Prepare allocates beyond it."""
    scratch: Callable[[Kernel], int | None] | None = None
    """The scratch buffer that Prepare asks for; None for none."""
    scaled: bool = True
    """Quantised tensors need their scale; False: the kernel takes stored numbers as they are."""
    weighted: bool = False
    """Input 1 holds weights, which may be compressed."""
    activations: tuple[str, ...] = CLAMPING
    """Fused activations that the kernel takes."""


def types(*texts: str) -> frozenset[Types]:
    """Of texts such as `int8, int32 -> int8` or `float32* -> float32`."""
    found = set()
    for text in texts:
        before, _, after = text.partition("->")
        found.add((_side(before), _side(after)))
    return frozenset(found)


def alike(inputs: int, *kinds: str) -> frozenset[Types]:
    """`inputs` inputs and one output, all of one type, in each of the types given."""
    return frozenset(((kind,) * inputs, (kind,)) for kind in kinds)


def _side(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def fits(side: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether operands of the types `found` (`` for one left out) are what a rule's side says."""
    if side and side[-1].endswith("*"):
        last = side[-1][:-1]
        side = (*side[:-1], *(last for _ in found[len(side) - 1 :]))
    return len(found) >= len(side) and all(
        kind in ("", wanted) for wanted, kind in zip(side, found, strict=False)
    )
