# SPDX-License-Identifier: Apache-2.0
"""`layerscope run --gdb`: the remote serial protocol, by a client of our own and by GDB itself."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bare_firmware import BOARDS, build, needs_tools
from gdb_client import GdbClient
from layerscope.virtual_board.gdb.packets import DAMAGED, PacketReader, escape, frame, unescape
from test_debugger import symbols

pytestmark = needs_tools
GDB = shutil.which("gdb-multiarch") or shutil.which("arm-none-eabi-gdb")
needs_gdb = pytest.mark.skipif(GDB is None, reason="needs gdb-multiarch or arm-none-eabi-gdb")


@pytest.fixture(scope="module", params=BOARDS)
def image(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    board = str(request.param)
    return build(tmp_path_factory.mktemp(board), board, "debugged.c"), board


@contextmanager
def served(image: tuple[Path, str], *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`layerscope run --gdb 0`, and the port that it says."""
    elf, board = image
    command = [sys.executable, "-m", "layerscope", "run", str(elf), "--board", board, "--gdb", "0", *options]
    process = subprocess.Popen(
        command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("gdb: 127.0.0.1:"), line + process.communicate(timeout=10)[1]
        yield process, int(line.split(":")[2].split(";")[0])
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


@contextmanager
def client(image: tuple[Path, str], *options: str) -> Iterator[GdbClient]:
    with served(image, *options) as (_, port):
        gdb = GdbClient(port)
        try:
            yield gdb
        finally:
            gdb.close()


def test_packets_survive_pieces_escapes_and_damage() -> None:
    data = bytes(range(256))
    assert unescape(escape(data)) == data
    stream = b"+" + frame(b"X1,2:" + escape(data)) + b"$g#00" + b"\x03" + frame(b"?")
    reader = PacketReader()
    found = [packet for at in range(len(stream)) for packet in reader.feed(stream[at : at + 1])]
    assert found == [b"+", b"$X1,2:" + escape(data), DAMAGED, b"\x03", b"$?"]


def test_the_target_is_described(image: tuple[Path, str]) -> None:
    with client(image) as gdb:
        assert b"qXfer:features:read+" in gdb.ask("qSupported:swbreak+;hwbreak+")
        document = gdb.ask("qXfer:features:read:target.xml:0,3fff")
        assert document.startswith(b"l")
        target = ElementTree.fromstring(document[1:].decode())
        features = {f.get("name"): [r.get("name") for r in f.iter("reg")] for f in target.iter("feature")}
        assert features["org.gnu.gdb.arm.m-profile"] == [
            *(f"r{n}" for n in range(13)),
            "sp",
            "lr",
            "pc",
            "xpsr",
        ]
        assert features["org.gnu.gdb.arm.vfp"] == [*(f"d{n}" for n in range(16)), "fpscr"]
        assert "basepri" in features["org.gnu.gdb.arm.m-system"]
        bits = sum(int(register.get("bitsize", "0")) for register in target.iter("reg"))
        assert len(gdb.ask("g")) == bits // 4, "g carries the registers that are described"
        first, second = (gdb.ask(f"qXfer:features:read:target.xml:{at:x},100") for at in (0, 0x100))
        assert first[:1] == second[:1] == b"m" and document[1:0x201] == first[1:] + second[1:]
        regions = ElementTree.fromstring(gdb.ask("qXfer:memory-map:read::0,3fff")[1:].decode())
        flash = [int(r.get("start", "0"), 16) for r in regions if r.get("type") == "flash"]
        assert {"disco_f746ng": 0x08000000, "teensy40": 0x60000000}[image[1]] in flash


def test_registers_and_memory_are_read_and_written(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with client(image) as gdb:
        assert gdb.ask("?").startswith(b"T05")
        assert gdb.register(15) == at["reset"]
        assert gdb.ask("P3=78563412") == b"OK" and gdb.register(3) == 0x12345678
        everything = gdb.ask("g")
        assert everything[24:32] == b"78563412"
        assert gdb.ask(b"G" + everything[:24] + b"efbeadde" + everything[32:]) == b"OK"
        assert gdb.register(3) == 0xDEADBEEF
        assert gdb.ask("P1a=0000000000000440") == b"OK"  # d0
        assert gdb.ask("p1a") == b"0000000000000440"
        where = at["watched"]
        assert gdb.ask(f"M{where:x},4:11223344") == b"OK" and gdb.word(where) == 0x44332211
        assert gdb.ask(b"X%x,4:" % where + escape(b"#$}*")) == b"OK"
        assert gdb.ask(f"m{where:x},4") == b"#$}*".hex().encode()
        assert gdb.ask("m90000000,4").startswith(b"E") and gdb.ask("M90000000,4:00000000").startswith(b"E")
        assert gdb.ask("mzz,4").startswith(b"E") and gdb.ask("p99").startswith(b"E")
        assert gdb.ask("vMustReplyEmpty") == b""


def test_breakpoints_watchpoints_and_steps_say_why_the_board_stands(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with client(image) as gdb:
        gdb.ask("qSupported:swbreak+;hwbreak+")
        assert gdb.ask(f"Z1,{at['main']:x},2") == b"OK" and gdb.ask(f"Z0,{at['put_ready']:x},2") == b"OK"
        assert gdb.go_on() == b"T05hwbreak:;thread:1;" and gdb.register(15) == at["main"]
        assert gdb.go_on() == b"T05swbreak:;thread:1;" and gdb.register(15) == at["put_ready"]
        assert gdb.ask(f"z0,{at['put_ready']:x},2") == b"OK"
        before = gdb.register(15)
        assert gdb.step() == b"T05thread:1;" and gdb.register(15) != before
        assert gdb.ask(f"Z2,{at['said']:x},4") == b"OK"
        assert gdb.go_on() == b"T05watch:%x;thread:1;" % at["said"]
        assert gdb.word(at["said"]) == 5


def test_a_running_board_is_interrupted_and_reset(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with client(image) as gdb:
        gdb.send(b"vCont;c")
        time.sleep(0.3)
        gdb.interrupt()
        assert gdb.next_stop() == b"T02thread:1;"
        cycles = gdb.monitor("cycles")
        assert "instructions" in cycles and "(modelled)" in cycles and "issue" in cycles
        assert gdb.monitor("cycles") == cycles
        for command in ("reset", "reset halt"):
            assert gdb.monitor(command) == ""
            assert gdb.register(15) == at["reset"]
        assert "no monitor command `fly`" in gdb.monitor("fly")


def test_a_client_that_leaves_or_vanishes_lets_the_board_run(image: tuple[Path, str]) -> None:
    at = symbols(image[0])
    with served(image, "--console", "tcp:0") as (process, port):
        first = GdbClient(port)
        assert first.ask(f"Z1,{at['main']:x},2") == b"OK" and first.ask("D") == b"OK"
        first.close()
        for _ in range(2):
            vanishing = GdbClient(port)
            assert vanishing.ask("?") == b"T02thread:1;"
            assert vanishing.word(at["said"]) == 5, "the board ran on"
            vanishing.send(b"vCont;c")
            vanishing.close()
        last = GdbClient(port)
        last.ask("?")
        last.send(b"k")
        assert process.wait(timeout=10) == 0
        last.close()


def test_a_port_that_is_taken_is_said_so(image: tuple[Path, str]) -> None:
    with served(image) as (_, port):
        command = [sys.executable, "-m", "layerscope", "run", str(image[0]), "--board", image[1]]
        run = subprocess.run([*command, "--gdb", str(port)], capture_output=True, text=True, timeout=30)
        assert run.returncode == 1 and f"cannot serve GDB on port {port}" in run.stderr


def gdb_says(port: int, elf: Path, *commands: str) -> str:
    assert GDB is not None
    arguments = [GDB, "-nx", "-batch", "-ex", "set confirm off", "-ex", f"target extended-remote :{port}"]
    for command in commands:
        arguments += ["-ex", command]
    run = subprocess.run([*arguments, str(elf)], capture_output=True, text=True, timeout=30, check=False)
    return run.stdout + run.stderr


@needs_gdb
def test_gdb_itself_debugs_a_program(image: tuple[Path, str]) -> None:
    with served(image) as (process, port):
        said = gdb_says(
            port,
            image[0],
            *("load", "monitor reset halt", "break main", "continue"),
            *("watch said", "continue", "print said", "delete 2", "next"),
            *(
                "stepi",
                "info registers pc xpsr msp basepri",
                "print $d0",
                "x/wx 0xE000ED00",
                "monitor cycles",
            ),
            *("print sum = 77", "print sum", "kill"),
        )
        assert "Loading section .text" in said and "Breakpoint 1, main ()" in said
        assert "Hardware watchpoint 2: said" in said and "New value = 5" in said
        assert "basepri" in said
        cpuid = {"disco_f746ng": "0x410fc271", "teensy40": "0x411fc271"}[image[1]]
        assert f"0xe000ed00:\t{cpuid}" in said and "(modelled)" in said
        assert "$1 = 5" in said and "= 77" in said
        assert "Cannot" not in said and "rror" not in said, said
        assert process.wait(timeout=10) == 0, "kill ends the board"


@needs_gdb
def test_gdb_shows_why_the_board_stopped(image: tuple[Path, str]) -> None:
    with served(image) as (_, port):
        said = gdb_says(port, image[0], "break main", "continue", "jump break_a_rule", "bt 2")
        assert "The board stopped: a write at 0x90000000" in said and "SIGABRT" in said
        assert "break_a_rule" in said.split("SIGABRT")[1]
