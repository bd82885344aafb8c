# SPDX-License-Identifier: Apache-2.0
"""Checks the runtime against its oracles, and builds models to check it with."""
