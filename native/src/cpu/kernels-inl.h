// What rows of ops/ need from the CPU backend: numbers, functions, loops. No include guard: included once for each target,
// inside its namespace, before the rows.
namespace hn = hwy::HWY_NAMESPACE;
#define OP static HWY_INLINE
#define OP_LAMBDA HWY_ATTR
#include "cpu/lanes-inl.h"
#include "cpu/whole-inl.h"
#include "cpu/math-inl.h"
#include "cpu/loops-inl.h"
