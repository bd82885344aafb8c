# SPDX-License-Identifier: Apache-2.0
"""A small client of GDB's remote serial protocol, written from the manual, for machines without a GDB."""

from __future__ import annotations

import socket


class GdbClient:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._received = b""

    def close(self) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        self._socket.sendall(b"$%s#%02x" % (data, sum(data) % 256))

    def interrupt(self) -> None:
        self._socket.sendall(b"\x03")

    def _byte(self) -> bytes:
        if not self._received:
            self._received = self._socket.recv(4096)
            assert self._received, "the server hung up"
        first, self._received = self._received[:1], self._received[1:]
        return first

    def packet(self) -> bytes:
        while (byte := self._byte()) != b"$":
            assert byte in b"+", byte
        data = b""
        while (byte := self._byte()) != b"#":
            data += byte
        assert int(self._byte() + self._byte(), 16) == sum(data) % 256
        self._socket.sendall(b"+")
        return data

    def ask(self, data: bytes | str) -> bytes:
        self.send(data.encode() if isinstance(data, str) else data)
        return self.packet()

    def monitor(self, command: str) -> str:
        answer = self.ask("qRcmd," + command.encode().hex())
        return "" if answer == b"OK" else bytes.fromhex(answer.decode()).decode()

    def word(self, address: int) -> int:
        return int.from_bytes(bytes.fromhex(self.ask(f"m{address:x},4").decode()), "little")

    def register(self, number: int) -> int:
        return int.from_bytes(bytes.fromhex(self.ask(f"p{number:x}").decode()), "little")

    def go_on(self) -> bytes:
        """`continue`; the next stop reply, and what the console said before it in `said`."""
        return self.stop_reply("vCont;c")

    def step(self) -> bytes:
        return self.stop_reply("vCont;s:1")

    def stop_reply(self, command: str) -> bytes:
        self.send(command.encode())
        return self.next_stop()

    def next_stop(self) -> bytes:
        self.said = ""
        while (answer := self.packet()).startswith(b"O"):
            self.said += bytes.fromhex(answer[1:].decode()).decode()
        return answer
