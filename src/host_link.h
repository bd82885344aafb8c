// SPDX-License-Identifier: Apache-2.0
// The host link: collects messages, runs what they ask for, answers.
#ifndef LAYERSCOPE_HOST_LINK_H_
#define LAYERSCOPE_HOST_LINK_H_

#include <cstddef>
#include <cstdint>

namespace host_link {

// A request for an inference of 784 floats has about 3.2 KB.
constexpr size_t kMaxMessageBytes = 4096;

// To be called often; `now` in cycles. What cannot be answered is said on the console: version 1 has no
// message for it.
void poll(uint64_t now);

}  // namespace host_link

#endif  // LAYERSCOPE_HOST_LINK_H_
