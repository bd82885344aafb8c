// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nnfunctions.h"

enum {
  // Of a block of groups, unless one group takes more. No block has more than 31, which a word has bits for.
  kMostBytes = 10 * 1024,
  kParameterBytes = 4 * sizeof(arm_nn_depthwise_3x3_channel) + 4,  // of a group, and of the border
  kCacheLineGroups = 8,
  kMostTurnedRows = 64,
  // Below these the general kernel is faster: it pays for no layout, and for no taps outside.
  kLeastPixels = 6,
  kLeastOutputs = 64,
};

// A map as the loops walk it: along the columns of a row, then to the next row.
typedef struct {
  int32_t rows, columns;
  int32_t row_bytes, column_bytes;  // from one to the next
} map;

typedef struct {
  map input, output;
  int32_t padding_rows, padding_columns, stride;
  bool turned;      // rows are the image's columns
  int32_t rows;     // of one step's output; the last step may have one less
  int32_t columns;  // of pairs
  int32_t steps;
  int32_t group_bytes;    // of pairs
  int32_t groups, block;  // of four channels: in all, at once
} plan;

ARM_NN_INLINE map map_of(const cmsis_nn_dims *dims, bool turned) {
  const int32_t row_bytes = dims->w * dims->c;
  const map m = {turned ? dims->w : dims->h, turned ? dims->h : dims->w, turned ? dims->c : row_bytes,
                 turned ? row_bytes : dims->c};
  return m;
}

ARM_NN_INLINE plan plan_of(const cmsis_nn_dw_conv_params *params, const cmsis_nn_dims *input_dims,
                           const cmsis_nn_dims *output_dims) {
  plan p;
  // Turned, a high map has longer loops. Its lines in the cache must not fall together.
  p.turned = output_dims->h > output_dims->w && output_dims->h <= kMostTurnedRows &&
             input_dims->w * input_dims->c % 256 != 0 && output_dims->w * output_dims->c % 256 != 0;
  p.input = map_of(input_dims, p.turned);
  p.output = map_of(output_dims, p.turned);
  p.padding_rows = p.turned ? params->padding.w : params->padding.h;
  p.padding_columns = p.turned ? params->padding.h : params->padding.w;
  p.stride = params->stride.w;
  p.rows = p.stride == 1 ? 2 : 1;
  p.columns = (p.output.columns - 1) * p.stride + 3;
  p.steps = (p.output.rows + p.rows - 1) / p.rows;
  p.group_bytes = 4 * (ARM_NN_COLUMN_WORDS * p.columns + ARM_NN_PAIR_WORDS * p.steps);
  p.groups = (output_dims->c + 3) / 4;
  const int32_t most = kMostBytes / (p.group_bytes + (int32_t)kParameterBytes);
  p.block = p.groups <= most          ? p.groups
            : most > kCacheLineGroups ? most & -kCacheLineGroups
            : most < 1                ? 1
                                      : most;
  return p;
}

int32_t arm_depthwise_conv_3x3_s8_get_buffer_size(const cmsis_nn_dw_conv_params *dw_conv_params,
                                                  const cmsis_nn_dims *input_dims,
                                                  const cmsis_nn_dims *filter_dims,
                                                  const cmsis_nn_dims *output_dims) {
  const cmsis_nn_tile *stride = &dw_conv_params->stride, *dilation = &dw_conv_params->dilation;
  if (filter_dims->h != 3 || filter_dims->w != 3 || dw_conv_params->ch_mult != 1 || input_dims->c < 4 ||
      stride->h != stride->w || stride->w < 1 || stride->w > 2 || dilation->h != 1 || dilation->w != 1) {
    return 0;
  }
  const int32_t pixels = output_dims->h * output_dims->w;
  if (pixels < kLeastPixels || pixels * output_dims->c < kLeastOutputs) return 0;
  const plan p = plan_of(dw_conv_params, input_dims, output_dims);
  return p.block * (p.group_bytes + (int32_t)kParameterBytes);
}

typedef struct {
  const arm_nn_depthwise_3x3_source *source;
  plan plan;
  int32_t channels;
  arm_nn_depthwise_3x3_channel (*stages)[4];
  uint32_t *border;  // a pixel outside the image, of all channels of a block
  uint32_t *pairs;
} layer;

