# SPDX-License-Identifier: Apache-2.0
"""HostRuntime: one model in the runtime, its tensors as numpy arrays."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerscope.errors import LayerscopeError
from layerscope.host_runtime.builder import Flavour, build_shared_library
from layerscope.models.int4 import pack_int4, unpack_int4
from layerscope.models.reader import read_model

_DTYPES: dict[int, Any] = {
    1: np.float32, 2: np.int32, 3: np.uint8, 4: np.int64, 6: np.bool_, 7: np.int16, 9: np.int8,
    10: np.float16, 11: np.float64, 13: np.uint64, 16: np.uint32, 17: np.uint16,
}  # fmt: skip
"""By TfLiteType."""

_INT4 = 18

_DEFAULT_ARENA_BYTES = 64 << 20
_MAX_RANK = 8

Array = NDArray[Any]


class HostRuntimeError(LayerscopeError):
    """What the runtime said when it refused."""


@dataclass(frozen=True)
class Candidate:
    """A kernel of the table in which a node looked for its own."""

    kernel: str
    refusal: str
    """Why it does not apply; empty when it does."""


@dataclass(frozen=True)
class HostNode:
    index: int
    op: str
    """The schema's upper-case name, or a custom operator's own."""
    kernel: str
    """What executes it, e.g. `reference_conv_f32`."""
    operators: int
    """How many it executes: 1, or, fused, its own and the next; that one then executes 0."""
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    scratch_bytes: int
    candidates: tuple[Candidate, ...]
    """The table, fastest first, and empty where there is none; the node gets the first that applies."""
    fusion: str | None
    """Why it is not fused with the pool behind it, empty when it is; None where there is nothing to fuse."""


@cache
def _library(use_cmsis_nn: bool) -> ctypes.CDLL:
    library = ctypes.CDLL(str(build_shared_library(Flavour(use_cmsis_nn=use_cmsis_nn))))
    size, pointer, integer = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int
    texts = ctypes.POINTER(ctypes.c_char_p)
    references = ctypes.POINTER(integer)
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "message": (ctypes.c_char_p, []),
        "create": (pointer, [ctypes.c_char_p, size, size, integer, integer]),
        "node_operators": (size, [pointer, size]),
        "candidate_count": (size, [pointer]),
        "candidate": (integer, [pointer, size, texts, texts]),
        "node_scratch_bytes": (size, [pointer, size]),
        "destroy": (None, [pointer]),
        "invoke": (integer, [pointer]),
        "invoke_node": (integer, [pointer, size]),
        "reset": (integer, [pointer]),
        "node_count": (size, [pointer]),
        "node_kernel": (ctypes.c_char_p, [pointer, size]),
        "arena_used_bytes": (size, [pointer]),
        "scratch_bytes": (size, [pointer]),
        "input_count": (size, [pointer]),
        "output_count": (size, [pointer]),
        "input_index": (integer, [pointer, size]),
        "output_index": (integer, [pointer, size]),
        "tensor": (pointer, [pointer, integer, references, references, references, ctypes.POINTER(size)]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, f"host_runtime_{name}")
        function.restype = result
        function.argtypes = arguments
    return library


def load_libraries() -> None:
    """Builds and loads both forms of the runtime, so that processes forked from this one need not."""
    for use_cmsis_nn in (False, True):
        _library(use_cmsis_nn)


class HostRuntime:
    """A model, prepared. Tensor indices are those of the model's subgraph 0.

    Tensors share memory over time; to read them all after `invoke()`, ask for `preserve_all_tensors`. With
    `fuse`, operators are fused as on a board, and what is between them cannot be read.
    """

    def __init__(
        self,
        model: bytes | Path,
        use_cmsis_nn: bool,
        *,
        preserve_all_tensors: bool = False,
        fuse: bool = False,
        arena_bytes: int = _DEFAULT_ARENA_BYTES,
    ) -> None:
        self._handle: int | None = None
        self._library = _library(use_cmsis_nn)
        data = model.read_bytes() if isinstance(model, Path) else model
        self._call("message")
        handle = self._call("create", data, len(data), arena_bytes, int(preserve_all_tensors), int(fuse))
        if not handle:
            raise HostRuntimeError(self._message())
        self._handle = handle
        operators = read_model(data).main.operators
        candidates, fusion = self._choices()
        self.nodes: tuple[HostNode, ...] = tuple(
            HostNode(
                index=operator.index,
                op=operator.custom_code or operator.name,
                kernel=str(self._call("node_kernel", handle, operator.index).decode()),
                operators=int(self._call("node_operators", handle, operator.index)),
                inputs=operator.inputs,
                outputs=operator.outputs,
                scratch_bytes=int(self._call("node_scratch_bytes", handle, operator.index)),
                candidates=tuple(candidates.get(operator.index, ())),
                fusion=fusion.get(operator.index),
            )
            for operator in operators
        )
        self.inputs: tuple[int, ...] = self._indices("input")
        self.outputs: tuple[int, ...] = self._indices("output")

    @property
    def arena_used_bytes(self) -> int:
        """On this machine, whose pointers may be wider; `models.arena` has the target's."""
        return int(self._call("arena_used_bytes", self._handle))

    @property
    def scratch_bytes(self) -> int:
        return int(self._call("scratch_bytes", self._handle))

    def set_input(self, array: Array, index: int = 0) -> None:
        """Fills input number `index`."""
        self.set_tensor(self.inputs[index], array)

    def output(self, index: int = 0) -> Array:
        """Output number `index`."""
        return self.tensor(self.outputs[index])

    def tensor(self, index: int) -> Array:
        """A copy of a tensor, as the kernels see it. int4 comes as int8."""
        kind, shape, memory = self._memory(index)
        if kind == _INT4:
            return unpack_int4(memory, shape)
        copy: Array = self._view(index).copy()
        return copy

    def set_tensor(self, index: int, array: Array) -> None:
        """Fills a tensor. The array must have its type (int8 for int4) and number of elements."""
        kind, shape, memory = self._memory(index)
        if kind == _INT4 and array.dtype == np.int8 and array.size == np.prod(shape):
            memory[...] = pack_int4(array)
            return
        view = self._view(index)
        if array.dtype != view.dtype or array.size != view.size:
            raise HostRuntimeError(
                f"tensor {index} is {view.dtype} {list(view.shape)}; "
                f"it cannot take {array.dtype} {list(array.shape)}"
            )
        view[...] = array.reshape(view.shape)

    def invoke(self) -> None:
        self._check("invoke")

    def invoke_node(self, index: int) -> None:
        """Runs one operator on what its input tensors hold."""
        self._check("invoke_node", index)

    def reset(self) -> None:
        self._check("reset")

    def close(self) -> None:
        if self._handle:
            self._call("destroy", self._handle)
            self._handle = None

    def __enter__(self) -> HostRuntime:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self.close()

    def _memory(self, index: int) -> tuple[int, tuple[int, ...], Array]:
        """TfLiteType, shape and bytes of a tensor, in place."""
        kind, rank, size = ctypes.c_int(), ctypes.c_int(), ctypes.c_size_t()
        extents = (ctypes.c_int * _MAX_RANK)()
        address = self._call("tensor", self._handle, index, kind, rank, extents, size)
        if not address:
            raise HostRuntimeError(
                f"tensor {index} does not exist, or nothing uses it and so it has no memory"
            )
        memory: Any = (ctypes.c_uint8 * size.value).from_address(address)
        return kind.value, tuple(extents[: rank.value]), np.frombuffer(memory, np.uint8)

    def _view(self, index: int) -> Array:
        kind, shape, memory = self._memory(index)
        if kind not in _DTYPES:
            raise HostRuntimeError(f"tensor {index} has TfLiteType {kind}, which numpy has no type for")
        view: Array = memory.view(_DTYPES[kind])
        return view.reshape(shape)

    def _choices(self) -> tuple[dict[int, list[Candidate]], dict[int, str]]:
        """By node: the kernels that were thought of, and why it is not fused (empty: it is)."""
        candidates: dict[int, list[Candidate]] = {}
        fusion: dict[int, str] = {}
        kernel, refusal = ctypes.c_char_p(), ctypes.c_char_p()
        for number in range(int(self._call("candidate_count", self._handle))):
            node = int(self._call("candidate", self._handle, number, kernel, refusal))
            reason = (refusal.value or b"").decode()
            if kernel.value is None:
                fusion[node] = reason
            else:
                candidates.setdefault(node, []).append(Candidate(kernel.value.decode(), reason))
        return candidates, fusion

    def _indices(self, kind: str) -> tuple[int, ...]:
        count = int(self._call(f"{kind}_count", self._handle))
        return tuple(int(self._call(f"{kind}_index", self._handle, i)) for i in range(count))

    def _check(self, name: str, *arguments: Any) -> None:
        if self._call(name, self._handle, *arguments) != 0:
            raise HostRuntimeError(self._message())

    def _message(self) -> str:
        text = self._call("message").decode(errors="replace").strip()
        return "; ".join(text.splitlines()) or "the runtime failed without a word"

    def _call(self, name: str, *arguments: Any) -> Any:
        return getattr(self._library, f"host_runtime_{name}")(*arguments)
