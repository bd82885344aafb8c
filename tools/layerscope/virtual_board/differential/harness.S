@ SPDX-License-Identifier: Apache-2.0
@ Runs every sequence of `sequence_table` from its initial state and records the state it leaves behind.
@ A state is r0-r9, r12, lr, APSR, FPSCR, s0-s31, 256 bytes of data. A record is r0-r12, lr, APSR, FPSCR, sp, s0-s31, data.
.syntax unified
.thumb
.equ DATA, 0x20000100
.equ RECORDS, 0x60000000

.section .vectors, "ax"
.word 0x20010000, reset
.rept 14
.word fault
.endr

.text
.thumb_func
reset:
  ldr r0, =0xE000ED88  @ CPACR: the FPU on
  mov r1, #0xF << 20
  str r1, [r0]
  dsb
  isb
  ldr r0, =0xE000EF34  @ FPCCR: nothing stacked lazily
  mov r1, #0
  str r1, [r0]
  ldr r0, =DATA - 112  @ what pointers may stray into is not the same on both sides at power-on
  movs r1, #0
  mov r2, #512
1:
  str r1, [r0], #4
  subs r2, #4
  bne 1b
  ldr r0, =cursor
  ldr r1, =sequence_table
  ldr r2, =RECORDS
  stm r0, {r1, r2}
next:
  ldr sp, =DATA + 192
  ldr r0, =cursor
  ldr r1, [r0]
  ldm r1!, {r10, r11}
  str r1, [r0]
  cmp r10, #0
  beq finish
  add r1, r11, #184
  ldr r2, =DATA
  mov r3, #64
1:
  ldr r4, [r1], #4
  str r4, [r2], #4
  subs r3, #1
  bne 1b
  add r1, r11, #56
  vldm r1, {s0-s31}
  ldr r0, [r11, #52]
  vmsr fpscr, r0
  ldr r0, [r11, #48]
  msr apsr_nzcvqg, r0
  ldr lr, [r11, #44]
  ldr r12, [r11, #40]
  ldm r11, {r0-r9}
  ldr r11, =DATA + 128
  bx r10

.global leave
.thumb_func
leave:
  add sp, #124
  push {r0-r12, lr}
  mrs r2, apsr
  vmrs r3, fpscr
  ldr r0, =cursor
  ldr r1, [r0, #4]
  mov r4, sp
  mov r5, #14
1:
  ldr r6, [r4], #4
  str r6, [r1], #4
  subs r5, #1
  bne 1b
  stm r1!, {r2, r3, r4}
  vstm r1!, {s0-s31}
  ldr r4, =DATA
  mov r5, #64
1:
  ldr r6, [r4], #4
  str r6, [r1], #4
  subs r5, #1
  bne 1b
  str r1, [r0, #4]
  b next

.thumb_func
fault:  @ the run ends, and the missing records tell which sequence it was
finish:
  adr r1, open_block
  movs r0, #1
  bkpt #0xAB
  sub sp, #16
  ldr r1, =RECORDS
  ldr r2, =cursor
  ldr r2, [r2, #4]
  subs r2, r1
  stm sp, {r0, r1, r2}
  mov r1, sp
  movs r0, #5
  bkpt #0xAB
  ldr r1, =0x20026
  movs r0, #0x18
  bkpt #0xAB
  .align 2
open_block:
  .word name, 5, 7
name:
  .asciz "records"
  .align 2
  .ltorg
.equ cursor, 0x20000080
