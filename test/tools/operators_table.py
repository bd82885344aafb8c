# SPDX-License-Identifier: Apache-2.0
"""Writes docs/operators.md anew: `.venv/bin/python test/tools/operators_table.py`."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.kernels import RULES
from layerscope.models.operators import RESOLVER_METHODS
from layerscope.verify.cases import all_forms, make_case
from layerscope.verify.generated import supported_forms
from layerscope.verify.survey import models_each

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operators.md"
IN_CI, IN_ALL = 2_000, 20_000
_KERNELS_ASKED = 12
"""Cases whose kernel is looked up: a fast kernel serves only some shapes."""

_TEXT = """# Operators

What the runtime can execute, in which types, by which kernels, and how many generated models of each are
compared with the oracles: in CI (`make test`) and by `make verify-all`. Integers must be TensorFlow Lite
Micro's (Python package `tflite-micro`) to the last bit; floats within 5e-6 of the largest magnitude of
LiteRT's BUILTIN_REF, or of tflite-micro's where LiteRT has no such kernel. Every model runs with reference
kernels and with fast ones. Networks are compared layer by layer by `layerscope verify MODEL`.

Types are those of input and output: `hybrid` is float32 with int8 weights, `float16` float32 with float16
weights, `int8 int4` int8 with int4 weights. A fast kernel is named where `USE_CMSIS_NN=1` runs another than
the reference kernel; elsewhere the reference kernel runs. How one is added:
[adding-operators.md](adding-operators.md).

Written by `.venv/bin/python test/tools/operators_table.py`; a test holds it to what the runtime does.

"""


def _kernels(op: str, form: str, use_cmsis_nn: bool) -> list[str]:
    names = set()
    for number in range(_KERNELS_ASKED):
        # Some cases are beyond what an operator can do, in the oracle as here.
        with (
            suppress(HostRuntimeError),
            HostRuntime(make_case(op, form, number).model, use_cmsis_nn) as runtime,
        ):
            names.update(node.kernel for node in runtime.nodes if node.op == op)
    return sorted(names)


def document() -> str:
    """The page for the runtime as it is."""
    pairs = supported_forms()
    in_ci, in_all = models_each(IN_CI, pairs), models_each(IN_ALL, pairs)
    operators = {op for op, _ in pairs}
    lines = [f"{len(operators)} operators, {len(pairs)} combinations of operator and types.", ""]
    lines += ["| operator | types | reference kernel | fast kernel | models in CI | by `make verify-all` |"]
    lines += ["|---|---|---|---|---|---|"]
    for op, form in pairs:
        reference, fast = _kernels(op, form, False), _kernels(op, form, True)
        faster = [name for name in fast if name not in reference]
        cells = [op, form, ", ".join(f"`{name}`" for name in reference)]
        cells += [", ".join(f"`{name}`" for name in faster), str(in_ci[op, form]), str(in_all[op, form])]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *_missing(operators)]
    return _TEXT + "\n".join(lines).rstrip() + "\n"


def _missing(operators: set[str]) -> list[str]:
    """What the runtime has and nobody generates, and what is known by name and has no kernel."""
    unchecked = sorted(set(RESOLVER_METHODS) - operators)
    without_kernel = sorted(set(RULES) - set(RESOLVER_METHODS))
    forms = defaultdict(list)
    for op, form in sorted(set(all_forms()) - set(supported_forms())):
        if op in operators:
            forms[op].append(form)
    lines = []
    if unchecked:
        lines.append(f"Checked by tests of their own, not by generated models: {', '.join(unchecked)}.")
    if forms:
        listed = "; ".join(f"{op} ({', '.join(kinds)})" for op, kinds in sorted(forms.items()))
        lines.append(f"TensorFlow Lite Micro has these types too, this runtime has not: {listed}.")
    if without_kernel:
        lines.append(f"Known by name, without a kernel: {', '.join(without_kernel)}.")
    return [text for line in lines for text in (line, "")]


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(DOCUMENT)