// Four words, in two instructions.
ARM_NN_INLINE void fill_words(uint32_t *to, uint32_t word) {
#if ARM_NN_DSP
  __asm__ volatile("strd %1, %1, [%0]\n\tstrd %1, %1, [%0, #8]" ::"r"(to), "r"(word) : "memory");
#else
  to[0] = to[1] = to[2] = to[3] = word;
#endif
}

// Columns beside the image.
ARM_NN_INLINE void lay_out_border(const layer *l, uint32_t *to, int32_t columns, int32_t groups) {
  const uint32_t pixels = l->border[0] & 0xFF00FF00u;
  const int32_t words = l->plan.group_bytes / 4;
  for (; columns > 0; columns--, to += ARM_NN_COLUMN_WORDS) {
    uint32_t *group = to;
    for (int32_t i = 0; i < groups; i++, group += words) fill_words(group, pixels);
  }
}

// Pair `pair` of the map at `input`, for the groups of channels that begin there.
static void lay_out_pair(const layer *l, const int8_t *input, int32_t pair, uint32_t *to, int32_t groups) {
  const plan *p = &l->plan;
  const int32_t top = 2 * pair - p->padding_rows, room = p->columns - p->padding_columns;
  const int32_t left = room < 0 ? p->columns : p->padding_columns;
  const int32_t inside = room < 0 ? 0 : p->input.columns < room ? p->input.columns : room;
  const int8_t *border = (const int8_t *)l->border;
  lay_out_border(l, to, left, groups);
  to += ARM_NN_COLUMN_WORDS * left;
  if (inside > 0) {
    const bool upper = (uint32_t)top < (uint32_t)p->input.rows;
    const bool lower = (uint32_t)(top + 1) < (uint32_t)p->input.rows;
    const arm_nn_depthwise_columns columns = {
        upper ? input + (ptrdiff_t)top * p->input.row_bytes : border,
        lower ? input + (ptrdiff_t)(top + 1) * p->input.row_bytes : border,
        to,
        inside,
        upper ? p->input.column_bytes : 0,
        lower ? p->input.column_bytes : 0,
        groups,
        p->group_bytes};
    arm_nn_depthwise_pair_rows(&columns);
  }
  lay_out_border(l, to + ARM_NN_COLUMN_WORDS * inside, room - inside, groups);
}

ARM_NN_INLINE int32_t group_channel(const layer *l, int32_t group) {
  const int32_t last = l->channels - 4;  // the last group begins among the channels of the one before
  return 4 * group < last ? 4 * group : last;
}

ARM_NN_INLINE arm_nn_depthwise_3x3_fn *loop_of(const plan *p, int32_t rows, bool floored) {
  if (p->stride == 2) return floored ? arm_nn_depthwise_3x3_stride_2_floored : arm_nn_depthwise_3x3_stride_2;
  if (rows == 2) return floored ? arm_nn_depthwise_3x3_two_rows_floored : arm_nn_depthwise_3x3_two_rows;
  return floored ? arm_nn_depthwise_3x3_one_row_floored : arm_nn_depthwise_3x3_one_row;
}

// Groups `first` to `first + count` of one batch. Bit i of `floored`: how group i of them is requantised.
static void run_block(const layer *l, const int8_t *input, int8_t *output, int32_t first, int32_t count,
                      uint32_t floored) {
  const plan *p = &l->plan;
  const int32_t words = p->group_bytes / 4;
  // Groups that are neighbours: all, or all but the last.
  const int32_t whole = 4 * (first + count) > l->channels ? count - 1 : count;
  const bool alike = floored == 0 || floored == (UINT32_MAX >> (32 - count));
  for (int32_t step = 0; step <= p->steps; step++) {
    // The first pair; then, before each step of output, the second pair that it reads.
    uint32_t *pair = l->pairs + ARM_NN_PAIR_WORDS * step;
    if (whole > 0) lay_out_pair(l, input + 4 * first, step, pair, whole);
    if (whole < count) lay_out_pair(l, input + l->channels - 4, step, pair + whole * words, 1);
    if (step == 0) continue;
    pair -= ARM_NN_PAIR_WORDS;
    const int32_t row = (step - 1) * p->rows, rest = p->output.rows - row;
    for (int32_t i = 0, next; i < count; i = next) {
      const uint32_t kind = floored >> i & 1;
      next = i + 1;
      if (i < whole) {
        if (alike) next = whole;
        while (next < whole && (floored >> next & 1) == kind) next++;
      }
      loop_of(p, rest < p->rows ? rest : p->rows, kind)(
          pair + i * words, output + (ptrdiff_t)row * p->output.row_bytes + group_channel(l, first + i),
          l->stages[i], p->output.columns, next - i, p->group_bytes);
    }
  }
}

