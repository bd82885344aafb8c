// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_TESTING_MICRO_TEST_V2_H_
#define TENSORFLOW_LITE_MICRO_TESTING_MICRO_TEST_V2_H_

#include "tensorflow/lite/micro/testing/micro_test.h"

// Tests as programs with GoogleTest's macros, as upstream's newer tests use them:
//
//   TEST(Suite, OneAndOne) { EXPECT_EQ(2, 1 + 1); }
//   TF_LITE_MICRO_TESTS_MAIN
//
// ASSERT_ ends the test function at once, EXPECT_ goes on. They may stand beside micro_test.h's macros.

namespace testing {

// The base of fixtures for TEST_F.
class Test {
 public:
  virtual ~Test() = default;
  virtual void SetUp() {}
  virtual void TearDown() {}
};

}  // namespace testing

namespace micro_test {

// A test announces itself before main() begins; the list keeps the order of the source.
struct Case {
  Case(const char* suite_name, const char* test_name, void (*function)())
      : suite(suite_name), name(test_name), run(function) {
    *End() = this;
    End() = &next;
  }

  static Case*& First() {
    static Case* first = nullptr;
    return first;
  }
  static Case**& End() {
    static Case** end = &First();
    return end;
  }

  const char* suite;
  const char* name;
  void (*run)();
  bool failed = false;
  Case* next = nullptr;
};

inline int RunAll() {
  Counts& counts = State();
  for (Case* test = Case::First(); test != nullptr; test = test->next) {
    MicroPrintf("Testing %s.%s", test->suite, test->name);
    counts.this_failed = false;
    test->run();
    test->failed = counts.this_failed;
    ++(test->failed ? counts.failed : counts.passed);
  }
  for (const Case* test = Case::First(); test != nullptr; test = test->next) {
    if (test->failed) MicroPrintf("FAILED %s.%s", test->suite, test->name);
  }
  return Finish();
}

template <typename Fixture>
void RunFixture() {
  Fixture fixture;
  fixture.SetUp();
  fixture.TestBody();
  fixture.TearDown();
}

// Floats exactly; other numbers whatever their types.
template <typename X, typename Y>
bool AreSame(const X& x, const Y& y) {
  if constexpr (std::is_floating_point<X>::value || std::is_floating_point<Y>::value) {
    return x == y;
  } else {
    return AreEqual(x, y);
  }
}

inline bool AreSameTexts(const char* x, const char* y) {
  return x == y || (x != nullptr && y != nullptr && strcmp(x, y) == 0);
}

// GoogleTest counts steps of the last place; four of 1.0's serve for values about 1.
constexpr float kFloatSteps = 4 * std::numeric_limits<float>::epsilon();

}  // namespace micro_test

#define TEST(suite, name)                                                               \
  static void suite##_##name##_Test();                                                  \
  static micro_test::Case suite##_##name##_Case(#suite, #name, &suite##_##name##_Test); \
  static void suite##_##name##_Test()

#define TEST_F(fixture, name)                                                                         \
  class fixture##_##name : public fixture {                                                           \
    static_assert(std::is_base_of<::testing::Test, fixture>::value, #fixture " is no testing::Test"); \
                                                                                                      \
   public:                                                                                            \
    void TestBody();                                                                                  \
  };                                                                                                  \
  static micro_test::Case fixture##_##name##_Case(#fixture, #name,                                    \
                                                  &micro_test::RunFixture<fixture##_##name>);         \
  void fixture##_##name::TestBody()

// `holds` is a condition on `vx` and `vy`; `otherwise` is done when it does not.
#define MICRO_TEST_PAIR(x, y, holds, relation, otherwise)                                    \
  do {                                                                                       \
    const auto vx = (x);                                                                     \
    const auto vy = (y);                                                                     \
    if (!(holds)) {                                                                          \
      MicroPrintf("%s:%d %s %s %s failed (%f and %f)", __FILE__, __LINE__, #x, relation, #y, \
                  micro_test::AsDouble(vx), micro_test::AsDouble(vy));                       \
      micro_test::Fail();                                                                    \
      otherwise;                                                                             \
    }                                                                                        \
  } while (false)

#define MICRO_TEST_CONDITION(condition, text, otherwise) \
  do {                                                   \
    if (!(condition)) {                                  \
      MicroPrintf("%s:%d %s", __FILE__, __LINE__, text); \
      micro_test::Fail();                                \
      otherwise;                                         \
    }                                                    \
  } while (false)

