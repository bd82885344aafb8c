# SPDX-License-Identifier: Apache-2.0
"""Checks generated single-operator models: the oracle's outputs against the runtime's on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from layerscope.errors import LayerscopeError
from layerscope.host_runtime import HostRuntime
from layerscope.models.check import check_model
from layerscope.models.model import Model
from layerscope.models.operators import RESOLVER_METHODS, check_operators
from layerscope.models.reader import read_model
from layerscope.verify.cases import Case, all_forms, make_case
from layerscope.verify.inputs import Array
from layerscope.verify.numerics import FLOAT_LAYER_BOUND, HYBRID_LAYER_BOUND, Comparison, compare
from layerscope.verify.oracle import oracle_for

Key = tuple[str, str, int]
"""Operator, form and number of a case."""
Stage = Callable[[str], None]
"""Told what is about to run: `oracle` or `runtime`."""

_BOUNDS = {"hybrid": HYBRID_LAYER_BOUND}
"""Of float outputs, by form; integers must be identical."""


@dataclass(frozen=True)
class Outcome:
    """What came of one case."""

    op: str
    form: str
    number: int
    verdict: str
    """`exact`, `within bound`, `different`, or `refused`: the oracle does not take the model."""
    elements: int = 0
    max_error: float = 0.0
    detail: str = ""

    @property
    def compared(self) -> bool:
        return self.verdict != "refused"

    @property
    def name(self) -> str:
        return f"{self.op} {self.form} {self.number}"


def is_supported(op: str, form: str) -> bool:
    """Whether the runtime has the operator in this form."""
    if op not in RESOLVER_METHODS:
        return False
    try:
        check_operators(read_model(make_case(op, form, 0).model))
    except LayerscopeError:
        return False
    return True


def supported_forms() -> list[tuple[str, str]]:
    return [pair for pair in all_forms() if is_supported(*pair)]


def check_case(
    key: Key, kernel_sets: Sequence[bool] = (False, True), stage: Stage = lambda _: None
) -> Outcome:
    """Runs a case in the oracle and, with reference kernels and fast ones, in the runtime."""
    stage("oracle")
    case = make_case(*key)
    model = read_model(case.model)
    try:
        expected = expected_outputs(case, model)
    except (LayerscopeError, RuntimeError, ValueError) as error:
        return Outcome(*key, "refused", detail=" ".join(str(error).split()))
    stage("runtime")
    try:
        check_model(model)
        runs = [_run(case, model, fast, expected) for fast in kernel_sets]
    except LayerscopeError as error:
        return Outcome(*key, "different", detail=f"{error}; {case.summary}")
    return judge(case, model, runs)


def expected_outputs(case: Case, model: Model) -> list[list[Array]]:
    """The oracle's outputs for each inference."""
    oracle = oracle_for(model)
    produced = [oracle.run(list(values)) for values in case.inputs]
    return [[tensors[index] for index in model.main.outputs] for tensors in produced]


def _run(
    case: Case, model: Model, use_cmsis_nn: bool, expected: list[list[Array]]
) -> tuple[str, list[Comparison]]:
    """Name of the kernel, and a comparison for each output of each inference."""
    found = []
    with HostRuntime(case.model, use_cmsis_nn, arena_bytes=4 << 20) as runtime:
        for values, wanted in zip(case.inputs, expected, strict=True):
            for position, value in enumerate(values):
                runtime.set_input(value, position)
            runtime.invoke()
            found += [compare(runtime.output(i), tensor) for i, tensor in enumerate(wanted)]
        return runtime.nodes[-1].kernel, found


def _bound(case: Case, type: str) -> float:
    return _BOUNDS.get(case.form, FLOAT_LAYER_BOUND) if type == "float32" else 0.0


def judge(case: Case, model: Model, runs: Iterable[tuple[str, list[Comparison]]]) -> Outcome:
    """`runs`: a kernel's name, and a comparison for each output of each inference."""
    bounds = [_bound(case, model.main.tensors[index].type) for index in model.main.outputs]
    elements, largest, verdict, detail = 0, 0.0, "exact", ""
    for kernel, comparisons in runs:
        for position, comparison in enumerate(comparisons):
            elements += comparison.elements
            error = comparison.max_error if comparison.max_error is not None else float("inf")
            largest = max(largest, error)
            inference, output = divmod(position, len(bounds))
            if comparison.exact or verdict == "different":
                continue
            verdict = "within bound" if comparison.within(bounds[output]) else "different"
            if verdict == "different":
                detail = (
                    f"{kernel}, inference {inference}, output {output}: {comparison.differing} of "
                    f"{comparison.elements} elements differ, by at most {error:.6g}; {case.summary}"
                )
    return Outcome(case.op, case.form, case.number, verdict, elements, largest, detail)
