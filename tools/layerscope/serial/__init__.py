# SPDX-License-Identifier: Apache-2.0
"""Talking to a board: ports, the console protocol, the host link."""
