// Memory for the length of one call or one task, aligned for whole vectors. Its contents are undefined at first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace nabla::cpu {

class Scratch {
 public:
  explicit Scratch(int64_t bytes)
      : data_(static_cast<char*>(::operator new (static_cast<size_t>(bytes), std::align_val_t{kAlignment}))) {}
  char* data() const { return data_.get(); }

 private:
  static constexpr size_t kAlignment = 64;
  struct Free {
    void operator()(char* data) const { ::operator delete (data, std::align_val_t{kAlignment}); }
  };
  std::unique_ptr<char, Free> data_;
};

}  // namespace nabla::cpu
