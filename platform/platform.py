# SPDX-License-Identifier: Apache-2.0
"""PlatformIO's view of the in-tree platform: which packages an environment needs."""

from platformio.platform.base import PlatformBase


class LayerscopePlatform(PlatformBase):
    def configure_default_packages(self, variables, targets):
        # An environment without a board compiles for this machine, with its own compiler.
        if not variables.get("board"):
            self.packages.pop("toolchain-gccarmnoneeabi", None)
        return super().configure_default_packages(variables, targets)

    def is_embedded(self):
        return True
