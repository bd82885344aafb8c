# SPDX-License-Identifier: Apache-2.0
"""Memory plans that a tool left in a model's metadata.

Buffer "OfflineMemoryAllocation": int32 version (1), number of the subgraph, number of its tensors, and for
each its offset in the arena, or -1 for one to be planned by the runtime. Format: tflite-micro,
docs/memory_management.md, "Offline planned tensor allocations". Mirrors lib/tflite_micro's offline_plan.
"""

from __future__ import annotations

import struct

from layerscope.models.errors import ModelError
from layerscope.models.flatbuffer import Flatbuffer
from layerscope.models.model import Model

OFFLINE_PLAN = "OfflineMemoryAllocation"
_VERSION = 1
_ALIGNMENT = 16
_HEADER_WORDS = 3


def offline_plans(model: Model) -> dict[int, bytes]:
    """The buffers of memory plans, by their number."""
    root = Flatbuffer(model.data, model.name).root("the model")
    buffers = root.tables(4, "buffer")
    found = {}
    for table in root.tables(6, "metadata"):
        number = table.integer(1, "I", "buffer")
        if table.text(0, "name") == OFFLINE_PLAN:
            offset, size = buffers[number].byte_range(0, "data")
            found[number] = model.data[offset : offset + size]
    return found


def offline_offsets(model: Model) -> dict[int, dict[int, int]]:
    """Offsets by subgraph and tensor, of the tensors that the model's plans place.

    Raises ModelError on a plan that is not this model's.
    """
    found: dict[int, dict[int, int]] = {}
    for data in offline_plans(model).values():
        words = struct.unpack(f"<{len(data) // 4}i", data[: len(data) // 4 * 4])
        if len(data) < 8 or words[1] in found or not 0 <= words[1] < len(model.subgraphs):
            continue
        tensors = len(model.subgraphs[words[1]].tensors)
        where = f"{model.name}: its memory plan (metadata {OFFLINE_PLAN})"
        if len(data) != 4 * (_HEADER_WORDS + tensors) or words[0] != _VERSION or words[2] != tensors:
            raise ModelError(f"{where} is not of version {_VERSION} and of {tensors} tensors; leave it out")
        offsets = words[_HEADER_WORDS:]
        for tensor, offset in enumerate(offsets):
            if offset != -1 and (offset < 0 or offset % _ALIGNMENT):
                raise ModelError(f"{where} puts tensor {tensor} at {offset}, which is no multiple of 16")
        found[words[1]] = {tensor: offset for tensor, offset in enumerate(offsets) if offset >= 0}
    return found
