# SPDX-License-Identifier: Apache-2.0
"""Reading, checking and converting networks; the digits; the headers an image is built from."""
