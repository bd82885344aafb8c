// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_CORE_C_COMMON_H_
#define TENSORFLOW_LITE_CORE_C_COMMON_H_

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensorflow/lite/core/c/c_api_types.h"
#include "tensorflow/lite/core/c/ensure.h"

#ifdef __cplusplus
extern "C" {
#endif

// The structures that the interpreter and the kernels share. They are upstream's reduced ones (those that it
// selects with TF_LITE_STATIC_MEMORY), whether or not that macro is defined.

// An input that the model leaves out stands as this tensor index.
#define kTfLiteOptionalTensor (-1)

struct TfLiteContext;

// Shapes, and the tensor indices of a node. It has the layout of a flatbuffer's vector of int32, so that it
// may lie in the model.
typedef struct TfLiteIntArray {
  int size;
  int data[];
} TfLiteIntArray;

typedef struct TfLiteFloatArray {
  int size;
  float data[];
} TfLiteFloatArray;

size_t TfLiteIntArrayGetSizeInBytes(int size);
int TfLiteFloatArrayGetSizeInBytes(int size);
// 1 if equal, 0 otherwise.
int TfLiteIntArrayEqual(const TfLiteIntArray* a, const TfLiteIntArray* b);
int TfLiteIntArrayEqualsArray(const TfLiteIntArray* a, int b_size, const int b_data[]);

typedef struct TfLiteComplex64 {
  float re, im;
} TfLiteComplex64;

typedef struct TfLiteComplex128 {
  double re, im;
} TfLiteComplex128;

typedef struct TfLiteFloat16 {
  uint16_t data;
} TfLiteFloat16;

typedef struct TfLiteBFloat16 {
  uint16_t data;
} TfLiteBFloat16;

// "FLOAT32", "INT8", ...; "Unknown type" for a value outside the enumeration.
const char* TfLiteTypeGetName(TfLiteType type);

typedef enum TfLiteQuantizationType {
  kTfLiteNoQuantization = 0,
  kTfLiteAffineQuantization = 1,
} TfLiteQuantizationType;

typedef struct TfLiteQuantization {
  TfLiteQuantizationType type;
  void* params;  // TfLiteAffineQuantization when type is kTfLiteAffineQuantization
} TfLiteQuantization;

// real_value = scale * (quantized_value - zero_point): one pair for the tensor, or one for each slice along
// quantized_dimension.
typedef struct TfLiteAffineQuantization {
  TfLiteFloatArray* scale;
  TfLiteIntArray* zero_point;
  int32_t quantized_dimension;
} TfLiteAffineQuantization;

typedef union TfLitePtrUnion {
  int32_t* i32;
  uint32_t* u32;
  int64_t* i64;
  uint64_t* u64;
  float* f;
  TfLiteFloat16* f16;
  double* f64;
  char* raw;
  const char* raw_const;
  uint8_t* uint8;
  bool* b;
  int16_t* i16;
  uint16_t* ui16;
  TfLiteComplex64* c64;
  TfLiteComplex128* c128;
  int8_t* int8;
  void* data;
} TfLitePtrUnion;

typedef enum TfLiteAllocationType {
  kTfLiteMemNone = 0,
  kTfLiteMmapRo,   // a constant, in the model
  kTfLiteArenaRw,  // an activation, in the arena
  kTfLiteArenaRwPersistent,
  kTfLiteDynamic,
  kTfLitePersistentRo,
  kTfLiteCustom,
} TfLiteAllocationType;

// A tensor with all that the model says of it: for Prepare, and for the application's inputs and outputs.
typedef struct TfLiteTensor {
  TfLiteQuantization quantization;
  TfLiteQuantizationParams params;  // {0, 0} unless the whole tensor has one scale
  TfLitePtrUnion data;
  TfLiteIntArray* dims;
  size_t bytes;
  TfLiteType type;
  TfLiteAllocationType allocation_type;
  bool is_variable;
} TfLiteTensor;

typedef struct TfLiteNode {
  TfLiteIntArray* inputs;  // tensor indices
  TfLiteIntArray* outputs;
  TfLiteIntArray* intermediates;
  void* user_data;     // what the kernel's init returned
  void* builtin_data;  // a structure of builtin_op_data.h
  const void* custom_initial_data;
  int custom_initial_data_size;
} TfLiteNode;

// A tensor with the little that a kernel needs while it runs.
typedef struct TfLiteEvalTensor {
  TfLitePtrUnion data;
  TfLiteIntArray* dims;
  TfLiteType type;
} TfLiteEvalTensor;

typedef enum TfLiteExternalContextType {
  kTfLiteEigenContext = 0,
  kTfLiteGemmLowpContext = 1,
  kTfLiteEdgeTpuContext = 2,
  kTfLiteCpuBackendContext = 3,
  kTfLiteMaxExternalContexts = 4
} TfLiteExternalContextType;

typedef struct TfLiteExternalContext {
  TfLiteExternalContextType type;
  TfLiteStatus (*Refresh)(struct TfLiteContext* context);
} TfLiteExternalContext;

typedef struct TfLiteContext {
  size_t tensors_size;
  void* impl_;  // the MicroContext: see GetMicroContext()
  TfLiteTensor* tensors;
  int recommended_num_threads;
  void* profiler;

  void (*ReportError)(struct TfLiteContext* context, const char* format, ...);
  TfLiteExternalContext* (*GetExternalContext)(struct TfLiteContext* context, TfLiteExternalContextType type);
  // Init and Prepare: memory as long-lived as the interpreter, 16-byte aligned; null when the arena is full.
  void* (*AllocatePersistentBuffer)(struct TfLiteContext* context, size_t bytes);
  // Prepare: asks for memory that the node may use while it runs; Invoke: where it lies.
  TfLiteStatus (*RequestScratchBufferInArena)(struct TfLiteContext* context, size_t bytes, int* buffer_index);
  void* (*GetScratchBuffer)(struct TfLiteContext* context, int buffer_index);
  // Prepare: a temporary TfLiteTensor, gone when Prepare returns.
  TfLiteTensor* (*GetTensor)(const struct TfLiteContext* context, int tensor_index);
  TfLiteEvalTensor* (*GetEvalTensor)(const struct TfLiteContext* context, int tensor_index);
} TfLiteContext;

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // TENSORFLOW_LITE_CORE_C_COMMON_H_
