// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_VCVT_F16

// Two steps of k (32 multiply-accumulates): 16 VLDR + 32 VFMA + 2 PLD. The two elements that a row
// contributes lie in different banks, so its VLDRs can issue together; VFMA pairs with no VLDR, but with a
// PLD of the line that a pixel's row comes to. 8 + 32 cycles at best. Eight steps with pointers and
// back-edge: 206 instructions for 128 multiply-accumulates = 1.61, in 166 cycles = 1.30 each. A block takes
// 60 cycles more: sums in and out, and pointers to the next block.
//
// In assembly because all 32 registers are in use (s0-s15 sums, s16-s23 pixels, s24-s31 filters), and because
// GCC makes VLDMs of the loads, which wait three cycles behind a VFMA.
// clang-format off
#define LOAD_2(low, high, row, at) \
  "vldr s" #low ", [" #row ", #" #at "]\n\t" \
  "vldr s" #high ", [" #row ", #" #at "+4]\n\t"
#define LOADS(at) \
  LOAD_2(16, 20, r2, at) LOAD_2(24, 28, r6, at) LOAD_2(17, 21, r3, at) LOAD_2(25, 29, r7, at) \
  LOAD_2(18, 22, r4, at) LOAD_2(26, 30, r8, at) LOAD_2(19, 23, r5, at) LOAD_2(27, 31, r9, at)
#define PIXEL(a, b, c, d, x, w0, w1, w2, w3) \
  "vfma.f32 s" #a ", s" #x ", s" #w0 "\n\t" \
  "vfma.f32 s" #b ", s" #x ", s" #w1 "\n\t" \
  "vfma.f32 s" #c ", s" #x ", s" #w2 "\n\t" \
  "vfma.f32 s" #d ", s" #x ", s" #w3 "\n\t"
#define STEP(x0, x1, x2, x3, w0, w1, w2, w3) \
  PIXEL(0, 1, 2, 3, x0, w0, w1, w2, w3) PIXEL(4, 5, 6, 7, x1, w0, w1, w2, w3) \
  PIXEL(8, 9, 10, 11, x2, w0, w1, w2, w3) PIXEL(12, 13, 14, 15, x3, w0, w1, w2, w3)
#define AHEAD(row) "pld [" #row ", #32]\n\t"
#define TWO_STEPS(at, BETWEEN) \
  LOADS(at) STEP(16, 17, 18, 19, 24, 25, 26, 27) BETWEEN STEP(20, 21, 22, 23, 28, 29, 30, 31)
#define ADVANCE(bytes) \
  "adds r2, #" #bytes "\n\t" "adds r3, #" #bytes "\n\t" "adds r4, #" #bytes "\n\t" "adds r5, #" #bytes "\n\t" \
  "adds r6, #" #bytes "\n\t" "adds r7, #" #bytes "\n\t" "add r8, r8, #" #bytes "\n\t" "add r9, r9, #" #bytes "\n\t"
#define FINISH(a, b, c, d) \
  "vadd.f32 s" #a ", s" #a ", s20\n\t" "vadd.f32 s" #b ", s" #b ", s21\n\t" \
  "vadd.f32 s" #c ", s" #c ", s22\n\t" "vadd.f32 s" #d ", s" #d ", s23\n\t" \
  "vmaxnm.f32 s" #a ", s" #a ", s16\n\t" "vmaxnm.f32 s" #b ", s" #b ", s16\n\t" \
  "vmaxnm.f32 s" #c ", s" #c ", s16\n\t" "vmaxnm.f32 s" #d ", s" #d ", s16\n\t" \
  "vminnm.f32 s" #a ", s" #a ", s17\n\t" "vminnm.f32 s" #b ", s" #b ", s17\n\t" \
  "vminnm.f32 s" #c ", s" #c ", s17\n\t" "vminnm.f32 s" #d ", s" #d ", s17\n\t"

