# SPDX-License-Identifier: Apache-2.0
"""What a run can keep about itself: cycles by call stack, cache misses by symbol."""
