# SPDX-License-Identifier: Apache-2.0
"""Serial ports: which there are, and opening one by name or URL (`socket://host:port` is a virtual board)."""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path
from typing import Any

import serial
from serial.tools import list_ports

from layerscope.errors import LayerscopeError

BAUD = 115200


class PortError(LayerscopeError):
    """A port that cannot be opened, or that broke while it was in use."""


def available() -> list[str]:
    """Names of the machine's serial ports, USB ones first; UARTs without hardware are left out."""
    ports = [port for port in list_ports.comports() if port.hwid and port.hwid != "n/a"]
    return [port.device for port in sorted(ports, key=lambda port: (port.vid is None, port.device))]


def is_port(name: str) -> bool:
    """Whether a command's argument means a port or URL rather than a file."""
    return "://" in name or name.startswith("/dev/") or re.fullmatch(r"(?i)com\d+", name) is not None


def open_port(name: str, read_timeout_s: float = 0.1) -> Any:
    """An open pyserial port, 115200 8N1. Errors name the ports there are, or the way to get access."""
    try:
        port = serial.serial_for_url(
            name, baudrate=BAUD, timeout=read_timeout_s, write_timeout=5, do_not_open=True
        )
        if name.startswith("socket://"):
            # pyserial empties a socket's input while opening it: the boot line would be lost.
            port.reset_input_buffer = lambda: None
            port.open()
            del port.reset_input_buffer
            _close_at_once(port)
        else:
            port.open()
        return port
    except (serial.SerialException, OSError, ValueError) as error:
        raise PortError(_sentence(name, error)) from error


def _close_at_once(port: Any) -> None:
    """Spares the 0.3 s that pyserial sleeps after closing a socket."""
    connection = port._socket
    if connection is None:
        return

    def close() -> None:
        port.is_open = False
        connection.close()

    port.close = close


def _sentence(name: str, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if "://" in name:
        if isinstance(error, ValueError):
            return f"{name} is no URL of a port ({error}); a virtual board's is socket://HOST:PORT"
        return f"nothing answers at {name}; start a virtual board with `layerscope run ELF --board BOARD`"
    if number in (errno.EACCES, errno.EPERM) or isinstance(error, PermissionError):
        if sys.platform.startswith("linux"):
            group = _group_of(name)
            return f"no permission to open {name}; run `sudo usermod -aG {group} $USER` and log in again"
        return f"no permission to open {name}; close the program that uses it (a serial monitor?)"
    if number == errno.EBUSY:
        return f"{name} is in use by another program; close that one (a serial monitor?) and try again"
    ports = available()
    there_are = f"the ports there are: {', '.join(ports)}" if ports else "this machine has no serial port now"
    if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or "FileNotFoundError" in str(error):
        return f"the port {name} does not exist; {there_are}; plug the board in and name its port"
    return f"the port {name} cannot be opened ({error}); {there_are}"


def _group_of(name: str) -> str:
    """The group that owns the device: `dialout` on Debian, `uucp` on Arch."""
    try:
        group = Path(name).group()
    except (OSError, KeyError, NotImplementedError):
        return "dialout"
    return "dialout" if group == "root" else group
