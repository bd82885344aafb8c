// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_profiler.h"

#include <cstring>

#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_time.h"

namespace tflite {
namespace {

constexpr uint32_t kDropped = 0xFFFFFFFF;

void LogDuration(const char* prefix, const char* tag, uint32_t ticks) {
  const uint64_t us = TicksToUs(static_cast<int32_t>(ticks));
  MicroPrintf("%s%s took %u.%03u ms (%u ticks)", prefix, tag, static_cast<unsigned>(us / 1000),
              static_cast<unsigned>(us % 1000), static_cast<unsigned>(ticks));
}

}  // namespace

uint32_t MicroProfilerBase::BeginEvent(const char* tag) {
  if (event_count_ == capacity_) {
    ++dropped_;
    return kDropped;
  }
  ProfilerEvent& event = events_[event_count_];
  event.tag = tag;
  // The last thing done, so that the event does not hold the profiler's own work.
  event.start_ticks = event.end_ticks = GetCurrentTimeTicks();
  return static_cast<uint32_t>(event_count_++);
}

void MicroProfilerBase::EndEvent(uint32_t event_handle) {
  const uint32_t now = GetCurrentTimeTicks();
  if (event_handle < static_cast<uint32_t>(event_count_)) events_[event_handle].end_ticks = now;
}

void MicroProfilerBase::ClearEvents() {
  event_count_ = 0;
  dropped_ = 0;
}

uint32_t MicroProfilerBase::GetTotalTicks() const {
  uint32_t ticks = 0;
  for (int i = 0; i < event_count_; ++i) ticks += events_[i].ticks();
  return ticks;
}

void MicroProfilerBase::LogDropped() const {
  if (dropped_ != 0) {
    MicroPrintf("%u more events did not fit: the profiler keeps %d", static_cast<unsigned>(dropped_),
                capacity_);
  }
}

void MicroProfilerBase::Log(MicroProfilerLogFormat format) const {
  const bool csv = format == MicroProfilerLogFormat::Csv;
  if (csv) MicroPrintf("\"Event\",\"Tag\",\"Ms\",\"Ticks\"");
  for (int i = 0; i < event_count_; ++i) {
    if (csv) {
      const uint32_t ticks = events_[i].ticks();
      MicroPrintf("%d,%s,%u,%u", i, events_[i].tag,
                  static_cast<unsigned>(TicksToMs(static_cast<int32_t>(ticks))),
                  static_cast<unsigned>(ticks));
    } else {
      LogDuration("", events_[i].tag, events_[i].ticks());
    }
  }
  LogDropped();
}

void MicroProfilerBase::LogGrouped(MicroProfilerLogFormat format) const {
  const bool csv = format == MicroProfilerLogFormat::Csv;
  if (csv) MicroPrintf("\"Tag\",\"Total ms\",\"Total ticks\"");
  // Without memory for groups: each pass finds the tag that comes after the one just printed.
  uint64_t previous_ticks = UINT64_MAX;
  int previous_first = -1;
  for (;;) {
    uint64_t best_ticks = 0;
    int best_first = -1;
    unsigned best_count = 0;
    for (int i = 0; i < event_count_; ++i) {
      uint64_t ticks = 0;
      unsigned count = 0;
      bool first = true;
      for (int k = 0; k < event_count_; ++k) {
        if (strcmp(events_[k].tag, events_[i].tag) != 0) continue;
        first &= k >= i;
        ticks += events_[k].ticks();
        ++count;
      }
      const bool after = ticks < previous_ticks || (ticks == previous_ticks && i > previous_first);
      if (first && after && (best_first < 0 || ticks > best_ticks)) {
        best_ticks = ticks;
        best_first = i;
        best_count = count;
      }
    }
    if (best_first < 0) break;
    const char* tag = events_[best_first].tag;
    if (csv) {
      MicroPrintf("%s,%u,%u", tag, static_cast<unsigned>(TicksToMs(static_cast<int32_t>(best_ticks))),
                  static_cast<unsigned>(best_ticks));
    } else {
      char prefix[16];
      MicroSnprintf(prefix, sizeof(prefix), "%u x ", best_count);
      LogDuration(prefix, tag, static_cast<uint32_t>(best_ticks));
    }
    previous_ticks = best_ticks;
    previous_first = best_first;
  }
  if (!csv) LogDuration("", "All together", GetTotalTicks());
  LogDropped();
}

}  // namespace tflite
