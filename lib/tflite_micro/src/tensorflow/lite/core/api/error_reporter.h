// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_CORE_API_ERROR_REPORTER_H_
#define TENSORFLOW_LITE_CORE_API_ERROR_REPORTER_H_

#include <cstdarg>

#include "tensorflow/lite/micro/compatibility.h"

namespace tflite {

// The sink of error texts in older applications. The runtime itself uses MicroPrintf.
class ErrorReporter {
 public:
  virtual ~ErrorReporter() = default;
  virtual int Report(const char* format, va_list args) = 0;
  int Report(const char* format, ...);
  int ReportError(void* context, const char* format, ...);

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

#ifdef TF_LITE_STRIP_ERROR_STRINGS
#define TF_LITE_REPORT_ERROR(reporter, ...) ((void)sizeof(#__VA_ARGS__))
#else
#define TF_LITE_REPORT_ERROR(reporter, ...)                               \
  do {                                                                    \
    static_cast<::tflite::ErrorReporter*>(reporter)->Report(__VA_ARGS__); \
  } while (false)
#endif

}  // namespace tflite

#endif  // TENSORFLOW_LITE_CORE_API_ERROR_REPORTER_H_
