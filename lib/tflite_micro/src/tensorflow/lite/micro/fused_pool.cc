// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/fused_pool.h"

#include <cstring>
#include <new>

#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/kernels/conv.h"
#include "tensorflow/lite/micro/kernels/pooling.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {
namespace {

// In the arena, in place of the convolution's registration.
struct FusedRegistration {
  TFLMRegistration both;
  TfLiteStatus (*conv)(TfLiteContext* context, TfLiteNode* node);
  TfLiteStatus (*pool)(TfLiteContext* context, TfLiteNode* node);
};
static_assert(sizeof(void*) != 4 || sizeof(FusedRegistration) == 36, "update FUSED_REGISTRATION_BYTES");

// A tensor that stands for a part of itself while a kernel runs.
class Part {
 public:
  explicit Part(TfLiteEvalTensor* tensor) : tensor_(tensor) {
    if (tensor == nullptr) return;
    whole_ = *tensor;
    shape_.size = tensor->dims->size;
    for (int i = 0; i < 4 && i < shape_.size; ++i) shape_.extent[i] = tensor->dims->data[i];
    tensor->dims = reinterpret_cast<TfLiteIntArray*>(&shape_);
  }
  ~Part() {
    if (tensor_ != nullptr) *tensor_ = whole_;
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  // Its data `bytes` behind the whole's.
  void MoveTo(size_t bytes) {
    if (tensor_ != nullptr) tensor_->data.raw = whole_.data.raw + bytes;
  }
  int& extent(int axis) { return shape_.extent[axis]; }
  int whole_extent(int axis) const { return whole_.dims->data[axis]; }
  char* data() const { return whole_.data.raw; }

 private:
  struct Shape {  // as a TfLiteIntArray lies in memory
    int size;
    int extent[4];
  };

  TfLiteEvalTensor* tensor_;
  TfLiteEvalTensor whole_ = {};
  Shape shape_ = {};
};

ConvOpData& ConvDataOf(const NodeAndRegistration& node) {
  return *static_cast<ConvOpData*>(node.node.user_data);
}
PoolOpData& PoolDataOf(const NodeAndRegistration& node) {
  return *static_cast<PoolOpData*>(node.node.user_data);
}
const TfLitePoolParams& PoolParamsOf(const NodeAndRegistration& node) {
  return *static_cast<const TfLitePoolParams*>(node.node.builtin_data);
}

size_t ElementBytes(const TfLiteEvalTensor& tensor) {
  size_t bytes = 1;
  TfLiteTypeSizeOf(tensor.type, &bytes);
  return bytes;
}

struct SeenPart {
  int height, width;
};

// How much of the map, from its beginning on, some window of the pool sees: a stride may leave a rest.
[[gnu::noinline]] SeenPart SeenBy(const NodeAndRegistration& pool, const TfLiteEvalTensor* tensors) {
  const int* map = &tensors[pool.node.inputs->data[0]].dims->data[1];
  const int* pooled = &tensors[pool.node.outputs->data[0]].dims->data[1];
  const TfLitePoolParams& params = PoolParamsOf(pool);
  const PoolOpData& data = PoolDataOf(pool);
  const int height = (pooled[0] - 1) * params.stride_height + params.filter_height - data.padding_height;
  const int width = (pooled[1] - 1) * params.stride_width + params.filter_width - data.padding_width;
  return {height < map[0] ? height : map[0], width < map[1] ? width : map[1]};
}

struct Pair {
  Pair(NodeAndRegistration* nodes, TfLiteEvalTensor* tensors)
      : conv(ConvDataOf(nodes[0])),
        pool(PoolDataOf(nodes[1])),
        params(PoolParamsOf(nodes[1])),
        conv_node(&nodes[0].node),
        pool_node(&nodes[1].node),
        registration(*reinterpret_cast<const FusedRegistration*>(nodes[0].registration)),
        map(&tensors[conv_node->outputs->data[0]]),
        output(&tensors[pool_node->outputs->data[0]]),
        element_bytes(ElementBytes(tensors[conv_node->outputs->data[0]])) {
    const SeenPart seen = SeenBy(nodes[1], tensors);
    map.extent(1) = seen.height;
    map.extent(2) = seen.width;
  }

