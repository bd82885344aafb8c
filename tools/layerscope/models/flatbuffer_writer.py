# SPDX-License-Identifier: Apache-2.0
"""Writes FlatBuffers, from the end to the beginning as the format wants it.

A place is counted from the buffer's end, which does not move while the beginning grows. What is written twice
is stored once. Standard library only: it runs inside PlatformIO's Python as well.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_BUFFER_ALIGNMENT = 16


@dataclass(frozen=True)
class Place:
    """Where something was written, in bytes from the buffer's end."""

    from_end: int


Field = tuple[str, int | float | Place]
"""A number with its `struct` code, or `>` and the place of what the field refers to."""


class FlatbufferWriter:
    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._size = 0
        self._written: dict[tuple[str, bytes, int], Place] = {}
        self._vtables: dict[bytes, int] = {}

    def vector(self, data: bytes, item_size: int, *, alignment: int = 4) -> Place:
        """A vector of numbers that `data` holds as they are to stand there."""
        key = ("vector", data, max(item_size, alignment))
        if key not in self._written:
            self._prepend(data, max(item_size, alignment))
            self._written[key] = self._prepend(struct.pack("<I", len(data) // item_size), 4)
        return self._written[key]

    def numbers(self, code: str, values: Sequence[int] | Sequence[float]) -> Place:
        return self.vector(struct.pack(f"<{len(values)}{code}", *values), struct.calcsize("<" + code))

    def text(self, text: str) -> Place:
        data = text.encode()
        key = ("text", data, 4)
        if key not in self._written:
            padded = data + b"\0"
            self._align(len(padded), 4)
            self._prepend(padded, 1)
            self._written[key] = self._prepend(struct.pack("<I", len(data)), 4)
        return self._written[key]

    def tables(self, places: Sequence[Place]) -> Place:
        """A vector of tables that are there already."""
        self._align(4 * len(places) + 4, 4)
        end = self._size
        count = len(places)
        items = [end + 4 * (count - i) - place.from_end for i, place in enumerate(places)]
        self._prepend(struct.pack(f"<{count}I", *items), 4)
        return self._prepend(struct.pack("<I", count), 4)

    def table(self, fields: dict[int, Field]) -> Place:
        """A table of fields by their number in the schema; those that are absent have their defaults."""
        sizes = {
            index: 4 if code == ">" else struct.calcsize("<" + code) for index, (code, _) in fields.items()
        }
        offsets: dict[int, int] = {}
        end = 4
        for index in sorted(fields, key=lambda i: -sizes[i]):
            end = -(-end // sizes[index]) * sizes[index]
            offsets[index] = end
            end += sizes[index]
        size = -(-end // 4) * 4
        alignment = max((4, *sizes.values()))
        count = max(fields, default=-1) + 1
        entries = [offsets.get(index, 0) for index in range(count)]
        vtable = struct.pack(f"<{count + 2}H", 4 + 2 * count, size, *entries)
        self._align(size, alignment)
        place = self._size + size
        known = self._vtables.get(vtable)
        # Before the table, on its next multiple of two.
        at = known if known is not None else place + len(vtable)
        data = bytearray(size)
        struct.pack_into("<i", data, 0, at - place)
        for index, (code, value) in fields.items():
            if isinstance(value, Place):
                struct.pack_into("<I", data, offsets[index], place - offsets[index] - value.from_end)
            else:
                struct.pack_into("<" + code, data, offsets[index], value)
        self._prepend(bytes(data), alignment)
        if known is None:
            self._prepend(vtable, 2)
            self._vtables[vtable] = at
        return Place(place)

    def finish(self, root: Place, identifier: bytes) -> bytes:
        self._align(8, _BUFFER_ALIGNMENT)
        begin = self._size + 8
        self._prepend(struct.pack("<I", begin - root.from_end) + identifier, 4)
        return b"".join(reversed(self._chunks))

    def _align(self, size: int, alignment: int) -> None:
        """Pads so that `size` bytes more begin at a multiple of `alignment`."""
        padding = -(self._size + size) % alignment
        self._chunks.append(bytes(padding))
        self._size += padding

    def _prepend(self, data: bytes, alignment: int) -> Place:
        self._align(len(data), alignment)
        self._chunks.append(data)
        self._size += len(data)
        return Place(self._size)
