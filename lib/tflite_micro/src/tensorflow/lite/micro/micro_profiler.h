// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_PROFILER_H_
#define TENSORFLOW_LITE_MICRO_MICRO_PROFILER_H_

#include <cstdint>

#include "tensorflow/lite/micro/compatibility.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"

namespace tflite {

enum class MicroProfilerLogFormat { HumanReadable, Csv };

// One operator's turn, or whatever else lies between BeginEvent and EndEvent.
struct ProfilerEvent {
  const char* tag;
  uint32_t start_ticks;
  uint32_t end_ticks;

  // Right across a wrap of the counter.
  uint32_t ticks() const { return end_ticks - start_ticks; }
};

// Keeps when events began and ended, by GetCurrentTimeTicks(), and prints it through MicroPrintf. Events
// beyond the capacity are counted and said at the end of each log, not kept. MicroProfiler has the memory for
// them.
class MicroProfilerBase : public MicroProfilerInterface {
 public:
  uint32_t BeginEvent(const char* tag) override;
  void EndEvent(uint32_t event_handle) override;
  void ClearEvents();

  // Sum over all events: the time of an inference if they do not overlap.
  uint32_t GetTotalTicks() const;
  // As upstream: "CONV_2D took 6.283 ms (1357190 ticks)" a line; or a table of comma-separated values.
  void Log(MicroProfilerLogFormat format = MicroProfilerLogFormat::HumanReadable) const;
  void LogCsv() const { Log(MicroProfilerLogFormat::Csv); }
  // The events of each tag together, the tag with the most ticks first.
  void LogGrouped(MicroProfilerLogFormat format = MicroProfilerLogFormat::HumanReadable) const;
  void LogTicksPerTagCsv() const { LogGrouped(MicroProfilerLogFormat::Csv); }

  int event_count() const { return event_count_; }
  const ProfilerEvent& event(int i) const { return events_[i]; }

 protected:
  MicroProfilerBase(ProfilerEvent* events, int capacity) : events_(events), capacity_(capacity) {}
  ~MicroProfilerBase() override = default;

 private:
  void LogDropped() const;

  ProfilerEvent* events_;
  int capacity_;
  int event_count_ = 0;
  uint32_t dropped_ = 0;

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

// Upstream has had both `MicroProfiler` and `MicroProfiler<MAX_EVENTS>`; the template argument may be left
// out since C++17.
template <int MAX_EVENTS = 256>
class MicroProfiler final : public MicroProfilerBase {
 public:
  MicroProfiler() : MicroProfilerBase(storage_, MAX_EVENTS) {}
  MicroProfiler(const MicroProfiler&) = delete;
  MicroProfiler& operator=(const MicroProfiler&) = delete;

 private:
  ProfilerEvent storage_[MAX_EVENTS];

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

// An event from here to the end of the scope. A null profiler costs a comparison.
class ScopedMicroProfiler {
 public:
  ScopedMicroProfiler(const char* tag, MicroProfilerInterface* profiler)
      : profiler_(profiler), event_handle_(profiler == nullptr ? 0 : profiler->BeginEvent(tag)) {}
  ~ScopedMicroProfiler() {
    if (profiler_ != nullptr) profiler_->EndEvent(event_handle_);
  }
  ScopedMicroProfiler(const ScopedMicroProfiler&) = delete;
  ScopedMicroProfiler& operator=(const ScopedMicroProfiler&) = delete;

 private:
  MicroProfilerInterface* profiler_;
  uint32_t event_handle_;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_PROFILER_H_