  ConvOpData& conv;
  PoolOpData& pool;
  const TfLitePoolParams& params;
  TfLiteNode* conv_node;
  TfLiteNode* pool_node;
  const FusedRegistration& registration;
  Part map;
  Part output;
  size_t element_bytes;
};

// Rows of the pool's output to compute at once: the fewest for which the convolution's kernel takes no more
// tiles than for the whole map; two when that fits into one.
#if USE_CMSIS_NN
int RowsAtOnce(const ConvOpData& conv, const TfLitePoolParams& params, int height, int width,
               int pooled_height) {
  const int tile = conv.tile_pixels;
  if (tile == 0) return 1;
  for (int rows = 1; rows < pooled_height; ++rows) {
    int left = height * width <= tile ? 2 : (height * width + tile - 1) / tile;
    const int step = rows * params.stride_height;
    for (int row = 0; row < height; row += step) {
      const int count = height - row < step ? height - row : step;
      left -= (count * width + tile - 1) / tile;
    }
    if (left >= 0) return rows;
  }
  return pooled_height;
}
#else
// No other kernel takes tiles.
int RowsAtOnce(const ConvOpData&, const TfLitePoolParams&, int, int, int) { return 1; }
#endif

TfLiteStatus InvokeByRows(TfLiteContext* context, Pair& pair) {
  const int stride = static_cast<const TfLiteConvParams*>(pair.conv_node->builtin_data)->stride_height;
  const int16_t conv_padding = pair.conv.padding_height;
  const int16_t pool_padding = pair.pool.padding_height;
  const int height = pair.map.extent(1);
  const size_t map_row = static_cast<size_t>(pair.map.extent(2) * pair.map.extent(3)) * pair.element_bytes;
  const size_t output_row =
      static_cast<size_t>(pair.output.extent(2) * pair.output.extent(3)) * pair.element_bytes;
  TfLiteStatus status = kTfLiteOk;
  int held_first = 0;  // rows of the map that are there: [held_first, held_end)
  int held_end = 0;
  const int pooled_height = pair.output.whole_extent(1);
  const int at_once = RowsAtOnce(pair.conv, pair.params, height, pair.map.extent(2), pooled_height);
  for (int y = 0; y < pooled_height && status == kTfLiteOk; y += at_once) {
    const int rows = pooled_height - y < at_once ? pooled_height - y : at_once;
    const int top = y * pair.params.stride_height - pool_padding;
    const int first = top > 0 ? top : 0;
    const int bottom = top + (rows - 1) * pair.params.stride_height + pair.params.filter_height;
    const int end = bottom < height ? bottom : height;
    if (held_end > first) {
      // Row by row, for they may overlap.
      for (int row = 0; row < held_end - first; ++row) {
        char* const to = pair.map.data() + static_cast<size_t>(row) * map_row;
        memcpy(to, to + static_cast<size_t>(first - held_first) * map_row, map_row);
      }
    } else {
      held_end = first;
    }
    held_first = first;
    if (end > held_end) {
      pair.map.MoveTo(static_cast<size_t>(held_end - first) * map_row);
      pair.map.extent(1) = end - held_end;
      pair.conv.padding_height = static_cast<int16_t>(conv_padding - held_end * stride);
      status = pair.registration.conv(context, pair.conv_node);
      pair.conv.input_is_quantized = true;
      held_end = end;
    }
    if (status != kTfLiteOk) break;
    pair.map.MoveTo(0);
    pair.map.extent(1) = end - first;
    pair.pool.padding_height = static_cast<int16_t>(first - top);
    pair.output.extent(1) = rows;
    pair.output.MoveTo(static_cast<size_t>(y) * output_row);
    status = pair.registration.pool(context, pair.pool_node);
  }
  pair.conv.input_is_quantized = false;
  pair.conv.padding_height = conv_padding;
  pair.pool.padding_height = pool_padding;
  return status;
}

#if USE_CMSIS_NN
// Only fast kernels ask for it.
TfLiteStatus InvokeByChannels(TfLiteContext* context, Pair& pair) {
  TfLiteEvalTensor* const filter_tensor = micro::GetMutableEvalInput(context, pair.conv_node, 1);
  TfLiteEvalTensor* const bias_tensor = micro::GetMutableEvalInput(context, pair.conv_node, 2);
  Part filter(filter_tensor);
  Part bias(bias_tensor);
  const size_t filter_bytes = static_cast<size_t>(filter.extent(1) * filter.extent(2) * filter.extent(3)) *
                              ElementBytes(*filter_tensor);
  const size_t bias_bytes = bias_tensor == nullptr ? 0 : ElementBytes(*bias_tensor);
  const int channels = pair.map.whole_extent(3);
  const size_t pixel = static_cast<size_t>(channels) * pair.element_bytes;
  const size_t pixels = static_cast<size_t>(pair.output.extent(1) * pair.output.extent(2));
  char* const pooled = pair.map.data() + static_cast<size_t>(pair.map.extent(1) * pair.map.extent(2)) *
                                             kFusedChannels * pair.element_bytes;
  pair.output.MoveTo(static_cast<size_t>(pooled - pair.output.data()));
  for (int channel = 0; channel < channels; channel += kFusedChannels) {
    const int count = channels - channel < kFusedChannels ? channels - channel : kFusedChannels;
    const size_t first = static_cast<size_t>(channel);
    filter.MoveTo(first * filter_bytes);
    bias.MoveTo(first * bias_bytes);
    filter.extent(0) = pair.map.extent(3) = pair.output.extent(3) = count;
    TF_LITE_ENSURE_STATUS(pair.registration.conv(context, pair.conv_node));
    TF_LITE_ENSURE_STATUS(pair.registration.pool(context, pair.pool_node));
    const size_t bytes = static_cast<size_t>(count) * pair.element_bytes;
    for (size_t i = 0; i < pixels; ++i) {
      memcpy(pair.output.data() + i * pixel + first * pair.element_bytes, pooled + i * bytes, bytes);
    }
  }
  return kTfLiteOk;
}
#endif

TfLiteStatus InvokeBoth(TfLiteContext* context, TfLiteNode* /*node*/) {
  SubgraphAllocations& graph =
      static_cast<MicroInterpreterContext*>(GetMicroContext(context))->graph().current();
  NodeAndRegistration* const nodes =
      &static_cast<MicroInterpreterContext*>(GetMicroContext(context))->graph().current_node();
  Pair pair(nodes, graph.tensors);
#if USE_CMSIS_NN
  if (pair.conv.split == ConvSplit::kChannels) return InvokeByChannels(context, pair);
#endif
  return InvokeByRows(context, pair);
}

}  // namespace

size_t FusedMapBytes(const NodeAndRegistration nodes[2], const TfLiteEvalTensor* tensors) {
  const TfLiteEvalTensor& map = tensors[nodes[0].node.outputs->data[0]];
  const FeatureMap shape = FeatureMapOf(map.dims);
  const FeatureMap pooled = FeatureMapOf(tensors[nodes[1].node.outputs->data[0]].dims);
  const SeenPart seen = SeenBy(nodes[1], tensors);
  if (ConvDataOf(nodes[0]).split == ConvSplit::kChannels) {
    return static_cast<size_t>(seen.height * seen.width + pooled.height * pooled.width) * kFusedChannels *
           ElementBytes(map);
  }
  const TfLitePoolParams& params = PoolParamsOf(nodes[1]);
  const int at_once = RowsAtOnce(ConvDataOf(nodes[0]), params, seen.height, seen.width, pooled.height);
  const int32_t reach = (at_once - 1) * params.stride_height + params.filter_height;
  const int32_t rows = reach < seen.height ? reach : seen.height;
  return static_cast<size_t>(rows * seen.width * shape.channels) * ElementBytes(map);
}

Refusal FusionRefusal(const NodeAndRegistration nodes[2], const TfLiteEvalTensor* tensors) {
  if (nodes[0].registration->init != ConvInit || nodes[1].registration->init != PoolInit) {
    return Refusal::kNotOurs;
  }
  if (ConvDataOf(nodes[0]).split == ConvSplit::kNone) return Refusal::kKernelNeedsWhole;
  const FeatureMap input = FeatureMapOf(tensors[nodes[0].node.inputs->data[0]].dims);
  // An int16_t holds what stands above a row.
  if (input.batches != 1 || input.height > INT16_MAX) return Refusal::kBatches;
  size_t map_bytes;
  size_t output_bytes;
  const TfLiteEvalTensor& map = tensors[nodes[0].node.outputs->data[0]];
  const TfLiteEvalTensor& output = tensors[nodes[1].node.outputs->data[0]];
  if (TfLiteEvalTensorByteLength(&map, &map_bytes) != kTfLiteOk ||
      TfLiteEvalTensorByteLength(&output, &output_bytes) != kTfLiteOk) {
    return Refusal::kSavesNoMemory;
  }
  return FusedMapBytes(nodes, tensors) + output_bytes < map_bytes ? Refusal::kNone : Refusal::kSavesNoMemory;
}

TfLiteStatus FusePool(MicroInterpreterContext& context, NodeAndRegistration nodes[2]) {
  void* memory = context.allocator->AllocatePersistentBuffer(sizeof(FusedRegistration));
  if (memory == nullptr) return kTfLiteError;
  auto* fused = new (memory)
      FusedRegistration{*nodes[0].registration, nodes[0].registration->invoke, nodes[1].registration->invoke};
  fused->both.invoke = InvokeBoth;
  nodes[0].registration = &fused->both;
  nodes[1].registration = &kFusedAway;
  return kTfLiteOk;
}

void EnableFusion() {
  static constexpr OptionalParts::Fusion kFusion = {FusionRefusal, FusedMapBytes, FusePool};
  optional_parts.fusion = &kFusion;
}

}  // namespace tflite
