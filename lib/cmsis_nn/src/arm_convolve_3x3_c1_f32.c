// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_conv_3x3_c1_f32.h"
#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

// Columns of the input that a row of blocks reads.
static int32_t columns_read(const cmsis_nn_dims *output_dims) {
  return (output_dims->w > 2 ? output_dims->w : 2) + 2;
}

// Four rows with their padding.
int32_t arm_convolve_3x3_c1_f32_get_buffer_size(const cmsis_nn_dims *output_dims) {
  return 4 * columns_read(output_dims) * (int32_t)sizeof(float);
}

// A row of the image, from `padding` columns left of it on; where it is not all there, a copy with zeros.
static const float *padded_row(const float *image, const cmsis_nn_dims *input_dims, int32_t y,
                               int32_t padding, int32_t columns, float *copy) {
  const int32_t width = input_dims->w;
  const bool inside = y >= 0 && y < input_dims->h;
  const float *row = image + (ptrdiff_t)y * width;
  if (inside && padding == 0 && columns <= width) return row;
  for (int32_t i = 0, x = -padding; i < columns; i++, x++) {
    copy[i] = inside && x >= 0 && x < width ? row[x] : 0.0f;
  }
  return copy;
}

// Two rows of the output; with an odd number of columns the last block overlaps the one before.
static void two_rows(arm_nn_conv_3x3_c1 *job, int32_t width) {
  job->blocks = width >> 1;
  if (job->blocks > 0) arm_nn_conv_3x3_c1_f32(job);
  if ((width & 1) == 0) return;
  const int32_t back = width > 1 ? 1 : 0, pixel = job->pixel_bytes;
  for (int32_t i = 0; i < 4; i++) job->rows[i] -= back;
  job->top -= back * job->channels;
  job->bottom -= back * job->channels;
  job->blocks = 1;
  if (width == 1) job->pixel_bytes = 0;
  arm_nn_conv_3x3_c1_f32(job);
  job->pixel_bytes = pixel;
}

arm_cmsis_nn_status arm_convolve_3x3_c1_f32(const cmsis_nn_context *ctx,
                                            const cmsis_nn_conv_params_f32 *conv_params,
                                            const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                            const float32_t *bias_data, const cmsis_nn_dims *output_dims,
                                            float32_t *output_data) {
  static const float kNoBias = 0.0f;
  if (ctx == NULL || ctx->buf == NULL) return ARM_CMSIS_NN_ARG_ERROR;
  if (input_dims->c != 1 || filter_dims->h != 3 || filter_dims->w != 3 || conv_params->stride.h != 1 ||
      conv_params->stride.w != 1 || conv_params->dilation.h != 1 || conv_params->dilation.w != 1 ||
      conv_params->weight_format != ARM_NN_WEIGHT_FORMAT_STANDARD) {
    return ARM_CMSIS_NN_NO_IMPL_ERROR;
  }
  const int32_t channels = output_dims->c, row = output_dims->w * channels,
                columns = columns_read(output_dims);
  arm_nn_conv_3x3_c1 job = {.filter = filter_data,
                            .bias = bias_data ? bias_data : &kNoBias,
                            .bias_step = bias_data ? (int32_t)sizeof(float) : 0,
                            .channels = channels,
                            .pixel_bytes = channels * (int32_t)sizeof(float),
                            .min = conv_params->activation.min,
                            .max = conv_params->activation.max};
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    const float *image = input_data + (ptrdiff_t)batch * input_dims->h * input_dims->w;
    for (int32_t y = 0; y < output_dims->h; y += 2) {
      for (int32_t i = 0; i < 4; i++) {
        job.rows[i] = padded_row(image, input_dims, y + i - conv_params->padding.h, conv_params->padding.w,
                                 columns, (float *)ctx->buf + i * columns);
      }
      job.top = output_data;
      job.bottom = y + 1 < output_dims->h ? output_data + row : output_data;
      output_data += y + 1 < output_dims->h ? 2 * row : row;
      two_rows(&job, output_dims->w);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
