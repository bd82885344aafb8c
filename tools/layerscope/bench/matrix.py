# SPDX-License-Identifier: Apache-2.0
"""Which images a benchmark builds: boards x clock x weights x kernels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from layerscope.build import Variant
from layerscope.errors import LayerscopeError
from layerscope.models.catalogue import compressions

OVERCLOCKABLE = ("disco_f746ng",)


@dataclass(frozen=True)
class Choice:
    """What the user asked for; `on`, `off` or `both` where a build flag is meant."""

    boards: Sequence[str]
    model: str = "mnist"
    cmsis_nn: str = "both"
    comp: str = "both"
    compressions: Sequence[str] = ("int8",)
    overclock: str = "off"
    weights_in: str = "automatic"
    code_in: str = "automatic"
    digit: int | None = None


def _flags(choice: str) -> list[bool]:
    return {"off": [False], "on": [True], "both": [False, True]}[choice]


def runs_as_it_is(model: str) -> bool:
    """Whether a model has one form only, so that there is no compression to choose: a path, some names."""
    return len(compressions(model)) < 2


def variants(choice: Choice) -> list[Variant]:
    """The images to build, those of a board beside each other, reference kernels before fast ones."""
    weights: list[tuple[bool, str]] = []
    if runs_as_it_is(choice.model):
        weights = [(False, "int8")]
    else:
        for compressed in _flags(choice.comp):
            weights += [(True, name) for name in choice.compressions] if compressed else [(False, "int8")]
    found = []
    for board in choice.boards:
        clocks = _flags(choice.overclock) if board in OVERCLOCKABLE else [False]
        if board not in OVERCLOCKABLE and choice.overclock == "on":
            continue
        for overclock, (compressed, name), fast in product(clocks, weights, _flags(choice.cmsis_nn)):
            found.append(
                Variant(
                    board=board,
                    model=choice.model,
                    use_cmsis_nn=fast,
                    use_comp_model=compressed,
                    compression=name,
                    use_overclock=overclock,
                    weights_in=choice.weights_in,
                    code_in=choice.code_in,
                    digit=choice.digit,
                )
            )
    if not found:
        raise LayerscopeError(
            f"only {OVERCLOCKABLE[0]} can be overclocked; choose that --board, or leave --overclock off"
        )
    return found


def name(variant: Variant) -> str:
    """A variant in a few words, for progress lines and errors."""
    weights = variant.compression if variant.use_comp_model else "float"
    if runs_as_it_is(variant.model):
        weights = Path(variant.model).stem
    clock = " overclocked" if variant.use_overclock else ""
    return f"{variant.board}{clock} {weights}{' + CMSIS-NN' if variant.use_cmsis_nn else ''}"
