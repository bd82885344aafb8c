# SPDX-License-Identifier: Apache-2.0
"""The answers to a GDB client: one `Session` from its connection to its end. No sockets here."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from layerscope.virtual_board.debugger import DebuggedBoard, Halt
from layerscope.virtual_board.gdb import monitor
from layerscope.virtual_board.gdb.packets import escape, unescape
from layerscope.virtual_board.gdb.target import NUMBERED, memory_map_xml, target_xml

OK, UNKNOWN = b"OK", b""
NO_SUCH_MEMORY, WRONG_USE = b"E0e", b"E16"  # EFAULT and EINVAL
PACKET_SIZE = 0x4000
_SUPPORTED = (
    f"PacketSize={PACKET_SIZE:x};QStartNoAckMode+;qXfer:features:read+;qXfer:memory-map:read+;"
    "swbreak+;hwbreak+;vContSupported+"
).encode()
_WATCH_KINDS = {b"2": "write", b"3": "read", b"4": "access"}
_WATCH_REPLIES = {"write": b"watch", "read": b"rwatch", "access": b"awatch"}
_SIGINT, _SIGTRAP, _SIGABRT = 2, 5, 6


class End(Enum):
    """How a client left."""

    DETACHED = auto()
    KILLED = auto()


class Session:
    """Answers packets; while `running` a packet's answer is the stop reply, which `halted` makes."""

    def __init__(self, board: DebuggedBoard, wait_for_halt: Callable[[], Halt], last: Halt) -> None:
        self._board = board
        self._wait_for_halt = wait_for_halt
        self._last = last
        self._breakpoints: dict[int, bytes] = {}  # address -> swbreak or hwbreak
        self._features = set[bytes]()
        self.running = False
        self.acknowledges = True
        self.end: End | None = None

    def answer(self, packet: bytes) -> bytes | None:
        """The answer to `packet`; None when there is none now, since the board runs."""
        try:
            return self._answer(packet)
        except (ValueError, IndexError, KeyError):
            return WRONG_USE

    def halted(self, halt: Halt) -> bytes:
        """The stop reply; to be sent when the board that ran stands still."""
        self.running = False
        self._last = halt
        if halt.reason == "request":
            return b"T%02xthread:1;" % _SIGINT
        if halt.reason == "stopped":
            return b"T%02xthread:1;" % _SIGABRT
        what = b""
        if halt.reason == "watchpoint":
            what = b"%s:%x;" % (_WATCH_REPLIES[halt.kind], halt.address)
        elif halt.reason == "breakpoint":
            kind = self._breakpoints.get(self._board.registers()["pc"], b"")
            what = kind + b":;" if kind in self._features else b""
        return b"T%02x%sthread:1;" % (_SIGTRAP, what)

    def _answer(self, packet: bytes) -> bytes | None:
        letter, rest = packet[:1], packet[1:]
        simple: dict[bytes, Callable[[bytes], bytes | None]] = {
            b"?": lambda _: self.halted(self._last),
            b"!": lambda _: OK,
            b"H": lambda _: OK,
            b"T": lambda _: OK,
            b"g": lambda _: self._registers(),
            b"G": self._write_registers,
            b"p": self._register,
            b"P": self._write_register,
            b"m": self._read,
            b"M": self._write_hex,
            b"X": self._write_binary,
            b"Z": lambda r: self._watch(r, True),
            b"z": lambda r: self._watch(r, False),
            b"c": self._go_on,
            b"s": self._step,
            b"R": lambda _: self._restart(None),
            b"D": lambda _: self._leave(End.DETACHED),
            b"k": lambda _: self._leave(End.KILLED),
            b"q": self._query,
            b"Q": self._set,
            b"v": self._long,
        }
        return simple[letter](rest) if letter in simple else UNKNOWN

    # Registers

    def _number(self, number: int, values: dict[str, int]) -> bytes:
        return b"".join(values[name].to_bytes(4, "little") for name in NUMBERED[number])

    def _registers(self) -> bytes:
        values = self._board.registers()
        return b"".join(self._number(number, values) for number in sorted(NUMBERED)).hex().encode()

    def _register(self, text: bytes) -> bytes:
        return self._number(int(text, 16), self._board.registers()).hex().encode()

    def _set_register(self, number: int, data: bytes) -> bytes:
        for name in NUMBERED[number]:
            self._board.write_register(name, int.from_bytes(data[:4], "little"))
            data = data[4:]
        return data

    def _write_register(self, text: bytes) -> bytes:
        number, _, value = text.partition(b"=")
        self._set_register(int(number, 16), bytes.fromhex(value.decode()))
        return OK

    def _write_registers(self, text: bytes) -> bytes:
        data = bytes.fromhex(text.decode())
        # sp before msp and psp, of which it is one: what GDB says of those is the same or newer.
        for number in sorted(NUMBERED):
            data = self._set_register(number, data)
        return OK

    # Memory

    def _read(self, text: bytes) -> bytes:
        address, size = (int(part, 16) for part in text.split(b","))
        data = self._board.read_memory(address, min(size, PACKET_SIZE // 2 - 16))
        return data.hex().encode() if data or size == 0 else NO_SUCH_MEMORY

    def _write(self, text: bytes, data: bytes) -> bytes:
        address, size = (int(part, 16) for part in text.split(b","))
        if size != len(data):
            return WRONG_USE
        return OK if self._board.write_memory(address, data) else NO_SUCH_MEMORY

    def _write_hex(self, text: bytes) -> bytes:
        where, _, data = text.partition(b":")
        return self._write(where, bytes.fromhex(data.decode()))

    def _write_binary(self, text: bytes) -> bytes:
        where, _, data = text.partition(b":")
        return self._write(where, unescape(data))

    def _flash(self, text: bytes) -> bytes:
        command, _, rest = text.partition(b":")
        if command == b"FlashErase":
            address, size = (int(part, 16) for part in rest.split(b","))
            return OK if self._board.erase_flash(address, size) else NO_SUCH_MEMORY
        if command == b"FlashWrite":
            where, _, data = rest.partition(b":")
            return OK if self._board.program_flash(int(where, 16), unescape(data)) else NO_SUCH_MEMORY
        return OK  # FlashDone

    # Running

    def _watch(self, text: bytes, on: bool) -> bytes:
        kind, address, size = text.split(b";")[0].split(b",")
        where = int(address, 16)
        if kind in (b"0", b"1"):
            self._board.set_breakpoint(where, on)
            self._breakpoints[where] = b"swbreak" if kind == b"0" else b"hwbreak"
            return OK
        if kind not in _WATCH_KINDS:
            return UNKNOWN
        self._board.set_watchpoint(_WATCH_KINDS[kind], where, int(size, 16), on)
        return OK

    def _go_on(self, text: bytes) -> None:
        if text:
            self._board.write_register("pc", int(text, 16))
        self.running = True
        self._board.resume()

    def _step(self, text: bytes) -> None:
        if text:
            self._board.write_register("pc", int(text, 16))
        self.running = True
        self._board.step()

    def _restart(self, answer: bytes | None) -> bytes | None:
        self._board.reset()
        self._last = self._wait_for_halt()
        return answer

    def _leave(self, how: End) -> bytes | None:
        self.end = how
        if how is End.DETACHED:
            self._board.detach()
            return OK
        return None

    # Queries

    def _query(self, text: bytes) -> bytes:
        if text.startswith(b"Supported"):
            asked = text.partition(b":")[2].split(b";")
            self._features = {feature[:-1] for feature in asked if feature.endswith(b"+")}
            return _SUPPORTED
        if text.startswith(b"Xfer:"):
            return self._transfer(text)
        if text.startswith(b"Rcmd,"):
            return self._monitor(bytes.fromhex(text[5:].decode()).decode(errors="replace"))
        fixed = {b"Attached": b"1", b"C": b"QC1", b"fThreadInfo": b"m1", b"sThreadInfo": b"l"}
        return fixed.get(text.partition(b":")[0], UNKNOWN)

    def _transfer(self, text: bytes) -> bytes:
        _, what, direction, name, window = text.split(b":")
        documents = {(b"features", b"target.xml"): target_xml, (b"memory-map", b""): self._memory_map}
        if direction != b"read" or (what, name) not in documents:
            return b"E00"
        begin, size = (int(part, 16) for part in window.split(b","))
        document = documents[what, name]().encode()
        more = begin + size < len(document)
        return (b"m" if more else b"l") + escape(document[begin : begin + size])

    def _memory_map(self) -> str:
        return memory_map_xml(self._board.memories())

    def _monitor(self, command: str) -> bytes:
        said = monitor.answer(self._board, command)
        if said is None:
            self._restart(None)
            said = ""
        return said.encode().hex().encode() if said else OK

    def _set(self, text: bytes) -> bytes:
        if text != b"StartNoAckMode":
            return UNKNOWN
        self.acknowledges = False
        return OK

    def _long(self, text: bytes) -> bytes | None:
        if text == b"Cont?":
            return b"vCont;c;C;s;S"
        if text.startswith(b"Cont;"):
            if text[5:6] in (b"s", b"S"):
                self._step(b"")
            else:
                self._go_on(b"")
            return None
        if text.startswith(b"Flash"):
            return self._flash(text)
        if text.startswith(b"Kill"):
            self._leave(End.KILLED)
            return OK
        if text.startswith(b"Run"):
            self._restart(None)
            return self.halted(self._last)
        return UNKNOWN
