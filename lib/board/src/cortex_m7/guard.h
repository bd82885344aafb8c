// SPDX-License-Identifier: Apache-2.0
// Defined where the code of cortex_m7/ is wanted: compiling it for the host leaves it empty.
#ifndef LAYERSCOPE_BOARD_CORTEX_M7_GUARD_H_
#define LAYERSCOPE_BOARD_CORTEX_M7_GUARD_H_

#if defined(BOARD_DISCO_F746NG) || defined(BOARD_TEENSY40)
#define BOARD_CORTEX_M7 1
#endif

#endif  // LAYERSCOPE_BOARD_CORTEX_M7_GUARD_H_
