# SPDX-License-Identifier: Apache-2.0
"""Making PlatformIO work with what this machine has."""
