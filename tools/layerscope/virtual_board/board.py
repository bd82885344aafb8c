# SPDX-License-Identifier: Apache-2.0
"""`VirtualBoard`: starts the engine process with an image, and asks it questions."""

from __future__ import annotations

import json
import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from layerscope.errors import LayerscopeError
from layerscope.virtual_board.boards import BOARDS, Board
from layerscope.virtual_board.image import Image, Symbol, read_image
from layerscope.virtual_board.traces.instructions import (
    InstructionTrace,
    TracePlace,
    place_among,
    read_instructions,
)
from layerscope.virtual_board.traces.misses import MissRow, by_symbol, read_misses
from layerscope.virtual_board.traces.profile import read_folded

_ANSWER_SECONDS = 60.0


class VirtualBoardError(LayerscopeError):
    """The board cannot be started: unknown name, unreadable image, no compiler for the engine."""


class BoardStopped(LayerscopeError):
    """The engine stopped the run; the sentence names the instruction, the function and the reason."""


class VirtualBoard:
    """One virtual board that runs `elf` (an ELF, HEX or BIN file) from power-on.

    `console` and `host_link` are `tcp:PORT` (0: any free port) or `pty`; `console_url` and `host_link_url`
    say where they are, for pyserial's `serial_for_url`. A BIN file goes to `load_address`, or to the start
    of flash. With `timing` off, a cycle is an instruction, memory costs nothing, and the MPU guards whole
    pages of 1 KB. `lenient` turns broken rules of the chip that silicon may forgive into `warnings`, each
    said once (to `on_warning` too, from another thread). `overclock` allows clocks beyond the data sheet.
    `baud` is what the other ends of the serial lines are set to. `parameters` overrides timing parameters by
    name, for experiments. `faults` names what is to fail, of what the board's description lists. `traces`
    (`profile`, `misses`) are kept for the methods of the same names, the instructions of `trace_around` for
    `instructions`. With `on_halted` the board can be debugged (see debugger.py): it stands still before its
    first instruction, and says whenever it halts.
    """

    def __init__(
        self,
        elf: Path | str,
        board: str | Board,
        console: str = "tcp:0",
        host_link: str = "tcp:0",
        timing: bool = True,
        parameters: Mapping[str, int] | None = None,
        faults: Collection[str] = (),
        lenient: bool = False,
        overclock: bool = False,
        baud: int = 115200,
        on_warning: Callable[[str], None] | None = None,
        load_address: int | None = None,
        on_halted: Callable[[dict[str, Any]], None] | None = None,
        traces: Collection[str] = (),
        trace_around: TracePlace | None = None,
    ) -> None:
        if isinstance(board, str) and board not in BOARDS:
            names = ", ".join(sorted(BOARDS))
            raise VirtualBoardError(f"there is no virtual board `{board}`; choose one of {names}")
        self._description = BOARDS[board] if isinstance(board, str) else board
        self._elf = Path(elf)
        self._load_address = self._description.load_address if load_address is None else load_address
        self._options = {"console": console, "host_link": host_link, "baud": str(baud)}
        for name, value in {"timing": timing, "lenient": lenient, "overclock": overclock}.items():
            self._options[name] = str(int(value))
        self._options |= {trace: "1" for trace in traces}
        self._trace_around = trace_around
        self._on_halted = on_halted
        if on_halted is not None:
            self._options["debug"] = "1"
        # Sentences, as they come: each names the rule's breach, the instruction and the function.
        self.warnings: list[str] = []
        self._on_warning = on_warning
        self._parameters = dict(parameters or {})
        for fault in faults:
            if fault not in self._description.faults:
                names = ", ".join(sorted(self._description.faults)) or "none"
                raise VirtualBoardError(f"{board} has no fault `{fault}`; choose one of {names}")
            self._options[f"fault.{fault}"] = "1"
        self._image = Image()
        self._asking = threading.Lock()
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._stopped: dict[str, Any] | None = None
        self._stopped_event = threading.Event()
        self.ended = False
        self._process: subprocess.Popen[str] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.console_url = ""
        self.host_link_url = ""

    def __enter__(self) -> VirtualBoard:
        from layerscope.virtual_board.build import (
            build_engine,  # so that `python -m ...build` is not loaded twice
        )

        engine = build_engine()
        self._image = image = read_image(self._elf, self._load_address)
        self._folder = tempfile.TemporaryDirectory(prefix="layerscope-")
        configuration = Path(self._folder.name) / "board.cfg"
        options = dict(self._options)
        values = self._description.values()
        unknown = sorted(set(self._parameters) - set(values))
        if unknown:
            raise VirtualBoardError(f"{self._description.name} has no timing parameter `{unknown[0]}`")
        options |= {f"param.{name}": str(value) for name, value in (values | self._parameters).items()}
        if self._trace_around is not None:
            options |= self._trace_around.options(image.symbols)
        options["soc"] = self._description.soc
        options["board"] = self._description.name
        image.write(configuration, options, self._description.reset_lines())
        self._process = subprocess.Popen(
            [str(engine), str(configuration)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            started = self._answer()
        except VirtualBoardError:
            self.close()
            raise
        self.console_url = str(started["console"])
        self.host_link_url = str(started["host_link"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None and process.stdout is not None
            try:
                process.stdin.close()  # the engine ends when its control channel does
                process.wait(timeout=5)
            except (OSError, subprocess.TimeoutExpired):
                process.kill()
                process.wait()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def report(self) -> dict[str, Any]:
        """Counters so far: `instructions`, `cycles`, `clock_hz`, `stalls` (cycles by cause), `layers`, ...

        Each of `layers` has `index`, `instructions`, `cycles`, `stalls`, `icache_misses`, `dcache_misses`;
        cycles are the sum of the stalls. Can be asked at any time, also after the run stopped.
        """
        return self.ask("report")

    def hold(self) -> None:
        """Ends the run where it is: what is asked afterwards is all of one moment."""
        self.ask("hold")

    def _trace(self, name: str) -> str:
        assert self._folder is not None, "the board has not been started"
        path = Path(self._folder.name) / name
        self.ask(f"{name} {path}")
        return path.read_text(encoding="utf-8")

    def profile(self) -> dict[tuple[str, ...], int]:
        """Cycles of each call stack so far, outermost function first; their sum is the report's `cycles`.

        Exceptions are roots of their own, `[exception 15]`.
        """
        return read_folded(self._trace("profile"))

    def misses(self) -> list[MissRow]:
        """Cache misses so far by function and variable, those that cost most first.

        Also what waits without a miss: lines still under way, and memory without a cache.
        """
        return by_symbol(read_misses(self._trace("misses")), self._image.symbols, self._image.objects)

    def instructions(self) -> InstructionTrace:
        """The instructions of `trace_around`; where its place was not reached, those that ran last."""
        assert self._trace_around is not None, "no trace was asked for"
        lines = read_instructions(self._trace("instructions"))
        options = self._trace_around.options(self._image.symbols)
        place = place_among(lines, options)
        return InstructionTrace(
            self._trace_around.pick(lines, place),
            None if place is None else lines[place],
            place is not None or self._trace_around.at is None,
        )

    @property
    def names(self) -> tuple[list[Symbol], list[Symbol]]:
        """Functions, and variables and constants, of the image."""
        return self._image.symbols, self._image.objects

    def processor_seconds(self) -> float:
        """The processor time that the engine's process has used so far."""
        return float(self.ask("processor_seconds")["processor_seconds"])

    def read_memory(self, address: int, size: int) -> bytes:
        """`size` bytes of memory or of registers, without effects; fewer where there are no more."""
        return bytes.fromhex(str(self.ask(f"read {address:x} {size:x}")["bytes"]))

    def ask(self, command: str) -> dict[str, Any]:
        """Sends a line to the engine's control channel; its answer. For modules of this package."""
        with self._asking:
            return self._ask_now(command)

    def _ask_now(self, command: str) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None:
            raise VirtualBoardError("the virtual board is not running; use it as a context manager")
        try:
            process.stdin.write(command + "\n")
            process.stdin.flush()
        except OSError as error:
            raise VirtualBoardError(f"the virtual board's process ended by itself ({error})") from error
        return self._answer()

    def end(self) -> None:
        """Whoever waits for the board, in another thread, waits no longer; it can still be asked."""
        self.ended = True
        self._stopped_event.set()

    @property
    def stopped(self) -> str | None:
        """The sentence that says why the run stopped, or None while it runs."""
        return None if self._stopped is None else str(self._stopped["sentence"])

    @property
    def stopped_rule(self) -> str | None:
        """The word of the rule that stopped the run, such as `clock`; None while it runs."""
        return None if self._stopped is None else str(self._stopped["reason"])

    def check(self) -> None:
        """Raises BoardStopped when the run has stopped."""
        if self._stopped is not None:
            raise BoardStopped(str(self._stopped["sentence"]))

    def wait(self, timeout: float | None = None) -> str | None:
        """Waits until the run stops; the sentence, or None after `timeout` seconds or `end`."""
        self._stopped_event.wait(timeout)
        return self.stopped

    def _answer(self) -> dict[str, Any]:
        try:
            answer = self._answers.get(timeout=_ANSWER_SECONDS)
        except queue.Empty:
            raise VirtualBoardError(
                f"the virtual board gave no answer within {_ANSWER_SECONDS:.0f} s"
            ) from None
        if "error" in answer:
            raise VirtualBoardError(str(answer["error"]))
        return answer

    def _listen(self) -> None:
        process = self._process
        assert process is not None and process.stdout is not None
        for line in process.stdout:
            message: dict[str, Any] = json.loads(line)
            if message.get("event") == "stopped":
                self._stopped = message
                self._stopped_event.set()
            elif message.get("event") == "halted":
                if self._on_halted is not None:
                    self._on_halted(message)
            elif message.get("event") == "warning":
                self.warnings.append(str(message["sentence"]))
                if self._on_warning is not None:
                    self._on_warning(self.warnings[-1])
            else:
                self._answers.put(message)
        self._stopped_event.set()
        self._answers.put({"error": "the virtual board's process ended without an answer"})
