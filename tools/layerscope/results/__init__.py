# SPDX-License-Identifier: Apache-2.0
"""The run record, and everything that is read out of it: tables, comparisons, explanations, plots."""
