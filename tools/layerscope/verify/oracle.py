# SPDX-License-Identifier: Apache-2.0
"""The two oracles, asked for every tensor of a model: TensorFlow Lite Micro for int8, LiteRT for the rest.

Both are the reference kernels of their projects. XNNPACK, LiteRT's default, is never used: it rounds
differently.
"""

from __future__ import annotations

import importlib
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from layerscope.errors import LayerscopeError, how_to_install
from layerscope.models.model import Model

Array = npt.NDArray[Any]


class OracleError(LayerscopeError):
    """An oracle is not installed, or refuses the model."""


class Oracle(Protocol):
    label: str
    """Package and version, for reports."""

    def run(self, inputs: list[Array]) -> dict[int, Array]:
        """Every tensor that an operator writes, by tensor index, after one inference."""


def produced_tensors(model: Model) -> list[int]:
    """Indices of the tensors that operators write, in execution order, without those that hold no values."""
    graph = model.main
    written = [index for operator in graph.operators for index in operator.outputs]
    return [index for index in written if graph.tensors[index].type != "resource"]


class MicroOracle:
    """TensorFlow Lite Micro's reference kernels, as the package `tflite-micro` has them."""

    def __init__(self, model: Model) -> None:
        runtime = _import("tflite_micro", "tflite-micro").runtime
        self.label = f"tflite-micro {_version('tflite-micro')}"
        self._model = model
        try:
            self._interpreter = runtime.Interpreter.from_bytes(
                model.data,
                arena_size=_arena_bytes(model),
                intrepreter_config=runtime.InterpreterConfig.kPreserveAllTensors,
            )
        except RuntimeError as error:
            raise OracleError(f"{model.name}: tflite-micro refuses the model ({_one_line(error)})") from error

    def run(self, inputs: list[Array]) -> dict[int, Array]:
        for position, value in enumerate(inputs):
            self._interpreter.set_input(value, position)
        self._interpreter.invoke()
        return {
            index: np.array(self._interpreter.GetTensor(index, 0)["tensor_data"])
            for index in produced_tensors(self._model)
        }


class LiteRtOracle:
    """LiteRT's reference kernels (BUILTIN_REF)."""

    def __init__(self, model: Model) -> None:
        module = _import("ai_edge_litert.interpreter", "ai-edge-litert")
        self.label = f"ai-edge-litert {_version('ai-edge-litert')} BUILTIN_REF"
        self._model = model
        try:
            self._interpreter = module.Interpreter(
                model_content=model.data,
                experimental_op_resolver_type=module.OpResolverType.BUILTIN_REF,
                experimental_preserve_all_tensors=True,
            )
            self._interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise OracleError(f"{model.name}: LiteRT refuses the model ({_one_line(error)})") from error

    def run(self, inputs: list[Array]) -> dict[int, Array]:
        for index, value in zip(self._model.main.inputs, inputs, strict=True):
            self._interpreter.set_tensor(index, value)
        self._interpreter.invoke()
        return {
            index: np.array(self._interpreter.get_tensor(index)) for index in produced_tensors(self._model)
        }


def is_float(model: Model) -> bool:
    """Whether any operator computes in float: then results agree within a bound."""
    return "float32" in _computed_types(model)


def _computed_types(model: Model) -> set[str]:
    return {
        graph.tensors[index].type
        for graph in model.subgraphs
        for operator in graph.operators
        if operator.name not in ("QUANTIZE", "DEQUANTIZE")
        for index in operator.outputs
    }


def oracle_for(model: Model) -> Oracle:
    """The oracle that the numerics are stated against: see "Numerics" in docs/architecture.md.

    LiteRT where a network computes in float, TensorFlow Lite Micro where it does not, or where it computes in
    integers as well. The other one where the first refuses the model: BUILTIN_REF lacks some float operators
    (ELU, ROUND, ...) and refuses convolutions without a bias, tflite-micro has no hybrid layers.
    """
    types = _computed_types(model)
    choice: list[type[MicroOracle] | type[LiteRtOracle]] = [MicroOracle, LiteRtOracle]
    if "float32" in types and not types & {"int8", "int16"}:
        choice.reverse()
    elif "float32" not in types:
        choice = [MicroOracle]
    refusals = []
    for oracle in choice:
        try:
            return oracle(model)
        except OracleError as error:
            refusals.append(error)
    raise refusals[0]


def _arena_bytes(model: Model) -> int:
    # All tensors are kept, each aligned to 16 bytes; a megabyte covers the interpreter's own structures.
    tensors = [tensor for graph in model.subgraphs for tensor in graph.tensors if not tensor.is_constant]
    return sum(tensor.bytes + 16 for tensor in tensors) * 2 + (1 << 20)


def _import(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise OracleError(
            f"the oracle `{package}` cannot be loaded ({_one_line(error)}); install it with "
            f"{how_to_install('verify')} (tflite-micro exists for Linux on x86-64 only)"
        ) from error


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
