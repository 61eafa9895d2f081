// The dimension that a call works along.
#pragma once

#include "core/view.h"

namespace nabla {

// `dim` is one of v's dimensions; a single number has one, too, of size 1, as in PyTorch.
inline void check_dimension(int32_t dim, Named v) {
  const int rank = v->rank > 0 ? v->rank : 1;
  require(dim >= 0 && dim < rank, "dim is ", dim, "; ", v.name, "'s dimensions are 0 to ", rank - 1);
}

}  // namespace nabla
