# SPDX-License-Identifier: Apache-2.0
"""`-t upload`: OpenOCD or st-flash for disco_f746ng, teensy_loader_cli for teensy40."""

Import("env", "image")
