# SPDX-License-Identifier: Apache-2.0
"""Frames of the remote serial protocol (GDB manual, appendix E.1): `$data#checksum`, `+`, `-`, Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterator

INTERRUPT, ACKNOWLEDGED, REPEAT, DAMAGED = b"\x03", b"+", b"-", b"!"
_ESCAPED = b"$#}*"


def checksum(data: bytes) -> bytes:
    return b"%02x" % (sum(data) & 0xFF)


def escape(data: bytes) -> bytes:
    """Binary data for the inside of a packet."""
    return b"".join(b"}%c" % (byte ^ 0x20) if byte in _ESCAPED else b"%c" % byte for byte in data)


def unescape(data: bytes) -> bytes:
    plain, at = bytearray(), 0
    while at < len(data):
        if data[at] == ord("}") and at + 1 < len(data):
            at += 1
            plain.append(data[at] ^ 0x20)
        else:
            plain.append(data[at])
        at += 1
    return bytes(plain)


def frame(data: bytes) -> bytes:
    return b"$" + data + b"#" + checksum(data)


class PacketReader:
    """Cuts what arrives into packets.

    Yields a packet's data with a leading `$`, or one of the constants above (DAMAGED: a wrong checksum).
    """

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, received: bytes) -> Iterator[bytes]:
        self._waiting += received
        while self._waiting:
            first = self._waiting[:1]
            if first != b"$":
                self._waiting = self._waiting[1:]
                if first in (INTERRUPT, ACKNOWLEDGED, REPEAT):
                    yield first
                continue
            end = self._waiting.find(b"#")
            if end < 0 or len(self._waiting) < end + 3:
                return
            data, given = self._waiting[1:end], self._waiting[end + 1 : end + 3]
            self._waiting = self._waiting[end + 3 :]
            yield b"$" + data if given.lower() == checksum(data) else DAMAGED
