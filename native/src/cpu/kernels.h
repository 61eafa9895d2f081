// What files of SIMD kernels need from outside, included once, before the part that is compiled for each target.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/dtype.h"
#include "cpu/tiles.h"
#include "ops/rows.h"
#include "ops/walk.h"
