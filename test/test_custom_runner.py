# SPDX-License-Identifier: Apache-2.0
"""How `pio test` runs the suites in test/test_*: see CustomTestRunner."""

from platformio.public import TestRunnerBase


class CustomTestRunner(TestRunnerBase):
    """A suite is a program that prints lines and returns 0 when everything held."""
