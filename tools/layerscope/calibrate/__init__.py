# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the core and the memories: one image a board, run on virtual boards and on real ones."""
