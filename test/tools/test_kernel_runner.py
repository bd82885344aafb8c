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
# As GoogleTest writes them. A fixture's members start anew for each test; what stands behind a failed
# ASSERT_ is not reached.
NEWER = """\
#include <cstdio>
#include "tensorflow/lite/micro/testing/micro_test_v2.h"
extern "C" void DebugLog(const char* text) { fputs(text, stdout); }
class Counter : public testing::Test {
 public:
  void SetUp() override { ++value; }
  void TearDown() override { MicroPrintf("torn down at %d", value); }
  int value = 4;
};
TEST(Newer, Holds) { EXPECT_NEAR(1.0f, 1.01f, 0.1f); ASSERT_STREQ("a", "a"); EXPECT_FLOAT_EQ(.3f, 3 * .1f); }
TEST(Newer, GoesOn) { EXPECT_EQ(2, 1 + 2); EXPECT_TRUE(false); }
TEST(Newer, Stops) { ASSERT_LT(3, 2); FAIL("unreachable"); }
TEST(Newer, FloatsAreCompared) { EXPECT_EQ(0.1f + 0.2f, 0.30000007f); }
TEST_F(Counter, First) { EXPECT_EQ(value, 5); ++value; }
TEST_F(Counter, Second) { EXPECT_EQ(value, 5); EXPECT_EQ(int8_t{-1}, -1); EXPECT_NE(nullptr, this); }
TF_LITE_MICRO_TESTS_MAIN
"""


def _run(source: Path) -> subprocess.CompletedProcess[str]:
    program = build_executable([source], Flavour())
    return subprocess.run([program], capture_output=True, text=True, timeout=60)


def test_a_kernel_test_with_a_kernel_runner_passes() -> None:
    result = _run(ROOT / "test" / "host" / "kernel_runner_test.cc")
    assert result.returncode == 0, result.stdout
    assert "7/7 tests passed" in result.stdout


def test_a_kernel_test_that_fails_says_where(tmp_path: Path) -> None:
    source = tmp_path / "failing.cc"
    source.write_text(FAILING, encoding="utf-8")
    result = _run(source)
    assert result.returncode == 1
    assert f"{source}:6 2 == 1 + 2 failed" in result.stdout
    assert "1/2 tests passed" in result.stdout


def test_tests_with_googletests_macros_run_in_the_order_of_their_source(tmp_path: Path) -> None:
    source = tmp_path / "newer.cc"
    source.write_text(NEWER, encoding="utf-8")
    result = _run(source)
    assert result.returncode == 1
    assert [line for line in result.stdout.splitlines() if str(source) not in line] == [
        "Testing Newer.Holds",
        "Testing Newer.GoesOn",
        "Testing Newer.Stops",
        "Testing Newer.FloatsAreCompared",
        "Testing Counter.First",
        "torn down at 6",
        "Testing Counter.Second",
        "torn down at 5",
        "FAILED Newer.GoesOn",
        "FAILED Newer.Stops",
        "FAILED Newer.FloatsAreCompared",
        "3/6 tests passed",
        "~~~SOME TESTS FAILED~~~",
    ]
    said = [
        line.rsplit(":", 1)[1].split(" ", 1)[1] for line in result.stdout.splitlines() if str(source) in line
    ]
    assert said[:3] == [
        "2 == 1 + 2 failed (2.000000 and 3.000000)",
        "false was not true",
        "3 < 2 failed (3.000000 and 2.000000)",
    ]
    assert len(said) == 4
