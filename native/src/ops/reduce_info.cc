// The facts of the reductions' rows. Their mathematics is not compiled here: it stays in templates that nobody calls.
#include <limits>

#include "ops/info.h"
#include "ops/rows.h"
#include "ops/walk.h"

namespace nabla {
namespace {

#define OP static inline
#define OP_LAMBDA
#include "ops/reduce-forms-inl.h"
#include "ops/reduce-inl.h"
#undef OP_LAMBDA
#undef OP

constexpr auto infos = table_of<NABLA_REDUCE_COUNT>([](auto op) { return Reduce<nabla_reduce_op(op())>::info; });

}  // namespace

const nabla_op_info& reduce_info(nabla_reduce_op op) { return infos[op]; }

}  // namespace nabla