#define MICRO_TEST_GO_ON static_cast<void>(0)

#define EXPECT_TRUE(x) MICRO_TEST_CONDITION((x), #x " was not true", MICRO_TEST_GO_ON)
#define EXPECT_FALSE(x) MICRO_TEST_CONDITION(!(x), #x " was not false", MICRO_TEST_GO_ON)
#define EXPECT_EQ(x, y) MICRO_TEST_PAIR(x, y, micro_test::AreSame(vx, vy), "==", MICRO_TEST_GO_ON)
#define EXPECT_NE(x, y) MICRO_TEST_PAIR(x, y, !micro_test::AreSame(vx, vy), "!=", MICRO_TEST_GO_ON)
#define EXPECT_GT(x, y) MICRO_TEST_PAIR(x, y, vx > vy, ">", MICRO_TEST_GO_ON)
#define EXPECT_LT(x, y) MICRO_TEST_PAIR(x, y, vx < vy, "<", MICRO_TEST_GO_ON)
#define EXPECT_GE(x, y) MICRO_TEST_PAIR(x, y, vx >= vy, ">=", MICRO_TEST_GO_ON)
#define EXPECT_LE(x, y) MICRO_TEST_PAIR(x, y, vx <= vy, "<=", MICRO_TEST_GO_ON)
#define EXPECT_NEAR(x, y, epsilon) \
  MICRO_TEST_PAIR(x, y, micro_test::AreNear(vx, vy, static_cast<double>(epsilon)), "near", MICRO_TEST_GO_ON)
#define EXPECT_FLOAT_EQ(x, y) EXPECT_NEAR(x, y, micro_test::kFloatSteps)
#define EXPECT_STREQ(x, y) MICRO_TEST_PAIR(x, y, micro_test::AreSameTexts(vx, vy), "is", MICRO_TEST_GO_ON)
#define EXPECT_STRNE(x, y) \
  MICRO_TEST_PAIR(x, y, !micro_test::AreSameTexts(vx, vy), "is not", MICRO_TEST_GO_ON)

#define ASSERT_TRUE(x) MICRO_TEST_CONDITION((x), #x " was not true", return )
#define ASSERT_FALSE(x) MICRO_TEST_CONDITION(!(x), #x " was not false", return )
#define ASSERT_EQ(x, y) MICRO_TEST_PAIR(x, y, micro_test::AreSame(vx, vy), "==", return )
#define ASSERT_NE(x, y) MICRO_TEST_PAIR(x, y, !micro_test::AreSame(vx, vy), "!=", return )
#define ASSERT_GT(x, y) MICRO_TEST_PAIR(x, y, vx > vy, ">", return )
#define ASSERT_LT(x, y) MICRO_TEST_PAIR(x, y, vx < vy, "<", return )
#define ASSERT_GE(x, y) MICRO_TEST_PAIR(x, y, vx >= vy, ">=", return )
#define ASSERT_LE(x, y) MICRO_TEST_PAIR(x, y, vx <= vy, "<=", return )
#define ASSERT_NEAR(x, y, epsilon) \
  MICRO_TEST_PAIR(x, y, micro_test::AreNear(vx, vy, static_cast<double>(epsilon)), "near", return )
#define ASSERT_FLOAT_EQ(x, y) ASSERT_NEAR(x, y, micro_test::kFloatSteps)
#define ASSERT_STREQ(x, y) MICRO_TEST_PAIR(x, y, micro_test::AreSameTexts(vx, vy), "is", return )
#define ASSERT_STRNE(x, y) MICRO_TEST_PAIR(x, y, !micro_test::AreSameTexts(vx, vy), "is not", return )

#define ADD_FAILURE(message) MICRO_TEST_CONDITION(false, message, MICRO_TEST_GO_ON)
#define FAIL(message) MICRO_TEST_CONDITION(false, message, return )

#define RUN_ALL_TESTS() micro_test::RunAll()

#define TF_LITE_MICRO_TESTS_MAIN \
  int main(int, char**) {        \
    tflite::InitializeTarget();  \
    return RUN_ALL_TESTS();      \
  }

#endif  // TENSORFLOW_LITE_MICRO_TESTING_MICRO_TEST_V2_H_
