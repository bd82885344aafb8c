# SPDX-License-Identifier: Apache-2.0
"""A virtual board at the terminal: `layerscope run`."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import click
import serial

from layerscope.virtual_board.board import VirtualBoard, VirtualBoardError


def run_board(
    elf: Path,
    board: str,
    console: str,
    host_link: str,
    timing: bool,
    send: str | None,
    until: str | None,
    timeout: float,
    report: bool,
) -> None:
    """Runs `elf` until Ctrl-C, until the board stops, or until the console has printed `until`."""
    attached = console == "stdio" or send is not None or until is not None
    with VirtualBoard(elf, board, "tcp:0" if console == "stdio" else console, host_link, timing) as virtual:
        if console != "stdio":
            click.echo(f"console: {virtual.console_url}", err=True)
        click.echo(f"host link: {virtual.host_link_url}", err=True)
        if console == "stdio" and sys.stdin.isatty():
            click.echo(
                "console: here; 2 and Enter runs the network, help lists the rest, Ctrl-C ends", err=True
            )
        try:
            if attached:
                _converse(virtual, send, until, timeout, interactive=console == "stdio")
            else:
                virtual.wait()
        except KeyboardInterrupt:
            click.echo("", err=True)
        if report:
            click.echo(json.dumps(virtual.report(), indent=2))
        virtual.check()


def _converse(
    virtual: VirtualBoard, send: str | None, until: str | None, timeout: float, interactive: bool
) -> None:
    port = serial.serial_for_url(virtual.console_url, timeout=0.1)
    if interactive and send is None and until is None:
        threading.Thread(target=_type_in, args=(port,), daemon=True).start()
    line = b""
    deadline = time.monotonic() + timeout if until is not None else None
    while deadline is None or time.monotonic() < deadline:
        try:
            received = port.read(max(1, port.in_waiting))
        except serial.SerialException:  # the board hung up: it stopped
            virtual.wait(5)
            return
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
