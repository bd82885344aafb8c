// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_COMPATIBILITY_H_
#define TENSORFLOW_LITE_MICRO_COMPATIBILITY_H_

// A virtual destructor refers to operator delete, and that pulls in a heap. Classes that nobody deletes
// define an empty one.
#ifdef ARDUINO
#define TF_LITE_REMOVE_VIRTUAL_DELETE
#else
#define TF_LITE_REMOVE_VIRTUAL_DELETE \
  void operator delete(void*) {}
#endif

#endif  // TENSORFLOW_LITE_MICRO_COMPATIBILITY_H_
