# SPDX-License-Identifier: Apache-2.0
"""Kernel tests written as those of TensorFlow Lite Micro are compile against the runtime's headers."""

from __future__ import annotations

import subprocess
from pathlib import Path

from layerscope.host_runtime import Flavour, build_executable

ROOT = Path(__file__).resolve().parents[2]
FAILING = """\
#include <cstdio>
#include "tensorflow/lite/micro/testing/micro_test.h"
extern "C" void DebugLog(const char* text) { fputs(text, stdout); }
TF_LITE_MICRO_TESTS_BEGIN
TF_LITE_MICRO_TEST(Holds) { TF_LITE_MICRO_EXPECT_NEAR(1.0f, 1.01f, 0.1f); }
TF_LITE_MICRO_TEST(DoesNot) { TF_LITE_MICRO_EXPECT_EQ(2, 1 + 2); }
TF_LITE_MICRO_TESTS_END
"""


def _run(source: Path) -> subprocess.CompletedProcess[str]:
    program = build_executable([source], Flavour())
    return subprocess.run([program], capture_output=True, text=True, timeout=60)


def test_a_kernel_test_with_a_kernel_runner_passes() -> None:
    result = _run(ROOT / "test" / "host" / "kernel_runner_test.cc")
    assert result.returncode == 0, result.stdout
    assert "5/5 tests passed" in result.stdout


def test_a_kernel_test_that_fails_says_where(tmp_path: Path) -> None:
    source = tmp_path / "failing.cc"
    source.write_text(FAILING, encoding="utf-8")
    result = _run(source)
    assert result.returncode == 1
    assert f"{source}:6 2 == 1 + 2 failed" in result.stdout
    assert "1/2 tests passed" in result.stdout
