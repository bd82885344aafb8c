# SPDX-License-Identifier: Apache-2.0
"""Runs cases in processes that may die: where the oracle aborts or the runtime crashes, one case ends."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from layerscope.host_runtime import load_libraries
from layerscope.verify.generated import Key, Outcome, check_case


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    key: Key | None = None
    stage: str = ""


def check_cases(keys: Iterable[Key], processes: int = 0) -> Iterator[Outcome]:
    """Outcomes in no particular order. `processes`: default one a core."""
    load_libraries()  # a runtime that cannot be built is no difference of thousands of models
    waiting = deque(keys)
    count = min(processes or os.cpu_count() or 1, len(waiting))
    workers = [_start() for _ in range(count)]
    try:
        for worker in workers:
            _feed(worker, waiting)
        while any(worker.key is not None for worker in workers):
            ready = wait([worker.connection for worker in workers if worker.key is not None])
            for worker in [worker for worker in workers if worker.connection in ready]:
                outcome = _listen(worker)
                if outcome is None:
                    continue
                yield outcome
                if not worker.process.is_alive() and waiting:
                    workers[workers.index(worker)] = worker = _start()
                _feed(worker, waiting)
    finally:
        for worker in workers:
            worker.connection.close()
            worker.process.join(timeout=5)
            if worker.process.is_alive():
                worker.process.kill()


def _start() -> _Worker:
    # Where fork exists it spares each process a second of imports.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, ours), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _feed(worker: _Worker, waiting: deque[Key]) -> None:
    worker.key = waiting.popleft() if waiting else None
    if worker.key is not None:
        worker.connection.send(worker.key)


def _listen(worker: _Worker) -> Outcome | None:
    """The worker's outcome; None when it only says which stage begins."""
    assert worker.key is not None
    try:
        said = worker.connection.recv()
    except (EOFError, ConnectionResetError):
        worker.process.join()
        status = worker.process.exitcode
        if worker.stage == "runtime":
            return Outcome(*worker.key, "different", detail=f"the runtime ended the process ({status})")
        return Outcome(*worker.key, "refused", detail=f"the oracle ended the process ({status})")
    if isinstance(said, str):
        worker.stage = said
        return None
    assert isinstance(said, Outcome)
    return said


def _serve(connection: Connection, other_end: Connection) -> None:
    other_end.close()
    faulthandler.disable()  # a process that ends is counted, its stack is not shown
    # The oracles print what they refuse; refusals are counted instead.
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    while True:
        try:
            key = connection.recv()
        except EOFError:
            os._exit(0)
        try:
            connection.send(check_case(key, stage=connection.send))
        except Exception as error:
            op, form, number = key
            what = f"{type(error).__name__}: {error}"
            connection.send(Outcome(op, form, number, "different", detail=what))
