// Inputs of ops that still read when they have begun to write.
#pragma once

#include <initializer_list>
#include <optional>

#include "cpu/copy.h"
#include "cpu/temporary.h"

namespace nabla::cpu {

// An input, or a copy of it where it is the very same view as one of the outputs. Null views are passed over.
class Apart {
 public:
  Apart(const nabla_view& input, std::initializer_list<const nabla_view*> outputs) : input_(input) {
    for (const nabla_view* out : outputs) {
      if (out == nullptr || copy_ || data_of(*out) != data_of(input) || count_of(*out) == 0) continue;
      copy_.emplace(input.dtype, input);
      copy(input, copy_->view());
    }
  }
  operator const nabla_view&() const { return copy_ ? copy_->view() : input_; }

 private:
  const nabla_view& input_;
  std::optional<Temporary> copy_;
};

}  // namespace nabla::cpu
