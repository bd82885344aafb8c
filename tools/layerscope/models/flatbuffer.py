# SPDX-License-Identifier: Apache-2.0
"""A FlatBuffers walker that verifies every offset before it is followed.

Format: https://flatbuffers.dev/internals. All numbers are little-endian. A table starts with a signed
32-bit distance back to its vtable; a vtable is `size`, `table size`, then one 16-bit offset a field. What
passes here can be walked by code that verifies nothing.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from layerscope.models.errors import ModelError

_MAX_TABLES = 200_000  # a shared table may be reached many times: bounds the work on a hostile file
_MAX_SCALARS = 20_000_000


class Flatbuffer:
    """The bytes of a file, and a budget for the walk."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self._tables = 0
        self._scalars = 0

    def fail(self, where: str, what: str) -> ModelError:
        return ModelError(f"{self.name}: the file is damaged: {where} {what}; get or convert the model again")

    def root(self, where: str) -> Table:
        return self.table_at(self.unsigned32(0, where), where)

    def unsigned32(self, position: int, where: str) -> int:
        if position % 4:
            raise self.fail(where, f"lies at the misaligned offset {position}")
        if not 0 <= position <= len(self.data) - 4:
            raise self.fail(where, f"points to byte {position} of a file of {len(self.data)} bytes")
        return int.from_bytes(self.data[position : position + 4], "little")

    def table_at(self, position: int, where: str) -> Table:
        self._tables += 1
        if self._tables > _MAX_TABLES:
            raise self.fail(where, f"is one of more than {_MAX_TABLES} tables")
        distance = self.unsigned32(position, where)
        vtable = position - (distance - (1 << 32) if distance >= 1 << 31 else distance)
        if vtable % 2 or not 0 <= vtable <= len(self.data) - 4:
            raise self.fail(where, f"has its vtable at byte {vtable} of a file of {len(self.data)} bytes")
        vtable_size, table_size = struct.unpack_from("<HH", self.data, vtable)
        if vtable_size < 4 or vtable_size % 2 or vtable + vtable_size > len(self.data):
            raise self.fail(where, f"has a vtable of {vtable_size} bytes at byte {vtable}")
        if table_size < 4 or position + table_size > len(self.data):
            raise self.fail(where, f"claims {table_size} bytes at byte {position} of {len(self.data)}")
        return Table(self, position, vtable, vtable_size, table_size, where)

    def vector_at(self, position: int, item_size: int, where: str) -> tuple[int, int]:
        """Position of the first item and number of items."""
        count = self.unsigned32(position, where)
        if position + 4 + count * item_size > len(self.data):
            raise self.fail(where, f"claims {count} items at byte {position} of {len(self.data)}")
        return position + 4, count

    def scalars_at(self, position: int, code: str, where: str) -> tuple[int | float, ...]:
        size = struct.calcsize("<" + code)
        first, count = self.vector_at(position, size, where)
        if count and first % size:
            raise self.fail(where, f"lies at byte {first}, which is not a multiple of {size}")
        self._scalars += count
        if self._scalars > _MAX_SCALARS:
            raise self.fail(where, f"is one of vectors of more than {_MAX_SCALARS} numbers")
        return struct.unpack_from(f"<{count}{code}", self.data, first)


@dataclass(frozen=True)
class Table:
    """A table whose bytes and vtable lie inside the file. Fields are known by their index in the schema."""

    buffer: Flatbuffer
    position: int
    vtable: int
    vtable_size: int
    table_size: int
    where: str

    def _field(self, index: int, size: int, name: str) -> int | None:
        entry = 4 + 2 * index
        if entry + 2 > self.vtable_size:
            return None
        offset = int.from_bytes(self.buffer.data[self.vtable + entry : self.vtable + entry + 2], "little")
        if offset == 0:
            return None
        where = f"{self.where}, field {name}"
        if offset < 4 or offset + size > self.table_size:
            raise self.buffer.fail(where, f"lies at offset {offset} of a table of {self.table_size} bytes")
        if (self.position + offset) % size:
            raise self.buffer.fail(where, f"lies at the misaligned byte {self.position + offset}")
        return self.position + offset

    def _scalar(self, index: int, code: str, name: str) -> int | float | bool | None:
        position = self._field(index, struct.calcsize("<" + code), name)
        if position is None:
            return None
        value: int | float | bool = struct.unpack_from("<" + code, self.buffer.data, position)[0]
        return value

    def integer(self, index: int, code: str, name: str, default: int = 0) -> int:
        value = self._scalar(index, code, name)
        return default if value is None else int(value)

    def real(self, index: int, name: str, default: float = 0.0) -> float:
        value = self._scalar(index, "f", name)
        return default if value is None else float(value)

    def boolean(self, index: int, name: str) -> bool:
        return bool(self.integer(index, "B", name))

    def _target(self, index: int, name: str) -> int | None:
        position = self._field(index, 4, name)
        if position is None:
            return None
        distance = self.buffer.unsigned32(position, f"{self.where}, field {name}")
        if distance == 0:
            raise self.buffer.fail(f"{self.where}, field {name}", "points to itself")
        return position + distance

    def table(self, index: int, name: str) -> Table | None:
        position = self._target(index, name)
        return None if position is None else self.buffer.table_at(position, f"{self.where}, {name}")

    def tables(self, index: int, name: str) -> list[Table]:
        """A vector of tables; `name` is that of one item."""
        position = self._target(index, name)
        if position is None:
            return []
        first, count = self.buffer.vector_at(position, 4, f"{self.where}, vector of {name}")
        result = []
        for number in range(count):
            where = f"{name} {number}"
            entry = first + 4 * number
            result.append(self.buffer.table_at(entry + self.buffer.unsigned32(entry, where), where))
        return result

    def integers(self, index: int, code: str, name: str) -> tuple[int, ...]:
        position = self._target(index, name)
        if position is None:
            return ()
        return tuple(int(x) for x in self.buffer.scalars_at(position, code, f"{self.where}, {name}"))

    def reals(self, index: int, name: str) -> tuple[float, ...]:
        position = self._target(index, name)
        if position is None:
            return ()
        return tuple(float(x) for x in self.buffer.scalars_at(position, "f", f"{self.where}, {name}"))

    def has(self, index: int, name: str) -> bool:
        return self._field(index, 4, name) is not None

    def byte_range(self, index: int, name: str) -> tuple[int, int]:
        """Offset in the file and size of a vector of bytes; (0, 0) when absent."""
        position = self._target(index, name)
        if position is None:
            return 0, 0
        return self.buffer.vector_at(position, 1, f"{self.where}, {name}")

    def text(self, index: int, name: str) -> str:
        offset, size = self.byte_range(index, name)
        if offset and (offset + size >= len(self.buffer.data) or self.buffer.data[offset + size] != 0):
            raise self.buffer.fail(f"{self.where}, {name}", "is a string without its end")
        return self.buffer.data[offset : offset + size].decode("utf-8", "replace")
