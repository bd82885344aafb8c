# SPDX-License-Identifier: Apache-2.0
"""The arena of a model on the 32-bit target, to the byte, without running anything.

Mirrors lib/tflite_micro (micro_allocator, arena_planner, greedy_memory_planner): persistent memory at the
arena's end, activations and scratch buffers planned at its beginning. Standard library only: it runs inside
PlatformIO's Python as well. test_runtime_arena.py compares it with the runtime compiled for the target.
"""

from __future__ import annotations

from dataclasses import dataclass

from layerscope.models.arena_fast_kernels import SCRATCH_LIMIT
from layerscope.models.arena_kernels import persistent_bytes, scratch_bytes
from layerscope.models.errors import ModelError
from layerscope.models.fusion import FUSED_REGISTRATION_BYTES, fused_maps
from layerscope.models.kernels.elementwise import IN_PLACE
from layerscope.models.model import Model, Operator, Subgraph, Tensor
from layerscope.models.offline_plan import OFFLINE_PLAN, offline_offsets
from layerscope.models.subgraphs import Span, spans_of, steps_of
from layerscope.models.variables import variable_bytes

PERSISTENT_ALIGNMENT = 8
BUFFER_ALIGNMENT = 16

# Sizes on the target, held by the static_asserts of lib/tflite_micro's arena_sizes.cc.
EVAL_TENSOR_BYTES = 12
NODE_BYTES = 36
TENSOR_BYTES = 32
POINTER_BYTES = 4
QUANTISATION_BYTES = 16
ZERO_POINT_BYTES = 4
SCRATCH_REQUEST_BYTES = 8
PLANNED_BUFFER_BYTES = 16
SUBGRAPH_BYTES = 12
SPAN_BYTES = 12
VARIABLES_BYTES = 12
VARIABLE_BYTES = 20
_MOST_BYTES = (1 << 31) - 1  # the planner counts in int

_ONLY_RESHAPE = ("RESHAPE", "SQUEEZE", "EXPAND_DIMS")
_READ_FLOAT16 = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED")


@dataclass(frozen=True)
class Buffer:
    """A stretch of the arena, taken from operator `first` to operator `last`, both included."""

    bytes: int
    first: int
    last: int
    offset: int = -1


@dataclass(frozen=True)
class ArenaPlan:
    arena_bytes: int
    """What `arena_used_bytes()` reports: an arena of this size, aligned to 16, suffices."""
    scratch_bytes: int
    """The scratch of the operator that has most; in the arena it may lie where dead tensors were."""
    scratch_buffer_bytes: int
    """What SetScratchBuffer() is to be given: 0 with all scratch in the arena."""
    persistent_bytes: int
    offsets: dict[int, int]
    """Where each activation lies, by tensor index. Tensors that share memory have the same offset."""
    inner_offsets: dict[tuple[int, int], int]
    """The same for the other subgraphs, by number of the subgraph and tensor index."""
    folded: frozenset[int]
    """Operators that are not run because their consumers read the float16 constant (`folded_float16`)."""
    in_place: frozenset[int]
    """Operators that are not run because their output is their input's memory (`reshape_in_place`)."""
    fused: frozenset[int]
    """Operators that the operator before them runs too; what is between the two is never held whole."""


