// SPDX-License-Identifier: GPL-2.0-only
#include "soc/soc.h"
void imxrt1062_open(machine* m) { (void)m; }
