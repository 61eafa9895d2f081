// The facts of the rows of two and three operands. Their mathematics is not compiled here: it stays in templates that nobody calls.
#include "ops/info.h"
#include "ops/reads.h"
#include "ops/walk.h"

namespace nabla {
namespace {

#define OP static inline
#include "ops/binary-inl.h"
#include "ops/compare-inl.h"
#include "ops/ternary-inl.h"
#undef OP

constexpr auto binary_infos = table_of<NABLA_BINARY_COUNT>([](auto op) { return Binary<nabla_binary_op(op())>::info; });
constexpr auto compare_infos = table_of<NABLA_COMPARE_COUNT>([](auto op) { return Compare<nabla_compare_op(op())>::info; });
constexpr auto ternary_infos = table_of<NABLA_TERNARY_COUNT>([](auto op) { return Ternary<nabla_ternary_op(op())>::info; });

}  // namespace

const nabla_op_info& binary_info(nabla_binary_op op) { return binary_infos[op]; }
const nabla_op_info& compare_info(nabla_compare_op op) { return compare_infos[op]; }
const nabla_op_info& ternary_info(nabla_ternary_op op) { return ternary_infos[op]; }

}  // namespace nabla
