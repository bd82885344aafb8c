# SPDX-License-Identifier: Apache-2.0
"""Builds and runs the matrix boards x options, and gathers the run records."""
