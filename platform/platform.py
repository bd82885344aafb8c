# SPDX-License-Identifier: Apache-2.0
"""PlatformIO's view of the in-tree platform: which packages an environment needs."""

import os
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
        """The board's JSON file says all that a debug session needs."""

    def is_embedded(self):
        # Asked by `pio test` too, which uploads to an embedded target before it opens a port.
        return bool(self.project_env and self.config.get(f"env:{self.project_env}", "board", None))


def registry_answers():
    """Whether PlatformIO's registry can be reached: its own client takes a minute to say no."""
    if is_proxy_set() or os.environ.get("PLATFORMIO_REGISTRY_MIRROR"):
        return True
    try:
        socket.create_connection(REGISTRY, REGISTRY_SECONDS).close()
    except OSError:
        return False
    return True
