# SPDX-License-Identifier: Apache-2.0
"""Serves one GDB client after the other on a TCP port of this machine."""

from __future__ import annotations

import queue
import selectors
import socket
import threading
from collections.abc import Callable

from layerscope.errors import LayerscopeError
from layerscope.virtual_board.debugger import DebuggedBoard, Halt
from layerscope.virtual_board.gdb.packets import (
    DAMAGED,
    INTERRUPT,
    REPEAT,
    PacketReader,
    frame,
)
from layerscope.virtual_board.gdb.session import End, Session

_HALT_SECONDS = 60.0


class GdbServer:
    """GDB's end of a `DebuggedBoard`, in a thread of its own.

    Make it first, since it may find its port taken; give its `take_halt` to the board; then `serve` that.
    A client that detaches leaves the board running; the next one halts it. `killed` is set when a client
    asked for the end of the board.
    """

    def __init__(self, port: int) -> None:
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            self._listener.close()
            raise LayerscopeError(
                f"cannot serve GDB on port {port} ({error}); choose another, or 0 for any free one"
            ) from error
        self._listener.listen(1)
        self._halts: queue.Queue[Halt] = queue.Queue()
        self._wake, self._woken = socket.socketpair()  # a byte for each halt, so that one selector sees all
        self.killed = threading.Event()
        self._on_kill: Callable[[], None] = lambda: None

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def take_halt(self, halt: Halt) -> None:
        self._halts.put(halt)
        self._wake.send(b"h")

    def serve(self, board: DebuggedBoard, on_kill: Callable[[], None]) -> None:
        self._on_kill = on_kill
        threading.Thread(target=self._serve, args=(board,), daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _wait_for_halt(self) -> Halt:
        self._woken.recv(1)
        return self._halts.get(timeout=_HALT_SECONDS)

    def _serve(self, board: DebuggedBoard) -> None:
        attached = True  # the board stands still before its first instruction
        while not self.killed.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                if not attached:
                    board.halt()
                end = _Conversation(connection, Session(board, self._wait_for_halt, self._wait_for_halt()))
                attached = False
                if self._converse(board, end) is End.KILLED:
                    self.killed.set()
                    self._on_kill()
            except (LayerscopeError, OSError, queue.Empty):
                return  # the board's process has ended
            finally:
                connection.close()

    def _converse(self, board: DebuggedBoard, client: _Conversation) -> End:
        session = client.session
        with selectors.DefaultSelector() as events:
            events.register(client.connection, selectors.EVENT_READ)
            events.register(self._woken, selectors.EVENT_READ)
            while session.end is None:
                ready = {key.fileobj for key, _ in events.select()}
                if self._woken in ready:
                    client.report(self._wait_for_halt())
                if client.connection in ready and not client.receive(board):
                    # Gone without a word: the board goes on as after `detach`.
                    if session.running:
                        board.halt()
                        self._wait_for_halt()
                    board.detach()
                    return End.DETACHED
        return session.end


class _Conversation:
    """A client's connection: frames, acknowledgements, repetition."""

    def __init__(self, connection: socket.socket, session: Session) -> None:
        self.connection = connection
        self.session = session
        self._reader = PacketReader()
        self._sent = b""

    def receive(self, board: DebuggedBoard) -> bool:
        """Answers what arrived; False when the client has gone."""
        try:
            received = self.connection.recv(65536)
        except OSError:
            return False
        for packet in self._reader.feed(received):
            if packet == INTERRUPT:
                if self.session.running:
                    board.halt()
            elif packet == REPEAT:
                self.connection.sendall(self._sent)
            elif packet == DAMAGED:
                self.connection.sendall(b"-")
            elif packet.startswith(b"$"):
                if self.session.acknowledges:
                    self.connection.sendall(b"+")
                answer = self.session.answer(packet[1:])
                if answer is not None:
                    self._send(answer)
        return bool(received)

    def report(self, halt: Halt) -> None:
        if not self.session.running:
            return
        if halt.sentence:
            self._send(b"O" + f"The board stopped: {halt.sentence}\n".encode().hex().encode())
        self._send(self.session.halted(halt))

    def _send(self, data: bytes) -> None:
        self._sent = frame(data)
        self.connection.sendall(self._sent)
