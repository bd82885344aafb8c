// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_CORE_C_ENSURE_H_
#define TENSORFLOW_LITE_CORE_C_ENSURE_H_

// Upstream's checking macros: each reports where the condition failed and returns kTfLiteError from the
// calling function. TF_LITE_STRIP_MODEL_TEXTS leaves out of the image these texts and those of the
// interpreter's checks of a model, TF_LITE_STRIP_ERROR_STRINGS all texts.

// The file's name alone: a path would make the image depend on the folder it was built in.
#ifdef __FILE_NAME__
#define TF_LITE_FILE __FILE_NAME__
#else
#define TF_LITE_FILE "kernel"
#endif

#if defined(TF_LITE_STRIP_ERROR_STRINGS) || defined(TF_LITE_STRIP_MODEL_TEXTS)
// Compiled, so that the arguments count as used, and dropped, texts and all.
#define TF_LITE_KERNEL_LOG(context, ...)                       \
  do {                                                         \
    if (false) (context)->ReportError((context), __VA_ARGS__); \
  } while (false)
#else
#define TF_LITE_KERNEL_LOG(context, ...)            \
  do {                                              \
    (context)->ReportError((context), __VA_ARGS__); \
  } while (false)
#endif

#define TF_LITE_MAYBE_KERNEL_LOG(context, ...)    \
  do {                                            \
    if ((context) != nullptr) {                   \
      TF_LITE_KERNEL_LOG((context), __VA_ARGS__); \
    }                                             \
  } while (false)

#define TF_LITE_ENSURE_MSG(context, value, ...)   \
  do {                                            \
    if (!(value)) {                               \
      TF_LITE_KERNEL_LOG((context), __VA_ARGS__); \
      return kTfLiteError;                        \
    }                                             \
  } while (0)

#define TF_LITE_ENSURE(context, a)                                                         \
  do {                                                                                     \
    if (!(a)) {                                                                            \
      TF_LITE_KERNEL_LOG((context), "%s:%d %s was not true.", TF_LITE_FILE, __LINE__, #a); \
      return kTfLiteError;                                                                 \
    }                                                                                      \
  } while (0)

#define TF_LITE_ENSURE_STATUS(a)             \
  do {                                       \
    const TfLiteStatus ensured_status = (a); \
    if (ensured_status != kTfLiteOk) {       \
      return ensured_status;                 \
    }                                        \
  } while (0)

#define TF_LITE_ENSURE_OK(context, status) TF_LITE_ENSURE_STATUS(status)

#define TF_LITE_ENSURE_EQ(context, a, b)                                                         \
  do {                                                                                           \
    if ((a) != (b)) {                                                                            \
      TF_LITE_KERNEL_LOG((context), "%s:%d %s != %s (%d != %d)", TF_LITE_FILE, __LINE__, #a, #b, \
                         static_cast<int>(a), static_cast<int>(b));                              \
      return kTfLiteError;                                                                       \
    }                                                                                            \
  } while (0)

#define TF_LITE_ENSURE_TYPES_EQ(context, a, b)                                                   \
  do {                                                                                           \
    if ((a) != (b)) {                                                                            \
      TF_LITE_KERNEL_LOG((context), "%s:%d %s != %s (%s != %s)", TF_LITE_FILE, __LINE__, #a, #b, \
                         TfLiteTypeGetName(a), TfLiteTypeGetName(b));                            \
      return kTfLiteError;                                                                       \
    }                                                                                            \
  } while (0)

#define TF_LITE_ENSURE_NEAR(context, a, b, epsilon)                                                    \
  do {                                                                                                 \
    const auto ensured_delta = ((a) > (b)) ? ((a) - (b)) : ((b) - (a));                                \
    if (ensured_delta > (epsilon)) {                                                                   \
      TF_LITE_KERNEL_LOG((context), "%s:%d %s not near %s (%f != %f)", TF_LITE_FILE, __LINE__, #a, #b, \
                         static_cast<double>(a), static_cast<double>(b));                              \
      return kTfLiteError;                                                                             \
    }                                                                                                  \
  } while (0)

#endif  // TENSORFLOW_LITE_CORE_C_ENSURE_H_
