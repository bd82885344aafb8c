# SPDX-License-Identifier: Apache-2.0
"""The user's own operators: a C++ file that registers them, compiled into the image with the model.

For an operator that the model calls NAME the file defines, in namespace tflite, `TFLMRegistration*
Register_NAME()`; what cannot stand in a C++ name is an underscore there. Standard library only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from layerscope.models.errors import ModelError
from layerscope.models.model import Model
from layerscope.models.subgraphs import used_subgraphs

ARENA_BYTES = 1024
"""What all of them may take of the arena unless the user says: nobody can tell before they run."""


@dataclass(frozen=True)
class CustomOperators:
    source: Path
    functions: frozenset[str]
    """`Register_NAME` of those that the file mentions."""
    arena_bytes: int = ARENA_BYTES

    def has(self, name: str) -> bool:
        return function_of(name) in self.functions


def read_custom_operators(source: Path, arena_bytes: int = ARENA_BYTES) -> CustomOperators:
    """Raises ModelError with a sentence for a file that cannot be read or registers nothing."""
    try:
        text = source.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ModelError(
            f"custom_operators: {source} cannot be read ({error.strerror}); check the path"
        ) from None
    functions = frozenset(re.findall(r"\bRegister_\w+(?=\s*\()", text))
    if not functions:
        raise ModelError(
            f"custom_operators: {source} defines no TFLMRegistration* tflite::Register_NAME(), "
            "NAME being the operator's in the model"
        )
    return CustomOperators(source, functions, arena_bytes)


def function_of(name: str) -> str:
    return "Register_" + re.sub(r"\W", "_", name, flags=re.ASCII)


def custom_names(model: Model) -> list[str]:
    """The names of the model's custom operators, each once, in the order of first use."""
    operators = (op for graph in used_subgraphs(model).values() for op in graph.operators)
    return list(dict.fromkeys(op.custom_code for op in operators if op.name == "CUSTOM"))
