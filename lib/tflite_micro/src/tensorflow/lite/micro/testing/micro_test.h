// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_TESTING_MICRO_TEST_H_
#define TENSORFLOW_LITE_MICRO_TESTING_MICRO_TEST_H_

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/system_setup.h"

// Tests as programs, with upstream's macros:
//
//   TF_LITE_MICRO_TESTS_BEGIN
//   TF_LITE_MICRO_TEST(OneAndOne) { TF_LITE_MICRO_EXPECT_EQ(2, 1 + 1); }
//   TF_LITE_MICRO_TESTS_END
//
// main() ends with 0 when all pass; then the last line is "~~~ALL TESTS PASSED~~~".

namespace micro_test {

struct Counts {
  int passed;
  int failed;
  bool running;
  bool this_failed;
};

inline Counts& State() {
  static Counts counts = {};
  return counts;
}

inline void Fail() { State().this_failed = true; }

// One turn of the loop that a test is.
inline bool Starts(const char* name) {
  State().running = true;
  State().this_failed = false;
  MicroPrintf("Testing %s", name);
  return true;
}

inline void Ends() {
  State().running = false;
  ++(State().this_failed ? State().failed : State().passed);
}

// Floats are equal to within the smallest step above 1; other numbers exactly, whatever their types.
template <typename X, typename Y>
bool AreEqual(const X& x, const Y& y) {
  if constexpr (std::is_floating_point<X>::value && std::is_floating_point<Y>::value) {
    return x == y || std::fabs(x - y) <= std::numeric_limits<X>::epsilon();
  } else if constexpr (std::is_arithmetic<X>::value && std::is_arithmetic<Y>::value) {
    using Common = typename std::common_type<X, Y>::type;
    return static_cast<Common>(x) == static_cast<Common>(y);
  } else {
    return x == y;
  }
}

template <typename X, typename Y>
bool AreNear(X x, Y y, double epsilon) {
  const auto apart = x > y ? x - y : y - x;
  return x == y || static_cast<double>(apart) <= epsilon;
}

template <typename T>
double AsDouble(const T& value) {
  if constexpr (std::is_convertible<T, double>::value) {
    return static_cast<double>(value);
  } else {
    return 0.0;
  }
}

inline int Finish() {
  const Counts& counts = State();
  MicroPrintf("%d/%d tests passed", counts.passed, counts.passed + counts.failed);
  MicroPrintf(counts.failed == 0 ? "~~~ALL TESTS PASSED~~~" : "~~~SOME TESTS FAILED~~~");
  return counts.failed == 0 ? 0 : 1;
}

}  // namespace micro_test

#define TF_LITE_MICRO_TESTS_BEGIN \
  int main(int, char**) {         \
    tflite::InitializeTarget();

#define TF_LITE_MICRO_TESTS_END \
  return micro_test::Finish();  \
  }

#define TF_LITE_MICRO_TEST(name) \
  for (micro_test::Starts(#name); micro_test::State().running; micro_test::Ends())

#define TF_LITE_MICRO_EXPECT_CONDITION(condition, text)  \
  do {                                                   \
    if (!(condition)) {                                  \
      MicroPrintf("%s:%d %s", __FILE__, __LINE__, text); \
      micro_test::Fail();                                \
    }                                                    \
  } while (false)

// `holds` is a condition on `vx` and `vy`.
#define TF_LITE_MICRO_EXPECT_PAIR(x, y, holds, relation)                                     \
  do {                                                                                       \
    const auto vx = (x);                                                                     \
    const auto vy = (y);                                                                     \
    if (!(holds)) {                                                                          \
      MicroPrintf("%s:%d %s %s %s failed (%f and %f)", __FILE__, __LINE__, #x, relation, #y, \
                  micro_test::AsDouble(vx), micro_test::AsDouble(vy));                       \
      micro_test::Fail();                                                                    \
    }                                                                                        \
  } while (false)

#define TF_LITE_MICRO_EXPECT(x) TF_LITE_MICRO_EXPECT_CONDITION((x), #x " failed")
#define TF_LITE_MICRO_EXPECT_TRUE(x) TF_LITE_MICRO_EXPECT_CONDITION((x), #x " was not true")
#define TF_LITE_MICRO_EXPECT_FALSE(x) TF_LITE_MICRO_EXPECT_CONDITION(!(x), #x " was not false")
#define TF_LITE_MICRO_EXPECT_EQ(x, y) TF_LITE_MICRO_EXPECT_PAIR(x, y, micro_test::AreEqual(vx, vy), "==")
#define TF_LITE_MICRO_EXPECT_NE(x, y) TF_LITE_MICRO_EXPECT_PAIR(x, y, !micro_test::AreEqual(vx, vy), "!=")
#define TF_LITE_MICRO_EXPECT_GT(x, y) TF_LITE_MICRO_EXPECT_PAIR(x, y, vx > vy, ">")
#define TF_LITE_MICRO_EXPECT_LT(x, y) TF_LITE_MICRO_EXPECT_PAIR(x, y, vx < vy, "<")
#define TF_LITE_MICRO_EXPECT_GE(x, y) TF_LITE_MICRO_EXPECT_PAIR(x, y, vx >= vy, ">=")
#define TF_LITE_MICRO_EXPECT_LE(x, y) TF_LITE_MICRO_EXPECT_PAIR(x, y, vx <= vy, "<=")
#define TF_LITE_MICRO_EXPECT_NEAR(x, y, epsilon) \
  TF_LITE_MICRO_EXPECT_PAIR(x, y, micro_test::AreNear(vx, vy, static_cast<double>(epsilon)), "near")
#define TF_LITE_MICRO_ARRAY_ELEMENT_EXPECT_NEAR(arr1, idx1, arr2, idx2, epsilon) \
  TF_LITE_MICRO_EXPECT_NEAR((arr1)[(idx1)], (arr2)[(idx2)], epsilon)
#define TF_LITE_MICRO_EXPECT_STREQ(string1, string2) \
  TF_LITE_MICRO_EXPECT_CONDITION(strcmp((string1), (string2)) == 0, #string1 " is not " #string2)
#define TF_LITE_MICRO_FAIL(message) TF_LITE_MICRO_EXPECT_CONDITION(false, message)
#define TF_LITE_MICRO_CHECK_FAIL()                            \
  do {                                                        \
    if (micro_test::State().this_failed) return kTfLiteError; \
  } while (false)

#endif  // TENSORFLOW_LITE_MICRO_TESTING_MICRO_TEST_H_
