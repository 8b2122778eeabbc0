#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace optim_sches {
namespace {

// As many operations as a hand-over to another thread is worth.
constexpr int64_t kPart = 32768;
constexpr int kMostParts = 64;
// How long a thread looks for more work before it sleeps: kernels follow each other within microseconds.
constexpr int kSpins = 4000;

struct Work {
  const std::function<void(int)>* body = nullptr;
  int parts = 0;
  std::atomic<int> next{0};
  std::atomic<int> left{0};
};

class Pool {
 public:
  Pool() {
    int threads = static_cast<int>(std::thread::hardware_concurrency());
    const char* wish = std::getenv("TF_NUM_INTRAOP_THREADS");
    if (wish != nullptr && std::atoi(wish) > 0) threads = std::min(threads, std::atoi(wish));
    for (int i = 1; i < threads; i++) std::thread([this] { serve(); }).detach();
    others_ = std::max(0, threads - 1);
  }

  void run(int parts, const std::function<void(int)>& body) {
    // One kernel at a time uses the other threads; a second one, started by TensorFlow beside it, does its work itself.
    std::unique_lock<std::mutex> turn(turn_, std::try_to_lock);
    if (others_ == 0 || parts < 2 || !turn.owns_lock()) {
      for (int part = 0; part < parts; part++) body(part);
      return;
    }
    {
      std::lock_guard<std::mutex> lock(mutex_);
      work_.body = &body;
      work_.parts = parts;
      work_.next.store(0);
      work_.left.store(parts);
      round_.fetch_add(1);
    }
    wake_.notify_all();
    take();
    while (work_.left.load(std::memory_order_acquire) > 0 || busy_.load(std::memory_order_acquire) > 0) pause();
  }

 private:
  static void pause() { __builtin_ia32_pause(); }

  void take() {
    for (int part; (part = work_.next.fetch_add(1)) < work_.parts;) {
      (*work_.body)(part);
      work_.left.fetch_sub(1, std::memory_order_release);
    }
  }

  void serve() {
    int seen = 0;
    for (;;) {
      for (int i = 0; i < kSpins && round_.load() == seen; i++) pause();
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return round_.load() != seen; });
        seen = round_.load();
        // While a thread is in here the caller waits, and so the work stays what it is.
        busy_.fetch_add(1);
      }
      take();
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }

  int others_ = 0;
  Work work_;
  std::mutex turn_, mutex_;
  std::condition_variable wake_;
  std::atomic<int> round_{0}, busy_{0};
};

Pool& pool() {
  // Never destroyed: its threads run until the process ends.
  static Pool* one = new Pool();
  return *one;
}

}  // namespace

void parallel(int parts, const std::function<void(int)>& body) { pool().run(parts, body); }

int partsOf(int64_t items, int64_t cost) {
  const int64_t parts = items * cost / kPart;
  return static_cast<int>(std::max<int64_t>(1, std::min<int64_t>({parts, items, kMostParts})));
}

}  // namespace optim_sches
