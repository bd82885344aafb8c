# SPDX-License-Identifier: Apache-2.0
"""How `pio test` runs the suites in test/test_*.

On this machine (`-e native`), on a virtual board, or, where a port is given (`--test-port`), on a real one.
Suites print the Test Anything Protocol (tap.h).
"""

import os
import re
import shutil
import subprocess
import threading

import click
from platformio.public import TestCase, TestRunnerBase, TestStatus
from platformio.test.exception import UnitTestError

VIRTUAL_BOARD_SECONDS = 60


class CustomTestRunner(TestRunnerBase):
    RESULT = re.compile(r"^(?P<failed>not )?ok \d+ - (?P<name>.*)$")
    FAULT_HANDLERS_LAST_LINE = "Resetting..."
    PLAN = re.compile(r"^1\.\.(?P<count>\d+)$")

    @property
    def on_virtual_board(self):
        return self.platform.is_embedded() and not (self.options.upload_port or self.get_test_port())

    def stage_uploading(self):
        if not self.on_virtual_board:
            return super().stage_uploading()
        if self.options.without_building:
            return None
        click.secho("Building...", bold=True)
        return self.run_project_targets(["__test"])

    def stage_testing(self):
        if self.options.without_testing:
            return
        if self.on_virtual_board:
            self.run_on_virtual_board()
        else:
            super().stage_testing()
        if not self.test_suite.is_finished():
            raise UnitTestError("The suite ended before its last line (1..N): it stopped in the middle.")

    def run_on_virtual_board(self):
        board = self.project_config.get(f"env:{self.test_suite.env_name}", "board")
        build_dir = self.project_config.get("platformio", "build_dir")
        elf = os.path.join(build_dir, self.test_suite.env_name, "firmware.elf")
        scripts = os.path.join(os.getcwd(), ".venv", "Scripts" if os.name == "nt" else "bin")
        program = shutil.which("layerscope", path=scripts) or shutil.which("layerscope")
        if not program:
            raise UnitTestError(
                "The layerscope command, which runs virtual boards, is not installed: run `make`."
            )
        click.secho("Testing on a virtual board...", bold=True)
        command = [
            program,
            "run",
            elf,
            "--board",
            board,
            "--until",
            "1..",
            "--timeout",
            str(VIRTUAL_BOARD_SECONDS),
        ]
        if self.is_overclocked():
            command.append("--overclock")
        said = []
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as run:
            alarm = threading.Timer(2 * VIRTUAL_BOARD_SECONDS, run.kill)
            alarm.start()
            try:
                for line in run.stdout:
                    said += re.findall(r"^error: (.*)$", line.decode(errors="replace"))
                    self.on_testing_data_output(line)
            finally:
                alarm.cancel()
                run.kill()
        if run.returncode != 0 and not self.test_suite.is_finished():
            raise UnitTestError(f"The virtual board stopped: {said[-1] if said else 'see above'}")

    def is_overclocked(self):
        """As extra_scripts/options.py takes it."""
        flags = " ".join(self.project_config.get(f"env:{self.test_suite.env_name}", "build_flags", []))
        switches = re.findall(r"-D\s*USE_OVERCLOCK=(\S*)", flags)
        return os.environ.get("LAYERSCOPE_USE_OVERCLOCK", switches[-1] if switches else "0") == "1"

    def on_testing_line_output(self, line):
        click.echo(line, nl=False)
        line = line.strip()
        if line == self.FAULT_HANDLERS_LAST_LINE:
            raise UnitTestError("The suite went wrong and reset the board: what it did stands above.")
        result = self.RESULT.match(line)
        if result:
            status = TestStatus.FAILED if result["failed"] else TestStatus.PASSED
            self.test_suite.add_case(TestCase(name=result["name"], status=status, stdout=line))
        plan = self.PLAN.match(line)
        if plan:
            if int(plan["count"]) != len(self.test_suite.cases):
                raise UnitTestError(f"{len(self.test_suite.cases)} results arrived of {plan['count']}.")
            self.test_suite.on_finish()
