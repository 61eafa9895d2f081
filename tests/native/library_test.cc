// What the library says of itself, its settings, and how it tells of failures.
#include <cstddef>
#include <cstring>
#include <sstream>
#include <thread>

#include "core/status.h"
#include "tensor.h"

namespace nabla::test {
namespace {

TEST(Library, SaysWhatItIs) {
  EXPECT_EQ(nabla_abi_version(), NABLA_ABI_MAJOR * 65536 + NABLA_ABI_MINOR);
  nabla_library_info info;
  std::memset(&info, 0xA5, sizeof info);
  EXPECT_DONE(nabla_get_library_info(&info));
  EXPECT_EQ(info.abi_major, NABLA_ABI_MAJOR);
  EXPECT_EQ(info.abi_minor, NABLA_ABI_MINOR);
  EXPECT_EQ(info.reserved, 0);
  EXPECT_GE(info.threads, 1);
  EXPECT_STRNE(info.version, "");
  EXPECT_STRNE(info.compiler, "");
  EXPECT_NE(std::string(info.blas).find("OpenBLAS"), std::string::npos);
  EXPECT_REFUSED(nabla_get_library_info(nullptr), NABLA_INVALID_ARGUMENT, "info is null");
}

TEST(Library, CountsThreads) {
  nabla_library_info before, now;
  EXPECT_DONE(nabla_get_library_info(&before));
  EXPECT_DONE(nabla_set_thread_count(3));
  EXPECT_DONE(nabla_get_library_info(&now));
  EXPECT_EQ(now.threads, 3);
  EXPECT_REFUSED(nabla_set_thread_count(-1), NABLA_INVALID_ARGUMENT, "threads is -1");
  EXPECT_DONE(nabla_get_library_info(&now));
  EXPECT_EQ(now.threads, 3);
  EXPECT_DONE(nabla_set_thread_count(0));
  EXPECT_DONE(nabla_get_library_info(&now));
  EXPECT_GE(now.threads, 1);
  EXPECT_DONE(nabla_set_thread_count(before.threads));
}

TEST(Library, ChoosesInstructionSets) {
  for_each_target([](const char* target) {
    nabla_library_info info;
    EXPECT_DONE(nabla_get_library_info(&info));
    EXPECT_STREQ(info.cpu_target, target);
  });
  nabla_library_info best, now;
  EXPECT_DONE(nabla_get_library_info(&best));
  EXPECT_REFUSED(nabla_set_cpu_target("neon"), NABLA_INVALID_ARGUMENT, "\"neon\" is no instruction set");
  EXPECT_REFUSED(nabla_set_cpu_target(""), NABLA_INVALID_ARGUMENT, "known are sse4, avx2, avx512");
  EXPECT_DONE(nabla_get_library_info(&now));
  EXPECT_STREQ(now.cpu_target, best.cpu_target);
}

TEST(Library, LayoutIsTheHeaders) {
  std::istringstream text(nabla_abi_layout());
  std::string line, all;
  int structs = 0;
  while (std::getline(text, line)) {
    std::istringstream words(line);
    std::string name;
    int64_t first = -1;
    words >> name >> first;
    EXPECT_GE(first, 0) << line;
    structs += line[0] != ' ';
    all += line + '\n';
  }
  EXPECT_EQ(structs, 8);
  const auto says = [&](const std::string& words) { EXPECT_NE(all.find(words), std::string::npos) << words; };
  says("nabla_view " + std::to_string(sizeof(nabla_view)) + " " + std::to_string(alignof(nabla_view)) +
       "\n buffer 0\n");
  says(" strides " + std::to_string(offsetof(nabla_view, strides)) + "\n");
  says("nabla_adam_options " + std::to_string(sizeof(nabla_adam_options)));
}

TEST(Library, TellsOfItsDevices) {
  int32_t count = -1;
  const char* why = nullptr;
  EXPECT_DONE(nabla_device_count(NABLA_DEVICE_CPU, &count, &why));
  EXPECT_EQ(count, 1);
  EXPECT_STREQ(why, "");
  EXPECT_DONE(nabla_device_count(NABLA_DEVICE_CUDA, &count, &why));
  EXPECT_EQ(count == 0, std::strlen(why) > 0);
  EXPECT_DONE(nabla_device_count(NABLA_DEVICE_CUDA, &count, nullptr));
  EXPECT_REFUSED(nabla_device_count(nabla_device_type(9), &count, &why), NABLA_INVALID_ARGUMENT,
                 "9 is not a nabla_device_type");
  EXPECT_REFUSED(nabla_device_count(NABLA_DEVICE_CPU, nullptr, &why), NABLA_INVALID_ARGUMENT, "count is null");

  nabla_device_info info;
  EXPECT_DONE(nabla_get_device_info({NABLA_DEVICE_CPU, 0}, &info));
  EXPECT_GT(std::strlen(info.name), 0u);
  EXPECT_GT(info.total_bytes, int64_t{1} << 20);
  EXPECT_GE(info.multiprocessors, 1);
  EXPECT_EQ(info.major, 0);
  EXPECT_REFUSED(nabla_get_device_info({NABLA_DEVICE_CPU, 1}, &info), NABLA_INVALID_ARGUMENT, "no number 1");
  EXPECT_REFUSED(nabla_get_device_info({NABLA_DEVICE_CPU, 0}, nullptr), NABLA_INVALID_ARGUMENT, "info is null");
  EXPECT_DONE(nabla_device_synchronize({NABLA_DEVICE_CPU, 0}));
  EXPECT_REFUSED(nabla_device_synchronize({NABLA_DEVICE_CPU, -1}), NABLA_INVALID_ARGUMENT, "-1");
}

TEST(LastError, IsEachThreadsOwn) {
  EXPECT_EQ(nabla_set_thread_count(-1), NABLA_INVALID_ARGUMENT);
  const std::string here = nabla_last_error();
  EXPECT_EQ(here.rfind("nabla_set_thread_count: ", 0), 0u) << here;
  std::string fresh = "?", there;
  std::thread([&] {
    fresh = nabla_last_error();
    nabla_memory_trim({NABLA_DEVICE_CPU, 0}, -1);
    there = nabla_last_error();
  }).join();
  EXPECT_EQ(fresh, "");
  EXPECT_EQ(there.rfind("nabla_memory_trim: ", 0), 0u) << there;
  EXPECT_EQ(nabla_last_error(), here);
}

TEST(LastError, StaysUntilTheNextFailure) {
  EXPECT_EQ(nabla_set_thread_count(-5), NABLA_INVALID_ARGUMENT);
  EXPECT_DONE(nabla_device_synchronize({NABLA_DEVICE_CPU, 0}));
  EXPECT_NE(std::string(nabla_last_error()).find("-5"), std::string::npos);
}

// Whatever is thrown becomes a status.
TEST(Guarded, TurnsExceptionsIntoStatuses) {
  EXPECT_EQ(guarded("call", [] {}), NABLA_OK);
  EXPECT_EQ(guarded("call", [] { fail(NABLA_OUT_OF_RANGE, "index ", 7); }), NABLA_OUT_OF_RANGE);
  EXPECT_STREQ(nabla_last_error(), "call: index 7");
  EXPECT_EQ(guarded("call", [] { throw std::bad_alloc(); }), NABLA_OUT_OF_MEMORY);
  EXPECT_EQ(guarded("call", [] { throw std::runtime_error("odd"); }), NABLA_INTERNAL);
  EXPECT_STREQ(nabla_last_error(), "call: odd");
  EXPECT_EQ(guarded("call", [] { throw 1; }), NABLA_INTERNAL);
  EXPECT_EQ(guarded("call", [] { fail(NABLA_INTERNAL, std::string(5000, 'x')); }), NABLA_INTERNAL);
  EXPECT_LT(std::strlen(nabla_last_error()), 1100u);  // cut, not overrun
}

}  // namespace
}  // namespace nabla::test
