// The facts of the unary rows. Their mathematics is not compiled here: it stays in templates that nobody calls.
#include "ops/info.h"
#include "ops/rows.h"
#include "ops/walk.h"

namespace nabla {
namespace {

#define OP static inline
#include "ops/unary-inl.h"
#undef OP

constexpr auto infos = table_of<NABLA_UNARY_COUNT>([](auto op) { return Unary<nabla_unary_op(op())>::info; });

}  // namespace

const nabla_op_info& unary_info(nabla_unary_op op) { return infos[op]; }

}  // namespace nabla