__attribute__((naked)) void arm_nn_mat_mult_4x4_f32(arm_nn_block_f32 *block __attribute__((unused)),
                                                    int32_t n __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r0, r4-r11, lr}\n\t"
      "vpush  {s16-s31}\n"
      "0:\n\t"
      "ldrd   r2, r3, [r0, #32]\n\t"  // init, init_stride
      "vldmia r2, {s0-s3}\n\t"
      "add    r2, r3\n\t"
      "vldmia r2, {s4-s7}\n\t"
      "add    r2, r3\n\t"
      "vldmia r2, {s8-s11}\n\t"
      "add    r2, r3\n\t"
      "vldmia r2, {s12-s15}\n\t"
      "ldmia  r0, {r2-r9}\n\t"
      "lsrs   r10, r1, #3\n\t"
      "beq.w  2f\n"
      "1:\n\t"
      TWO_STEPS(0, AHEAD(r5)) TWO_STEPS(8, AHEAD(r4)) TWO_STEPS(16, AHEAD(r3)) TWO_STEPS(24, AHEAD(r2))
      ADVANCE(32)
      "subs   r10, #1\n\t"
      "bne.w  1b\n"
      "2:\n\t"
      "tst    r1, #4\n\t"
      "beq.w  7f\n\t"
      TWO_STEPS(0, ) TWO_STEPS(8, )
      ADVANCE(16)
      "7:\n\t"
      "ands   r10, r1, #3\n\t"
      "beq.w  4f\n"
      "3:\n\t"
      "vldr   s16, [r2]\n\t"
      "vldr   s17, [r3]\n\t"
      "vldr   s18, [r4]\n\t"
      "vldr   s19, [r5]\n\t"
      "vldr   s24, [r6]\n\t"
      "vldr   s25, [r7]\n\t"
      "vldr   s26, [r8]\n\t"
      "vldr   s27, [r9]\n\t"
      STEP(16, 17, 18, 19, 24, 25, 26, 27)
      ADVANCE(4)
      "subs   r10, #1\n\t"
      "bne.w  3b\n"
      "4:\n\t"
      "ldr    r0, [sp, #64]\n\t"
      "ldr    r2, [r0, #48]\n\t"
      "cmp    r2, #0\n\t"
      "beq.w  5f\n\t"
      "vldmia r2, {s20-s23}\n\t"
      "vldr   s16, [r0, #52]\n\t"
      "vldr   s17, [r0, #56]\n\t"
      FINISH(0, 1, 2, 3) FINISH(4, 5, 6, 7) FINISH(8, 9, 10, 11) FINISH(12, 13, 14, 15)
      "5:\n\t"
      "ldrd   r2, r3, [r0, #40]\n\t"  // out, out_stride
      "vstmia r2, {s0-s3}\n\t"
      "add    r2, r3\n\t"
      "vstmia r2, {s4-s7}\n\t"
      "add    r2, r3\n\t"
      "vstmia r2, {s8-s11}\n\t"
      "add    r2, r3\n\t"
      "vstmia r2, {s12-s15}\n\t"
      "ldr    r10, [r0, #60]\n\t"      // blocks
      "subs   r10, #1\n\t"
      "beq.w  6f\n\t"
      "str    r10, [r0, #60]\n\t"
      "ldrd   r10, r11, [r0, #64]\n\t"  // pixel_step, filter_step
      "ldmia  r0, {r2-r9}\n\t"
      "add    r2, r10\n\t" "add r3, r10\n\t" "add r4, r10\n\t" "add r5, r10\n\t"
      "add    r6, r11\n\t" "add r7, r11\n\t" "add r8, r11\n\t" "add r9, r11\n\t"
      "stmia  r0, {r2-r9}\n\t"
      "ldrd   r2, r3, [r0, #72]\n\t"    // init_step, out_step
      "ldr    r4, [r0, #32]\n\t"
      "ldr    r5, [r0, #40]\n\t"
      "ldr    r6, [r0, #48]\n\t"
      "ldr    r7, [r0, #80]\n\t"        // bias_step
      "add    r4, r2\n\t"
      "add    r5, r3\n\t"
      "str    r4, [r0, #32]\n\t"
      "cmp    r6, #0\n\t"
      "it     ne\n\t"
      "addne  r6, r7\n\t"
      "str    r5, [r0, #40]\n\t"
      "str    r6, [r0, #48]\n\t"
      "b.w    0b\n"
      "6:\n\t"
      "vpop   {s16-s31}\n\t"
      "pop.w  {r0, r4-r11, pc}\n\t");
}
// clang-format on

_Static_assert(offsetof(arm_nn_block_f32, init) == 32 && offsetof(arm_nn_block_f32, out) == 40 &&
                   offsetof(arm_nn_block_f32, bias) == 48 && offsetof(arm_nn_block_f32, blocks) == 60 &&
                   offsetof(arm_nn_block_f32, bias_step) == 80,
               "the assembly above knows these offsets");

#else

ARM_NN_INLINE const float *moved(const float *from, int32_t bytes) {
  return (const float *)(const void *)((const char *)from + bytes);
}

static void one_block(const arm_nn_block_f32 *block, int32_t n) {
  float sums[16];
  for (int i = 0; i < 16; i++) {
    float sum = moved(block->init, (i >> 2) * block->init_stride)[i & 3];
    for (int32_t k = 0; k < n; k++) sum += block->pixels[i >> 2][k] * block->filters[i & 3][k];
    if (block->bias) sum = arm_nn_min_f32(arm_nn_max_f32(sum + block->bias[i & 3], block->min), block->max);
    sums[i] = sum;
  }
  for (int i = 0; i < 16; i++) {
    *(float *)(void *)((char *)block->out + (i >> 2) * block->out_stride + (i & 3) * 4) = sums[i];
  }
}

void arm_nn_mat_mult_4x4_f32(arm_nn_block_f32 *block, int32_t n) {
  for (;; block->blocks--) {
    one_block(block, n);
    if (block->blocks == 1) return;
    for (int i = 0; i < 4; i++) {
      block->pixels[i] = moved(block->pixels[i], block->pixel_step);
      block->filters[i] = moved(block->filters[i], block->filter_step);
    }
    block->init = moved(block->init, block->init_step);
    block->out = (float *)(void *)((char *)block->out + block->out_step);
    if (block->bias) block->bias = moved(block->bias, block->bias_step);
  }
}

#endif
