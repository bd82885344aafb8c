// SPDX-License-Identifier: Apache-2.0
// The build options that src/ and lib/ see, with their defaults. platformio.ini sets them as -D flags.
#ifndef LAYERSCOPE_OPTIONS_H_
#define LAYERSCOPE_OPTIONS_H_

// 1: the fast kernels of lib/cmsis_nn; 0: the portable reference kernels.
#ifndef USE_CMSIS_NN
#define USE_CMSIS_NN 0
#endif

// 1: the model's weights are compressed (model_data.h says how); 0: float32.
#ifndef USE_COMP_MODEL
#define USE_COMP_MODEL 0
#endif

// 1: disco_f746ng at 288 MHz, beyond its data sheet; 0: 216 MHz.
#ifndef USE_OVERCLOCK
#define USE_OVERCLOCK 0
#endif

// 1: operators are fused where that saves RAM; 0: each has its own time.
#ifndef USE_FUSION
#define USE_FUSION 1
#endif

// Where the weights live: automatic, flash, dtcm, sram or ocram (a bare word, from custom_weights_in).
// "automatic": teensy40 copies them to DTCM if they fit, else to OCRAM, else leaves them in flash;
// disco_f746ng leaves them in flash.
#ifndef WEIGHTS_IN
#define WEIGHTS_IN automatic
#endif

#define LAYERSCOPE_QUOTE_(x) #x
#define LAYERSCOPE_QUOTE(x) LAYERSCOPE_QUOTE_(x)
#define WEIGHTS_IN_NAME LAYERSCOPE_QUOTE(WEIGHTS_IN)

// custom_code_in has no flag: it chooses the linker script. <board>.ld is each board's default (disco_f746ng:
// flash, teensy40: itcm); disco_f746ng_itcm.ld and teensy40_flash.ld are the others.

#endif  // LAYERSCOPE_OPTIONS_H_