// False for a channel whose multiplier or shift the loops do not know.
static bool run_layer(const layer *l, const int8_t *input, int8_t *output) {
  const plan *p = &l->plan;
  for (int32_t first = 0; first < p->groups; first += p->block) {
    const int32_t rest = p->groups - first, count = rest < p->block ? rest : p->block;
    uint32_t floored = 0;
    int32_t others = 0;
    for (int32_t i = 0; i < count; i++) {
      const bool kind =
          arm_nn_depthwise_3x3_channels(l->source, group_channel(l, first + i), l->stages[i], &others);
      floored |= (uint32_t)kind << i;
    }
    if (others) return false;
    run_block(l, input, output, first, count, floored);
  }
  return true;
}

// An activation range narrower than int8, which the loops saturate to.
static void clamp(const cmsis_nn_activation *activation, int8_t *output, ptrdiff_t count) {
  const uint32_t least = (uint8_t)activation->min * 0x01010101u,
                 most = ~((uint8_t)activation->max * 0x01010101u);
  for (; count >= 4; count -= 4, output += 4) {
    const uint32_t word = arm_nn_max_s8x4(arm_nn_load_word(output), least);
    arm_nn_store_word(output, ~arm_nn_max_s8x4(~word, most));
  }
  for (; count > 0; count--, output++) {
    *output = (int8_t)arm_nn_clamp(*output, activation->min, activation->max);
  }
}

arm_cmsis_nn_status arm_depthwise_conv_3x3_s8(const cmsis_nn_context *ctx,
                                              const cmsis_nn_dw_conv_params *dw_conv_params,
                                              const cmsis_nn_per_channel_quant_params *quant_params,
                                              const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                              const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                              const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                              const cmsis_nn_dims *output_dims, int8_t *output_data) {
  if (dw_conv_params->ch_mult != 1 || input_dims->c != output_dims->c) return ARM_CMSIS_NN_ARG_ERROR;
  if (filter_dims->h != 3 || filter_dims->w != 3) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t bytes =
      arm_depthwise_conv_3x3_s8_get_buffer_size(dw_conv_params, input_dims, filter_dims, output_dims);
  const int32_t zero_point = -dw_conv_params->input_offset;
  if (bytes > 0 && ctx && ctx->buf && ctx->size >= bytes && zero_point == (int8_t)zero_point) {
    const plan p = plan_of(dw_conv_params, input_dims, output_dims);
    const int32_t channels = output_dims->c;
    const arm_nn_depthwise_3x3_source source = {dw_conv_params,
                                                quant_params,
                                                filter_data,
                                                bias_data,
                                                p.turned ? channels : 3 * channels,
                                                p.turned ? 3 * channels : channels};
    layer l = {&source, p, channels, ctx->buf, NULL, NULL};
    l.border = (uint32_t *)(l.stages + p.block);
    l.pairs = l.border + p.block;
    for (int32_t i = 0; i < p.block; i++) {
      l.border[i] = (uint8_t)zero_point * 0x01010101u;
      for (int32_t c = 0; c < 4; c++) {
        l.stages[i][c].step = p.output.column_bytes;
        l.stages[i][c].second_row = p.output.row_bytes;
      }
    }
    const ptrdiff_t input_batch = (ptrdiff_t)input_dims->h * input_dims->w * channels;
    const ptrdiff_t output_batch = (ptrdiff_t)output_dims->h * output_dims->w * channels;
    bool done = true;
    for (int32_t batch = 0; done && batch < input_dims->n; batch++) {
      done = run_layer(&l, input_data + batch * input_batch, output_data + batch * output_batch);
    }
    if (done) {
      const cmsis_nn_activation *activation = &dw_conv_params->activation;
      if (activation->min > -128 || activation->max < 127) {
        clamp(activation, output_data, input_dims->n * output_batch);
      }
      return ARM_CMSIS_NN_SUCCESS;
    }
  }
  return arm_depthwise_conv_s8(ctx, dw_conv_params, quant_params, input_dims, input_data, filter_dims,
                               filter_data, bias_dims, bias_data, output_dims, output_data);
}