class _SubgraphPlan:
    """What one subgraph needs: lib/tflite_micro's SubgraphPlanner."""

    def __init__(
        self,
        graph: Subgraph,
        span: Span,
        spans: dict[int, Span],
        is_main: bool,
        fast: bool,
        fuse: bool,
        given: dict[int, int] | None,
    ) -> None:
        self.graph = graph
        self.folded = frozenset(op.index for op in graph.operators if _is_foldable(graph, op))
        self.half_outputs = {op.outputs[0] for op in graph.operators if op.index in self.folded}
        active = [op for op in graph.operators if op.index not in self.folded]
        self.roots: dict[int, int] = {}
        self.persistent = _persistent(graph, active, fast, self.half_outputs)
        held = fused_maps(graph, fast, frozenset(self.half_outputs)) if fuse and given is None else {}
        self.fused = frozenset(index + 1 for index in held)
        self.persistent += [FUSED_REGISTRATION_BYTES] * len(held)
        self.requests: list[int] = []
        self.scratch: list[Buffer] = []
        steps = steps_of(graph, spans)
        for op in reversed(active):
            wanted = scratch_bytes(graph, op, fast, self.half_outputs)
            if wanted is not None:
                self.persistent.append(SCRATCH_REQUEST_BYTES)
                self.requests.append(wanted)
                first, last = span.first + steps[op.index].begin, span.last + steps[op.index].end
                self.scratch.append(Buffer(_up(wanted, BUFFER_ALIGNMENT), first, last))
        # The step behind the last operator is when the outputs are read; the inputs of a subgraph that an
        # operator runs are written in the step before its first.
        uses = [(span.first - (0 if is_main else 1), index) for index in graph.inputs]
        for op in active:
            at = steps[op.index - 1 if op.index in self.fused else op.index]
            reads = (span.first + at.begin, span.last + at.inputs_end)
            writes = (span.first + at.outputs_begin, span.last + at.end)
            uses += [(step, index) for index in op.inputs if index >= 0 for step in reads]
            uses += [(step, index) for index in op.outputs for step in writes]
        uses += [(span.last + span.steps, index) for index in graph.outputs]
        last_steps = {op.index: span.last + steps[op.index].end for op in active}
        self.in_place = self._share_memory(active, uses, last_steps, fast) if given is None else frozenset()
        map_bytes = {graph.operators[index].outputs[0]: size for index, size in held.items()}
        self.activations = {
            index: Buffer(
                _up(map_bytes.get(index, graph.tensors[index].bytes), BUFFER_ALIGNMENT),
                first,
                last,
                (given or {}).get(index, -1),
            )
            for index, (first, last) in sorted(self._lifetimes(uses).items())
        }

    def _lifetimes(self, uses: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
        """First and last step that uses each activation or one that shares its memory."""
        lifetimes: dict[int, tuple[int, int]] = {}
        for step, index in uses:
            root = self.roots.get(index, index)
            tensor = self.graph.tensors[root]
            if tensor.is_constant or tensor.is_variable or tensor.type == "resource":
                continue
            if root in self.half_outputs:
                continue
            first, last = lifetimes.get(root, (step, step))
            lifetimes[root] = (min(first, step), max(last, step))
        return lifetimes

    def _share_memory(
        self, active: list[Operator], uses: list[tuple[int, int]], last_steps: dict[int, int], fast: bool
    ) -> frozenset[int]:
        """Outputs in the memory of an input: fills `roots`, returns the reshapes that need not be run."""
        reshapes = []
        for op in active:
            copies = fast and op.name in _ONLY_RESHAPE
            if not (copies or op.name in IN_PLACE) or len(op.outputs) != 1:
                continue
            for index in op.inputs[:1] if copies else op.inputs:
                root = self.roots.get(index, index)
                if index < 0 or not self._may_take_over(root, index, op.outputs[0]):
                    continue
                if not copies and self._lifetimes(uses)[root][1] != last_steps[op.index]:
                    continue
                self.roots[op.outputs[0]] = root
                if copies:
                    reshapes.append(op.index)
                break
        return frozenset(reshapes)

    def _may_take_over(self, root: int, source: int, result: int) -> bool:
        tensors = self.graph.tensors
        if (tensors[source].type, tensors[source].bytes) != (tensors[result].type, tensors[result].bytes):
            return False
        if any(
            tensors[i].is_constant or tensors[i].is_variable or i in self.half_outputs for i in (root, result)
        ):
            return False
        return root not in self.graph.inputs or result not in self.graph.outputs

    def place_scratch_apart(self, room: int) -> None:
        """Leaves in `scratch` what does not fit into a buffer of `room` bytes."""
        wanted = zip(self.requests, self.scratch, strict=True)
        self.scratch = [buffer for request, buffer in wanted if request > room]

    def offsets(self, placed: list[Buffer]) -> dict[int, int]:
        """Takes this subgraph's buffers off the beginning of `placed`."""
        offsets = {index: placed.pop(0).offset for index in self.activations}
        del placed[: len(self.scratch)]
        return offsets | {index: offsets[root] for index, root in self.roots.items()}


def plan(model: Model, use_cmsis_nn: bool, *, fuse: bool = True, scratch_apart: bool = False) -> ArenaPlan:
    """The arena of a checked model with reference kernels or with fast ones.

    With `scratch_apart`, scratch lies in a buffer of its own, of as much as operators ask for, but not more
    than SCRATCH_LIMIT: an operator that asks for more has its scratch in the arena.
    """
    spans = spans_of(model)
    given = offline_offsets(model)
    graphs = {
        number: _SubgraphPlan(
            model.subgraphs[number],
            spans[number],
            spans,
            number == 0,
            use_cmsis_nn,
            fuse,
            given.get(number),
        )
        for number in sorted(spans)
    }
    interface = [model.main.tensors[index] for index in (*model.main.inputs, *model.main.outputs)]
    requests = [POINTER_BYTES * len(interface), *(_tensor_bytes(tensor) for tensor in interface)]
    tables = 0
    if len(model.subgraphs) > 1:
        requests.append(SUBGRAPH_BYTES * len(model.subgraphs))
        tables = _up(SPAN_BYTES * len(model.subgraphs), PERSISTENT_ALIGNMENT)
    variables = variable_bytes(model)
    if variables:
        requests += [VARIABLES_BYTES, VARIABLE_BYTES * len(variables), *variables.values()]
    requests += [request for graph in graphs.values() for request in graph.persistent]
    persistent = sum(_up(request, PERSISTENT_ALIGNMENT) for request in requests)

    scratch_requests = [request for graph in graphs.values() for request in graph.requests]
    apart = max((r for r in scratch_requests if r <= SCRATCH_LIMIT), default=0) if scratch_apart else 0
    for graph in graphs.values():
        graph.place_scratch_apart(apart)
    buffers = [b for graph in graphs.values() for b in (*graph.activations.values(), *graph.scratch)]
    if sum(buffer.bytes for buffer in buffers) > _MOST_BYTES:
        raise ModelError(f"{model.name}: its tensors take more than 2 GB; take a smaller model")
    placed = place(buffers)
    if given:
        _check_apart(model, placed)
    least = max(
        PLANNED_BUFFER_BYTES * len(placed) + tables,
        *(_prepare_bytes(graph.graph) for graph in graphs.values()),
    )
    head = max(_end(placed), least)
    remaining = list(placed)
    offsets = {number: graph.offsets(remaining) for number, graph in graphs.items()}
    return ArenaPlan(
        arena_bytes=head + persistent,
        scratch_bytes=max(scratch_requests, default=0),
        scratch_buffer_bytes=apart,
        persistent_bytes=persistent,
        offsets=offsets[0],
        inner_offsets={
            (number, index): offset
            for number in offsets
            if number != 0
            for index, offset in offsets[number].items()
        },
        folded=graphs[0].folded,
        in_place=graphs[0].in_place,
        fused=graphs[0].fused,
    )


def folded_outputs(graph: Subgraph) -> frozenset[int]:
    """The tensors that consumers read as the float16 constants they come from."""
    return frozenset(op.outputs[0] for op in graph.operators if _is_foldable(graph, op))


def place(buffers: list[Buffer]) -> list[Buffer]:
    """Greedy: from the largest to the smallest, each at the lowest offset free throughout its lifetime.

    Those that have an offset stay there.
    """
    placed = {index: buffer for index, buffer in enumerate(buffers) if buffer.offset >= 0}
    free = [index for index in range(len(buffers)) if index not in placed]
    for index in sorted(free, key=lambda i: -buffers[i].bytes):
        buffer = buffers[index]
        alive = [b for b in placed.values() if b.first <= buffer.last and buffer.first <= b.last]
        alive.sort(key=lambda b: b.offset)
        offset = 0
        for other in alive:
            if offset < other.offset + other.bytes and other.offset < offset + buffer.bytes:
                offset = other.offset + other.bytes
        placed[index] = Buffer(buffer.bytes, buffer.first, buffer.last, offset)
    return [placed[index] for index in range(len(buffers))]


def _check_apart(model: Model, placed: list[Buffer]) -> None:
    for i, a in enumerate(placed):
        for b in placed[:i]:
            together = a.first <= b.last and b.first <= a.last
            if together and a.offset < b.offset + b.bytes and b.offset < a.offset + a.bytes:
                raise ModelError(
                    f"{model.name}: its memory plan (metadata {OFFLINE_PLAN}) lets two tensors overlap that "
                    "are alive at the same time; make the plan again, or leave it out"
                )


def _up(size: int, alignment: int) -> int:
    return -(-size // alignment) * alignment


def _end(buffers: list[Buffer]) -> int:
    return max((buffer.offset + buffer.bytes for buffer in buffers), default=0)


def _persistent(
    graph: Subgraph, active: list[Operator], use_cmsis_nn: bool, half_outputs: set[int]
) -> list[int]:
    requests = [
        EVAL_TENSOR_BYTES * len(graph.tensors),
        NODE_BYTES * len(graph.operators),
        *(tensor.bytes for tensor in graph.tensors if tensor.is_variable and not tensor.is_constant),
    ]
    for op in active:
        requests += persistent_bytes(graph, op, use_cmsis_nn, half_outputs)
    return requests


def _tensor_bytes(tensor: Tensor) -> int:
    """A TfLiteTensor with its quantisation behind it."""
    scales = len(tensor.quantisation.scales) if tensor.quantisation else 0
    quantisation = QUANTISATION_BYTES + ZERO_POINT_BYTES * scales if scales else 0
    return _up(TENSOR_BYTES, PERSISTENT_ALIGNMENT) + _up(quantisation, PERSISTENT_ALIGNMENT)


def _prepare_bytes(graph: Subgraph) -> int:
    """What the preparation of one operator may take: temporary tensors for all that it reads and writes."""
    return max(
        (
            sum(_tensor_bytes(graph.tensors[i]) for i in (*op.inputs, *op.outputs) if i >= 0)
            for op in graph.operators
        ),
        default=0,
    )


def _is_foldable(graph: Subgraph, op: Operator) -> bool:
    """A DEQUANTIZE of a float16 constant whose consumers all read float16 weights and biases themselves."""
    if op.name != "DEQUANTIZE" or len(op.inputs) != 1 or len(op.outputs) != 1 or op.inputs[0] < 0:
        return False
    source, result = graph.tensors[op.inputs[0]], graph.tensors[op.outputs[0]]
    if not source.is_constant or source.is_variable or (source.type, result.type) != ("float16", "float32"):
        return False
    if source.shape != result.shape or result.index in graph.outputs:
        return False
    return all(
        consumer.name in _READ_FLOAT16 and position in (1, 2)
        for consumer in graph.operators
        for position, index in enumerate(consumer.inputs)
        if index == result.index
    )
