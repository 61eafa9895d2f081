// A lock around OpenBLAS's table of work buffers.
//
// Its single-threaded build searches that table without one (0.3.21, also with USE_LOCKING, which only guards the
// table's set-up): two threads that multiply at the same time may get the same buffer, and wrong products. So the
// linker sends every call to blas_memory_alloc and blas_memory_free here (--wrap, see cmake/openblas.cmake; without it
// this file does not link), and on to the real ones from here.
#include <mutex>
#include <thread>

extern "C" {
void* __real_blas_memory_alloc(int kind);
void __real_blas_memory_free(void* buffer);
}

namespace {

// The table has 128 places in Debian's build. Who came later would make OpenBLAS print a warning; here they wait.
constexpr int kPlaces = 96;

std::mutex mutex;
int taken = 0;

}  // namespace

extern "C" void* __wrap_blas_memory_alloc(int kind) {
  std::unique_lock lock(mutex);
  while (taken == kPlaces) {
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
  ++taken;
  return __real_blas_memory_alloc(kind);
}

extern "C" void __wrap_blas_memory_free(void* buffer) {
  std::lock_guard lock(mutex);
  __real_blas_memory_free(buffer);
  --taken;
}
