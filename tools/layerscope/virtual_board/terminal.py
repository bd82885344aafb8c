# SPDX-License-Identifier: Apache-2.0
"""A virtual board at the terminal: `layerscope run`."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import serial

from layerscope.virtual_board.board import VirtualBoard, VirtualBoardError
from layerscope.virtual_board.debugger import DebuggedBoard
from layerscope.virtual_board.gdb import GdbServer
from layerscope.virtual_board.traces.instructions import TracePlace
from layerscope.virtual_board.traces.misses import write_misses
from layerscope.virtual_board.traces.profile import write_profile

# A board that stopped gives what it had printed to a client who comes later; the first bytes wait for 0.1 s.
_LAST_WORDS_SECONDS = 1.0


@dataclass(frozen=True)
class RunOptions:
    """What `layerscope run` was asked for, beyond the image and the board."""

    console: str = "stdio"
    host_link: str = "tcp:0"
    timing: bool = True
    lenient: bool = False
    overclock: bool = False
    baud: int = 115200
    send: str | None = None
    until: str | None = None
    timeout: float = 60.0
    report: bool = False
    load_address: int | None = None
    gdb: int | None = None
    profile: Path | None = None
    cache_misses: Path | None = None
    trace: Path | None = None
    trace_at: str | None = None
    trace_window: int = 100


def run_board(elf: Path, board: str, options: RunOptions) -> None:
    """Runs `elf` until Ctrl-C, SIGTERM or GDB's `kill`, until the board stops, or until `options.until` came.

    However it ends, what was asked for is written.
    """
    _check_folders(options.profile, options.cache_misses, options.trace)
    at_terminal = options.console == "stdio"
    attached = at_terminal or options.send is not None or options.until is not None
    with _terminated_as_by_ctrl_c(), _open(elf, board, options) as virtual:
        if not at_terminal:
            click.echo(f"console: {virtual.console_url}", err=True)
        click.echo(f"host link: {virtual.host_link_url}", err=True)
        if at_terminal and sys.stdin.isatty():
            click.echo(
                "console: here; 2 and Enter runs the network, help lists the rest, Ctrl-C ends", err=True
            )
        try:
            if attached:
                _converse(virtual, options)
            else:
                virtual.wait()
        except KeyboardInterrupt:
            click.echo("", err=True)
        virtual.hold()
        report = virtual.report()
        if options.report:
            click.echo(json.dumps(report, indent=2))
        _write_traces(virtual, report, options)
        _show_unmodelled(report)
        virtual.check()


@contextmanager
def _terminated_as_by_ctrl_c() -> Iterator[None]:
    """SIGTERM ends the run as Ctrl-C does. Only the main thread can ask for that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _check_folders(*files: Path | None) -> None:
    """So that a long run is not lost for want of a folder."""
    for file in files:
        if file is not None and not file.absolute().parent.is_dir():
            raise VirtualBoardError(f"cannot write {file}: there is no folder {file.parent}")


@contextmanager
def _open(elf: Path, board: str, options: RunOptions) -> Iterator[VirtualBoard]:
    arguments: dict[str, Any] = {
        "console": "tcp:0" if options.console == "stdio" else options.console,
        "host_link": options.host_link,
        "timing": options.timing,
        "lenient": options.lenient,
        "overclock": options.overclock,
        "baud": options.baud,
        "load_address": options.load_address,
        "traces": [
            name
            for name, path in {"profile": options.profile, "misses": options.cache_misses}.items()
            if path is not None
        ],
        "trace_around": TracePlace(options.trace_at, options.trace_window) if options.trace else None,
        "on_warning": lambda sentence: click.echo(f"warning: {sentence}", err=True),
    }
    if options.gdb is None:
        with VirtualBoard(elf, board, **arguments) as virtual:
            yield virtual
        return
    with (
        closing(GdbServer(options.gdb)) as server,
        DebuggedBoard(elf, board, on_halt=server.take_halt, **arguments) as debugged,
    ):
        server.serve(debugged, on_kill=debugged.end)
        # On stdout, where whoever started this waits for it.
        click.echo(f"gdb: 127.0.0.1:{server.port}; gdb-multiarch {elf} -ex 'target remote :{server.port}'")
        yield debugged


def _write_traces(virtual: VirtualBoard, report: dict[str, Any], options: RunOptions) -> None:
    try:
        if options.profile is not None:
            what = "modelled" if report["timing"] else "one an instruction"
            title = f"{report['cycles']:,} cycles ({what}), {report['instructions']:,} instructions"
            write_profile(virtual.profile(), options.profile, title)
        if options.cache_misses is not None:
            write_misses(virtual.misses(), options.cache_misses)
        if options.trace is not None:
            _write_instructions(virtual, report, options)
    except OSError as error:
        raise VirtualBoardError(f"cannot write {error.filename}: {error.strerror}") from error


def _write_instructions(virtual: VirtualBoard, report: dict[str, Any], options: RunOptions) -> None:
    from layerscope.virtual_board.traces.disassembly import table  # its library is used by this alone

    assert options.trace is not None
    trace = virtual.instructions()
    what = "modelled" if report["timing"] else "one an instruction"
    place = options.trace_at or "the end of the run"
    title = f"Instructions around {place}, cycles {what}; the run took {report['cycles']:,} cycles"
    text = table(trace, *virtual.names)
    options.trace.write_text(f"{title}\n{text}", encoding="utf-8")
    if not trace.reached:
        raise VirtualBoardError(
            f"the run did not come to `{options.trace_at}` of --trace-at: it ended after "
            f"{report['cycles']:,} cycles; {options.trace} has its last instructions"
        )


def _show_unmodelled(report: dict[str, Any]) -> None:
    for register in report["unmodelled"]:
        what = f"{register['access']} of {register['register']}, first at {register['at']}"
        click.echo(f"without a model: {what}", err=True)


def _converse(virtual: VirtualBoard, options: RunOptions) -> None:
    port = serial.serial_for_url(virtual.console_url, timeout=0.1)
    send, until, timeout = options.send, options.until, options.timeout
    if options.console == "stdio" and send is None and until is None:
        threading.Thread(target=_type_in, args=(port,), daemon=True).start()
    line = b""
    quiet_since = time.monotonic()
    deadline = time.monotonic() + timeout if until is not None else None
    while deadline is None or time.monotonic() < deadline:
        try:
            received = port.read(max(1, port.in_waiting))
        except serial.SerialException:  # the board hung up: it stopped
            virtual.wait(5)
            return
        if received:
            quiet_since = time.monotonic()
        elif virtual.ended or (virtual.stopped and time.monotonic() - quiet_since > _LAST_WORDS_SECONDS):
            return  # on a pseudo-terminal no hang-up says so
        sys.stdout.buffer.write(received)
        sys.stdout.buffer.flush()
        for byte in received:
            line += bytes([byte])
            if byte != 0x0A:
                continue
            if send is not None:
                port.write(send.encode())
                send = None
            if until is not None and until.encode() in line:
                return
            line = b""
    raise VirtualBoardError(
        f"the console printed no `{until}` within {timeout:.0f} s; see what it printed above"
    )


def _type_in(port: serial.SerialBase) -> None:
    for text in sys.stdin:
        port.write(text.encode())
