// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/pooling.h"

#include "tensorflow/lite/micro/kernels/internal/pool_registration.h"

namespace tflite {

TFLMRegistration Register_MAX_POOL_2D() {
  return RegisterAnyPool<kMaxPoolFloat32, kMaxPoolInt8, kMaxPoolInt16>();
}
TFLMRegistration Register_MAX_POOL_2D_FLOAT32() { return RegisterPool<kMaxPoolFloat32>(); }
TFLMRegistration Register_MAX_POOL_2D_INT8() { return RegisterPool<kMaxPoolInt8>(); }
TFLMRegistration Register_MAX_POOL_2D_INT16() { return RegisterPool<kMaxPoolInt16>(); }
TFLMRegistration Register_AVERAGE_POOL_2D() {
  return RegisterAnyPool<kAveragePoolFloat32, kAveragePoolInt8, kAveragePoolInt16>();
}
TFLMRegistration Register_AVERAGE_POOL_2D_FLOAT32() { return RegisterPool<kAveragePoolFloat32>(); }
TFLMRegistration Register_AVERAGE_POOL_2D_INT8() { return RegisterPool<kAveragePoolInt8>(); }
TFLMRegistration Register_AVERAGE_POOL_2D_INT16() { return RegisterPool<kAveragePoolInt16>(); }

}  // namespace tflite

#endif  // !USE_CMSIS_NN
