# SPDX-License-Identifier: Apache-2.0
"""PlatformIO's view of the in-tree platform: which packages an environment needs."""

import os
import re
import shutil
import socket

from platformio.compat import is_proxy_set
from platformio.exception import UserSideException
from platformio.package.manager.core import get_core_package_dir
from platformio.platform.base import PlatformBase

# The programmer that each upload protocol runs -> the package that has it where PATH does not.
UPLOADERS = {
    "openocd": ("openocd", "tool-openocd"),
    "st-flash": ("st-flash", "tool-stlink"),
    "teensy-cli": ("teensy_loader_cli", "tool-teensy"),
}
# What PlatformIO's toolchain package has, and what distributions have.
DEBUGGERS = ("arm-none-eabi-gdb", "gdb-multiarch")
VIRTUAL_BOARD = "layerscope"  # the debug tool of that name in boards/*.json
REGISTRY = ("api.registry.platformio.org", 443)
REGISTRY_SECONDS = 3


class LayerscopePlatform(PlatformBase):
    def configure_default_packages(self, options, targets):
        # An environment without a board compiles for this machine, with its own compiler.
        if not options.get("board"):
            self.packages.pop("toolchain-gccarmnoneeabi", None)
        super().configure_default_packages(options, targets)
        self.check_packages()
        # PlatformIO would now fetch every uploader. One is enough, and none if the machine has it.
        wanted = self.uploader_package(options) if "upload" in targets else None
        for _, package in UPLOADERS.values():
            self.packages[package]["optional"] = package != wanted

    def check_packages(self):
        """Says in a sentence what PlatformIO, without a network, says after a minute in no words at all."""
        missing = [
            name
            for name in ("toolchain-gccarmnoneeabi",)
            if name in self.packages and not self.get_package(name)
        ]
        if not get_core_package_dir("tool-scons", auto_install=False):
            missing.append("tool-scons")
        if missing and not registry_answers():
            raise UserSideException(
                f"PlatformIO lacks {' and '.join(missing)}, and its registry cannot be reached: run "
                "`layerscope setup`, which makes them from what this machine has."
            )

    def uploader_package(self, options):
        """The package to fetch for this environment's upload; None if there is no need, or no way."""
        board = options.get("board")
        protocol = options.get("upload_protocol") or (
            self.board_config(board).get("upload.protocol") if board else ""
        )
        program, package = UPLOADERS.get(protocol, (None, None))
        if not program or shutil.which(program) or self.get_package(package):
            return None
        return package if registry_answers() else None

    def configure_debug_session(self, debug_config):
        """Finds GDB, and for a virtual board what serves it; the JSON files say the rest."""
        gdb = next(filter(None, map(shutil.which, DEBUGGERS)), None)
        known = debug_config.build_data.get("gdb_path")
        if gdb and not (known and shutil.which(known)):
            debug_config.build_data["gdb_path"] = gdb
        elif not known or not shutil.which(known):
            raise UserSideException(
                "No GDB for Arm was found: `sudo apt-get install gdb-multiarch`, or Arm's toolchain "
                "(arm-none-eabi-gdb) on PATH."
            )
        if debug_config.tool_name == VIRTUAL_BOARD and debug_config.server:
            self.configure_virtual_board(debug_config)

    def configure_virtual_board(self, debug_config):
        executable = debug_config.server["executable"]
        found = find_layerscope(os.getcwd()) if executable == "layerscope" else executable
        if not found:
            raise UserSideException(
                "The layerscope command, which runs virtual boards, is not installed: run `make`."
            )
        debug_config.server["executable"] = found
        # Two sessions at once must not meet on one port.
        default, port = debug_config.port, debug_config.env_options.get("debug_port")
        if not port:
            debug_config.port = f":{free_port()}"
        number = debug_config.port.rpartition(":")[2]
        arguments = debug_config.server["arguments"]
        debug_config.server["arguments"] = [number if a == default else a for a in arguments]
        flags = " ".join(debug_config.env_options.get("build_flags", []))
        if re.search(r"-D\s*USE_OVERCLOCK=1\b", flags):
            debug_config.server["arguments"].append("--overclock")

    def is_embedded(self):
        # Asked by `pio test` too, which uploads to an embedded target before it opens a port.
        return bool(self.project_env and self.config.get(f"env:{self.project_env}", "board", None))


def find_layerscope(project_dir):
    """The command of this clone's virtual environment, else the one on PATH."""
    scripts = os.path.join(project_dir, ".venv", "Scripts" if os.name == "nt" else "bin")
    return shutil.which("layerscope", path=scripts) or shutil.which("layerscope")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def registry_answers():
    """Whether PlatformIO's registry can be reached: its own client takes a minute to say no."""
    if is_proxy_set() or os.environ.get("PLATFORMIO_REGISTRY_MIRROR"):
        return True
    try:
        socket.create_connection(REGISTRY, REGISTRY_SECONDS).close()
    except OSError:
        return False
    return True
