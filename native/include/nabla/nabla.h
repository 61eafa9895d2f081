/** @file nabla.h
 *  The C ABI of Nabla: tensors' kernels and memory, on CPUs and GPUs.
 *
 *  Rules that hold for every call:
 *  - It returns a nabla_status; results go to out-pointers. nabla_last_error() then gives one sentence for this thread.
 *  - NABLA_INVALID_ARGUMENT, NABLA_OUT_OF_RANGE and NABLA_UNSUPPORTED mean that nothing was written.
 *  - Views are only read during the call; the caller keeps their buffers alive until it returns (or, with a stream, until
 *    the stream has passed the work).
 *  - An output may be the very same view as an input of the same dtype (same buffer, offset, shape and strides); any
 *    other overlap of an output with an input or with itself is refused.
 *  - Inputs of elementwise calls broadcast to the output's shape, aligned at the last dimension.
 *  - `stream` is NULL for the device's default stream; on a CPU, work is done when the call returns.
 *  - Enum values are part of the ABI: they are appended, never renumbered.
 */
#ifndef NABLA_NABLA_H
#define NABLA_NABLA_H

#include <stdint.h>

#if defined(_WIN32)
#if defined(NABLA_BUILDING)
#define NABLA_API __declspec(dllexport)
#else
#define NABLA_API __declspec(dllimport)
#endif
#else
#define NABLA_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** A library of another major version does not fit this header. */
#define NABLA_ABI_MAJOR 1
/** Grows with each addition to this header. */
#define NABLA_ABI_MINOR 0
/** The most dimensions that a view has. */
#define NABLA_MAX_RANK 8
/** The most operands of one elementwise op. */
#define NABLA_MAX_OPERANDS 3

/** What came of a call. */
typedef enum nabla_status {
  NABLA_OK = 0,
  NABLA_INVALID_ARGUMENT = 1, /**< a null, shape, dtype, device, bound or overlap is wrong; nothing was written */
  NABLA_OUT_OF_RANGE = 2,     /**< an index in a tensor's data lies outside its dimension; nothing was written */
  NABLA_UNSUPPORTED = 3,      /**< well formed, but this dtype or device does not offer it; nothing was written */
  NABLA_OUT_OF_MEMORY = 4,    /**< the device has not enough memory */
  NABLA_OVER_BUDGET = 5,      /**< the memory held would pass the caller's limit; free some, or ask again without one */
  NABLA_DEVICE_ERROR = 6,     /**< the device or its driver failed, perhaps in an earlier call on the stream */
  NABLA_INTERNAL = 7          /**< a defect of this library */
} nabla_status;

/** Element types. */
typedef enum nabla_dtype {
  NABLA_FLOAT32 = 0,
  NABLA_FLOAT64 = 1,
  NABLA_FLOAT16 = 2,  /**< IEEE binary16 */
  NABLA_BFLOAT16 = 3, /**< the upper half of a float32 */
  NABLA_INT8 = 4,
  NABLA_UINT8 = 5,
  NABLA_INT16 = 6,
  NABLA_INT32 = 7,
  NABLA_INT64 = 8,
  NABLA_BOOL = 9, /**< one byte: 0 or 1 */
  NABLA_DTYPE_COUNT
} nabla_dtype;

/** Kinds of device. */
typedef enum nabla_device_type {
  NABLA_DEVICE_CPU = 0,
  NABLA_DEVICE_CUDA = 1,
  NABLA_DEVICE_TYPE_COUNT
} nabla_device_type;

/** One device: its kind and its number among those. */
typedef struct nabla_device {
  int32_t type;  /**< nabla_device_type */
  int32_t index; /**< from 0 */
} nabla_device;

/** A block of device memory. */
typedef struct nabla_buffer nabla_buffer;
/** An ordered queue of work on a device. */
typedef struct nabla_stream nabla_stream;

/** A strided window into a buffer; or, where buffer is NULL and rank 0, one number given by value (an input only). */
typedef struct nabla_view {
  nabla_buffer* buffer;            /**< NULL: the value stands in `scalar` */
  int64_t offset;                  /**< of the first element, in elements */
  int32_t dtype;                   /**< nabla_dtype */
  int32_t rank;                    /**< 0 to NABLA_MAX_RANK */
  int64_t shape[NABLA_MAX_RANK];   /**< elements in each dimension; 0 is allowed */
  int64_t strides[NABLA_MAX_RANK]; /**< step in elements; 0 repeats (broadcast), negative runs backwards */
  uint64_t scalar;                 /**< the bits of one element of `dtype` in its low bytes; read where buffer is NULL */
} nabla_view;

/** Which values an op's backward reads: a set of bits. */
typedef enum nabla_saves {
  NABLA_SAVES_NOTHING = 0,
  NABLA_SAVES_FIRST = 1,  /**< the first operand */
  NABLA_SAVES_SECOND = 2, /**< the second operand */
  NABLA_SAVES_THIRD = 4,  /**< the third operand */
  NABLA_SAVES_OUTPUT = 8  /**< the result */
} nabla_saves;

/** What tests, benchmarks, the graph and the documentation ask of an op. */
typedef struct nabla_op_info {
  const char* name;                /**< PyTorch's name, ASCII */
  int32_t operands;                /**< how many tensors go in */
  int32_t saves;                   /**< nabla_saves bits: what backward reads */
  int32_t gradients;               /**< bit i: operand i has a gradient */
  uint32_t dtypes;                 /**< bit d: the op takes nabla_dtype d */
  double low[NABLA_MAX_OPERANDS];  /**< for each operand a range in which the op is smooth and finite, for sampling */
  double high[NABLA_MAX_OPERANDS]; /**< the range's end */
  double ulp;                      /**< the worst float32 error promised over the whole range; 0 is correctly rounded */
} nabla_op_info;

/** Elementwise functions of one operand. */
typedef enum nabla_unary_op {
  NABLA_UNARY_ABS = 0,           /**< |x| */
  NABLA_UNARY_NEG = 1,           /**< -x */
  NABLA_UNARY_SIGN = 2,          /**< -1, 0 or 1 by x's sign; NaN gives 0, as in PyTorch */
  NABLA_UNARY_SQUARE = 3,        /**< x * x */
  NABLA_UNARY_SQRT = 4,          /**< the square root */
  NABLA_UNARY_RSQRT = 5,         /**< 1 / sqrt(x) */
  NABLA_UNARY_RECIPROCAL = 6,    /**< 1 / x */
  NABLA_UNARY_EXP = 7,           /**< e^x */
  NABLA_UNARY_EXP2 = 8,          /**< 2^x */
  NABLA_UNARY_EXPM1 = 9,         /**< e^x - 1, exact near 0 */
  NABLA_UNARY_LOG = 10,          /**< the natural logarithm */
  NABLA_UNARY_LOG2 = 11,         /**< the logarithm to base 2 */
  NABLA_UNARY_LOG10 = 12,        /**< the logarithm to base 10 */
  NABLA_UNARY_LOG1P = 13,        /**< log(1 + x), exact near 0 */
  NABLA_UNARY_SIN = 14,          /**< the sine of x radians */
  NABLA_UNARY_COS = 15,          /**< the cosine of x radians */
  NABLA_UNARY_TAN = 16,          /**< the tangent of x radians */
  NABLA_UNARY_ASIN = 17,         /**< the angle in [-pi/2, pi/2] whose sine is x */
  NABLA_UNARY_ACOS = 18,         /**< the angle in [0, pi] whose cosine is x */
  NABLA_UNARY_ATAN = 19,         /**< the angle in [-pi/2, pi/2] whose tangent is x */
  NABLA_UNARY_SINH = 20,         /**< (e^x - e^-x) / 2 */
  NABLA_UNARY_COSH = 21,         /**< (e^x + e^-x) / 2 */
  NABLA_UNARY_TANH = 22,         /**< sinh(x) / cosh(x) */
  NABLA_UNARY_ASINH = 23,        /**< the inverse of sinh */
  NABLA_UNARY_ACOSH = 24,        /**< the inverse of cosh on [1, inf) */
  NABLA_UNARY_ATANH = 25,        /**< the inverse of tanh on (-1, 1) */
  NABLA_UNARY_ERF = 26,          /**< 2 / sqrt(pi) * the integral of e^(-t^2) from 0 to x */
  NABLA_UNARY_ERFC = 27,         /**< 1 - erf(x), exact for large x */
  NABLA_UNARY_SIGMOID = 28,      /**< 1 / (1 + e^-x) */
  NABLA_UNARY_LOGSIGMOID = 29,   /**< log(sigmoid(x)), without overflow */
  NABLA_UNARY_RELU = 30,         /**< x where x > 0, else 0; NaN stays NaN */
  NABLA_UNARY_RELU6 = 31,        /**< min(max(x, 0), 6) */
  NABLA_UNARY_SILU = 32,         /**< x * sigmoid(x) */
  NABLA_UNARY_GELU = 33,         /**< x * (1 + erf(x / sqrt(2))) / 2 */
  NABLA_UNARY_GELU_TANH = 34,    /**< x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2 */
  NABLA_UNARY_MISH = 35,         /**< x * tanh(softplus(x)) */
  NABLA_UNARY_SOFTPLUS = 36,     /**< log(1 + e^x); x itself above 20, as in PyTorch */
  NABLA_UNARY_SOFTSIGN = 37,     /**< x / (1 + |x|) */
  NABLA_UNARY_HARDSIGMOID = 38,  /**< min(max(x + 3, 0), 6) / 6 */
  NABLA_UNARY_HARDSWISH = 39,    /**< x * min(max(x + 3, 0), 6) / 6 */
  NABLA_UNARY_SELU = 40,         /**< s * x where x > 0, else s * a * (e^x - 1); s, a of Klambauer et al. 2017 */
  NABLA_UNARY_FLOOR = 41,        /**< the greatest whole number <= x */
  NABLA_UNARY_CEIL = 42,         /**< the least whole number >= x */
  NABLA_UNARY_ROUND = 43,        /**< the nearest whole number, halves to even */
  NABLA_UNARY_TRUNC = 44,        /**< x without its fraction */
  NABLA_UNARY_FRAC = 45,         /**< x - trunc(x) */
  NABLA_UNARY_BITWISE_NOT = 46,  /**< each bit turned; on bool the logical not */
  NABLA_UNARY_COUNT
} nabla_unary_op;

/** Elementwise functions of two operands of one dtype. */
typedef enum nabla_binary_op {
  NABLA_BINARY_ADD = 0,           /**< a + b; on bool the logical or */
  NABLA_BINARY_SUB = 1,           /**< a - b */
  NABLA_BINARY_MUL = 2,           /**< a * b; on bool the logical and */
  NABLA_BINARY_DIV = 3,           /**< a / b, floating dtypes */
  NABLA_BINARY_POW = 4,           /**< a^b; integers: by repeated squaring, a negative b gives 0 unless a is 1 or -1 */
  NABLA_BINARY_ATAN2 = 5,         /**< the angle of the point (b, a) */
  NABLA_BINARY_HYPOT = 6,         /**< sqrt(a^2 + b^2) */
  NABLA_BINARY_MAXIMUM = 7,       /**< the greater; NaN where either is NaN; a tie shares the gradient */
  NABLA_BINARY_MINIMUM = 8,       /**< the lesser; NaN where either is NaN; a tie shares the gradient */
  NABLA_BINARY_FMOD = 9,          /**< a - b * trunc(a / b): a's sign */
  NABLA_BINARY_REMAINDER = 10,    /**< a - b * floor(a / b): b's sign */
  NABLA_BINARY_FLOOR_DIVIDE = 11, /**< floor(a / b) */
  NABLA_BINARY_TRUNC_DIVIDE = 12, /**< trunc(a / b) */
  NABLA_BINARY_LOGADDEXP = 13,    /**< log(e^a + e^b), without overflow */
  NABLA_BINARY_XLOGY = 14,        /**< a * log(b); 0 where a is 0 and b is not NaN */
  NABLA_BINARY_COPYSIGN = 15,     /**< |a| with b's sign */
  NABLA_BINARY_PRELU = 16,        /**< a where a > 0, else b * a (also leaky_relu) */
  NABLA_BINARY_ELU = 17,          /**< a where a > 0, else b * (e^a - 1); no gradient for b */
  NABLA_BINARY_BITWISE_AND = 18,  /**< integers and bool */
  NABLA_BINARY_BITWISE_OR = 19,   /**< integers and bool */
  NABLA_BINARY_BITWISE_XOR = 20,  /**< integers and bool */
  NABLA_BINARY_SHIFT_LEFT = 21,   /**< integers: a * 2^b; b outside the width gives 0 */
  NABLA_BINARY_SHIFT_RIGHT = 22,  /**< integers: floor(a / 2^b); b outside the width gives 0, or -1 for a < 0 */
  NABLA_BINARY_COUNT
} nabla_binary_op;

/** Comparisons: two operands of one dtype in, bool out. */
typedef enum nabla_compare_op {
  NABLA_COMPARE_EQ = 0, /**< a == b */
  NABLA_COMPARE_NE = 1, /**< a != b */
  NABLA_COMPARE_LT = 2, /**< a < b */
  NABLA_COMPARE_LE = 3, /**< a <= b */
  NABLA_COMPARE_GT = 4, /**< a > b */
  NABLA_COMPARE_GE = 5, /**< a >= b */
  NABLA_COMPARE_COUNT
} nabla_compare_op;

/** Elementwise functions of three operands of one dtype (where: the first is bool). */
typedef enum nabla_ternary_op {
  NABLA_TERNARY_WHERE = 0,   /**< b where a is true, else c */
  NABLA_TERNARY_CLAMP = 1,   /**< min(max(a, b), c); NaN in a stays; no gradient for the bounds */
  NABLA_TERNARY_LERP = 2,    /**< a + c * (b - a) */
  NABLA_TERNARY_ADDCMUL = 3, /**< a + b * c */
  NABLA_TERNARY_ADDCDIV = 4, /**< a + b / c */
  NABLA_TERNARY_COUNT
} nabla_ternary_op;

/** Reductions over any set of dimensions. */
typedef enum nabla_reduce_op {
  NABLA_REDUCE_SUM = 0,       /**< the sum; bool and small integers come in converted to int64 */
  NABLA_REDUCE_MEAN = 1,      /**< sum / count */
  NABLA_REDUCE_PROD = 2,      /**< the product */
  NABLA_REDUCE_MAX = 3,       /**< the greatest, NaN if any is NaN; ties share the gradient (amax) */
  NABLA_REDUCE_MIN = 4,       /**< the least, NaN if any is NaN; ties share the gradient (amin) */
  NABLA_REDUCE_VAR = 5,       /**< sum((x - mean)^2) / max(0, count - parameter) */
  NABLA_REDUCE_STD = 6,       /**< sqrt(var) */
  NABLA_REDUCE_LOGSUMEXP = 7, /**< log(sum(e^x)), the maximum subtracted first */
  NABLA_REDUCE_NORM = 8,      /**< sum(|x|^p)^(1/p), p = parameter: any number, 0 (count of x != 0), inf or -inf */
  NABLA_REDUCE_ANY = 9,       /**< bool out: some x != 0 */
  NABLA_REDUCE_ALL = 10,      /**< bool out: every x != 0 */
  NABLA_REDUCE_COUNT
} nabla_reduce_op;

/** Reductions that say where: the first of equal values wins; a NaN counts as the extreme. */
typedef enum nabla_arg_reduce_op {
  NABLA_ARG_REDUCE_ARGMAX = 0, /**< where the greatest stands */
  NABLA_ARG_REDUCE_ARGMIN = 1, /**< where the least stands */
  NABLA_ARG_REDUCE_COUNT
} nabla_arg_reduce_op;

/** Normalised exponentials along one dimension. */
typedef enum nabla_softmax_op {
  NABLA_SOFTMAX_SOFTMAX = 0,     /**< e^x / sum(e^x) */
  NABLA_SOFTMAX_LOG_SOFTMAX = 1, /**< x - log(sum(e^x)) */
  NABLA_SOFTMAX_COUNT
} nabla_softmax_op;

/** How scatter joins a value to the one that stands there. */
typedef enum nabla_scatter_op {
  NABLA_SCATTER_ASSIGN = 0, /**< the new value; of several the last in index order */
  NABLA_SCATTER_ADD = 1,    /**< the sum, added in index order: the same bits at every run */
  NABLA_SCATTER_COUNT
} nabla_scatter_op;

/** Distributions; a and b are the call's parameters. */
typedef enum nabla_random_op {
  NABLA_RANDOM_UNIFORM = 0,   /**< [a, b), floating */
  NABLA_RANDOM_NORMAL = 1,    /**< mean a, standard deviation b, floating (Box-Muller) */
  NABLA_RANDOM_BERNOULLI = 2, /**< 1 with probability a, else 0; any dtype */
  NABLA_RANDOM_INTEGER = 3,   /**< a whole number in [a, b), |a|, |b| <= 2^53; any dtype that holds them */
  NABLA_RANDOM_COUNT
} nabla_random_op;

/* ---- the library ---------------------------------------------------------------------------------------------- */

/** What this library is and what it found. Strings live as long as the library. */
typedef struct nabla_library_info {
  const char* version;    /**< the package version, as "0.1.0" */
  const char* cpu_target; /**< the instruction set chosen: "sse4", "avx2" or "avx512" */
  const char* blas;       /**< the matrix library and its version */
  const char* compiler;   /**< what built it */
  int32_t abi_major;      /**< NABLA_ABI_MAJOR it was built with */
  int32_t abi_minor;      /**< NABLA_ABI_MINOR it was built with */
  int32_t threads;        /**< how many threads a large CPU op uses */
  int32_t reserved;       /**< 0 */
} nabla_library_info;

/** The ABI that the library was built with: major * 65536 + minor. Never fails, and may be called first. */
NABLA_API int32_t nabla_abi_version(void);
/** Why this thread's last failed call failed: one sentence, UTF-8; "" if none did. Valid until its next failing call. */
NABLA_API const char* nabla_last_error(void);
/** Every struct of this header as the library lays it out: lines "struct size alignment", then " field offset". For tests. */
NABLA_API const char* nabla_abi_layout(void);
/** Version, instruction set, threads. @param info is written. */
NABLA_API nabla_status nabla_get_library_info(nabla_library_info* info);
/** How many threads large CPU ops use, the caller's included. Results do not depend on it.
 *  @param threads at least 1, or 0 for the number of processors */
NABLA_API nabla_status nabla_set_thread_count(int32_t threads);
/** Chooses the instruction set of CPU kernels, for tests and for equal bits on unequal machines.
 *  @param target "sse4", "avx2", "avx512", or NULL for the best; NABLA_UNSUPPORTED where this processor lacks it */
NABLA_API nabla_status nabla_set_cpu_target(const char* target);

/* ---- devices and memory --------------------------------------------------------------------------------------- */

/** What a device is. */
typedef struct nabla_device_info {
  char name[128];          /**< UTF-8, zero-terminated */
  int64_t total_bytes;     /**< its memory */
  int32_t major;           /**< CUDA compute capability; 0 on a CPU */
  int32_t minor;           /**< CUDA compute capability; 0 on a CPU */
  int32_t multiprocessors; /**< on a CPU: its logical processors */
  int32_t reserved;        /**< 0 */
} nabla_device_info;

/** The memory of one device, in bytes. */
typedef struct nabla_memory_info {
  int64_t live;        /**< in buffers that nobody has released */
  int64_t cached;      /**< released, kept for the next buffer */
  int64_t peak;        /**< the most that was ever live */
  int64_t buffers;     /**< how many buffers are live */
  int64_t allocations; /**< how often memory was asked of the system */
} nabla_memory_info;

/** How many devices of a kind there are.
 *  @param count is written; 0 where the driver or the hardware is missing: then `why` says which
 *  @param why is written, may be NULL; a sentence that lives as long as the library, "" where count > 0 */
NABLA_API nabla_status nabla_device_count(nabla_device_type type, int32_t* count, const char** why);
/** Describes a device. */
NABLA_API nabla_status nabla_get_device_info(nabla_device device, nabla_device_info* info);
/** Waits until all work given to the device is done, and reports what went wrong in it. */
NABLA_API nabla_status nabla_device_synchronize(nabla_device device);

/** A new block of memory, its contents undefined, aligned to 64 bytes at least. It comes from the device's cache where it can.
 *  @param bytes  0 or more
 *  @param limit  the most bytes, live and cached, that the device may hold after this call; more gives NABLA_OVER_BUDGET;
 *                0: no limit but the device's own
 *  @param stream the stream that will use it first; NULL: the default stream
 *  @param out    is written: the block, to be given to nabla_buffer_release once */
NABLA_API nabla_status nabla_buffer_allocate(nabla_device device, int64_t bytes, int64_t limit, nabla_stream* stream,
                                             nabla_buffer** out);
/** Lends the caller's memory, without a copy. It must outlive the buffer.
 *  @param data    `bytes` bytes on `device`, aligned to its elements; may be NULL where bytes is 0
 *  @param release called once with `state` when the buffer is released, from whatever thread does it; may be NULL */
NABLA_API nabla_status nabla_buffer_wrap(nabla_device device, void* data, int64_t bytes, void (*release)(void* state),
                                         void* state, nabla_buffer** out);
/** Gives a block back: to the cache of its stream, or to whoever lent it. NULL does nothing. */
NABLA_API nabla_status nabla_buffer_release(nabla_buffer* buffer);
/** Where a block lies and how long it is. @param data, bytes are written; either may be NULL. */
NABLA_API nabla_status nabla_buffer_get(const nabla_buffer* buffer, void** data, int64_t* bytes);
/** The memory of a device. */
NABLA_API nabla_status nabla_get_memory_info(nabla_device device, nabla_memory_info* info);
/** Gives cached memory back to the system until at most `keep` bytes of cache remain. */
NABLA_API nabla_status nabla_memory_trim(nabla_device device, int64_t keep);

/* ---- copies and constants ------------------------------------------------------------------------------------- */

/** out = x, converted to out's dtype and broadcast to its shape; between any strides and devices. With a scalar view: a fill.
 *  Floating to integer truncates towards zero (a value that does not fit gives an unspecified one); anything to bool is
 *  x != 0; integers to floating round to nearest even. */
NABLA_API nabla_status nabla_copy(const nabla_view* x, const nabla_view* out, nabla_stream* stream);
/** out[i] = start + i * step over the elements in row-major order, computed in float64 and rounded once; integers exact up to 2^53. */
NABLA_API nabla_status nabla_arange(double start, double step, const nabla_view* out, nabla_stream* stream);

/* ---- elementwise ---------------------------------------------------------------------------------------------- */

/** out = op(x). x and out have one dtype. */
NABLA_API nabla_status nabla_unary(nabla_unary_op op, const nabla_view* x, const nabla_view* out, nabla_stream* stream);
/** dx = the gradient of op: dy times its slope, or 0 where the slope is 0 by definition.
 *  @param saved x or the result, as nabla_unary_info says; NULL where it says nothing
 *  @param dy    the result's gradient; any strides, so also an expanded scalar
 *  @param dx    x's shape */
NABLA_API nabla_status nabla_unary_backward(nabla_unary_op op, const nabla_view* saved, const nabla_view* dy,
                                            const nabla_view* dx, nabla_stream* stream);
/** The row of an op. */
NABLA_API nabla_status nabla_unary_info(nabla_unary_op op, nabla_op_info* info);

/** out = op(a, b), broadcast. a, b and out have one dtype. */
NABLA_API nabla_status nabla_binary(nabla_binary_op op, const nabla_view* a, const nabla_view* b, const nabla_view* out,
                                    nabla_stream* stream);
/** Both gradients in one pass, each summed over the dimensions along which its operand was broadcast.
 *  @param a, b, y what nabla_binary_info says is saved; the others may be NULL
 *  @param dy      the result's gradient, with the result's whole shape
 *  @param da, db  a's and b's shape; NULL where that gradient is not wanted */
NABLA_API nabla_status nabla_binary_backward(nabla_binary_op op, const nabla_view* a, const nabla_view* b,
                                             const nabla_view* y, const nabla_view* dy, const nabla_view* da,
                                             const nabla_view* db, nabla_stream* stream);
/** The row of an op. */
NABLA_API nabla_status nabla_binary_info(nabla_binary_op op, nabla_op_info* info);

/** out = a op b, broadcast. a and b have one dtype, out is bool. */
NABLA_API nabla_status nabla_compare(nabla_compare_op op, const nabla_view* a, const nabla_view* b,
                                     const nabla_view* out, nabla_stream* stream);
/** The row of an op. */
NABLA_API nabla_status nabla_compare_info(nabla_compare_op op, nabla_op_info* info);

/** out = op(a, b, c), broadcast. All have one dtype (where: a is bool). */
NABLA_API nabla_status nabla_ternary(nabla_ternary_op op, const nabla_view* a, const nabla_view* b, const nabla_view* c,
                                     const nabla_view* out, nabla_stream* stream);
/** All three gradients in one pass, each summed over the dimensions along which its operand was broadcast.
 *  @param a, b, c    what nabla_ternary_info says is saved; the others may be NULL
 *  @param da, db, dc NULL where that gradient is not wanted */
NABLA_API nabla_status nabla_ternary_backward(nabla_ternary_op op, const nabla_view* a, const nabla_view* b,
                                              const nabla_view* c, const nabla_view* dy, const nabla_view* da,
                                              const nabla_view* db, const nabla_view* dc, nabla_stream* stream);
/** The row of an op. */
NABLA_API nabla_status nabla_ternary_info(nabla_ternary_op op, nabla_op_info* info);

/* ---- reductions ----------------------------------------------------------------------------------------------- */

/** out = op over the dimensions in which out's size is 1 (whatever x's size there is).
 *  @param parameter var, std: the correction (1: Bessel's); norm: p; others ignore it
 *  @param out       x's rank; each size is x's or 1; x's dtype, bool for any and all. An empty sum is 0, an empty product
 *                   1, an empty mean or variance NaN, an empty logsumexp -inf; an empty max or min is NABLA_INVALID_ARGUMENT */
NABLA_API nabla_status nabla_reduce(nabla_reduce_op op, const nabla_view* x, double parameter, const nabla_view* out,
                                    nabla_stream* stream);
/** dx = the gradient of a reduction.
 *  @param x, y what nabla_reduce_info says is saved; the others may be NULL
 *  @param dy   the shape that nabla_reduce's out had
 *  @param dx   x's shape */
NABLA_API nabla_status nabla_reduce_backward(nabla_reduce_op op, const nabla_view* x, const nabla_view* y,
                                             const nabla_view* dy, double parameter, const nabla_view* dx,
                                             nabla_stream* stream);
/** The row of an op. */
NABLA_API nabla_status nabla_reduce_info(nabla_reduce_op op, nabla_op_info* info);

/** Where the extreme of each line along `dim` stands, and what it is. An empty line is NABLA_INVALID_ARGUMENT.
 *  @param values  x's shape but 1 in `dim`, x's dtype; may be NULL
 *  @param indices the same shape, int64 */
NABLA_API nabla_status nabla_arg_reduce(nabla_arg_reduce_op op, const nabla_view* x, int32_t dim,
                                        const nabla_view* values, const nabla_view* indices, nabla_stream* stream);

/** y = op(x) along `dim`, floating; the maximum is subtracted first. */
NABLA_API nabla_status nabla_softmax(nabla_softmax_op op, const nabla_view* x, int32_t dim, const nabla_view* y,
                                     nabla_stream* stream);
/** dx = the gradient of softmax or log_softmax. @param y the result. */
NABLA_API nabla_status nabla_softmax_backward(nabla_softmax_op op, const nabla_view* y, const nabla_view* dy,
                                              int32_t dim, const nabla_view* dx, nabla_stream* stream);

/** losses[i] = the cross entropy of softmax(logits[i]) against class target[i], in one pass over the logits.
 *  With smoothing s: (1 - s) * w[t] * (lse - x[t]) + s / c * sum_j w[j] * (lse - x[j]).
 *  @param logits       [n, c], floating
 *  @param target       [n], int64, in [0, c) or ignore_index; else NABLA_OUT_OF_RANGE
 *  @param weight       [c], logits' dtype, or NULL for 1
 *  @param ignore_index rows with this target have loss 0
 *  @param smoothing    in [0, 1]
 *  @param losses       [n], logits' dtype
 *  @param lse          [n], logits' dtype: log(sum(e^x)) of each row, for backward */
NABLA_API nabla_status nabla_cross_entropy(const nabla_view* logits, const nabla_view* target, const nabla_view* weight,
                                           int64_t ignore_index, double smoothing, const nabla_view* losses,
                                           const nabla_view* lse, nabla_stream* stream);
/** dlogits from the gradient of each row's loss. @param dlosses [n], any strides. */
NABLA_API nabla_status nabla_cross_entropy_backward(const nabla_view* logits, const nabla_view* target,
                                                    const nabla_view* weight, int64_t ignore_index, double smoothing,
                                                    const nabla_view* lse, const nabla_view* dlosses,
                                                    const nabla_view* dlogits, nabla_stream* stream);

/* ---- matrices ------------------------------------------------------------------------------------------------- */

/** out[..., i, j] = sum_k a[..., i, k] * b[..., k, j]; leading dimensions broadcast. One dtype; any strides; k = 0 gives 0. */
NABLA_API nabla_status nabla_matmul(const nabla_view* a, const nabla_view* b, const nabla_view* out,
                                    nabla_stream* stream);
/** da = dy b^T and db = a^T dy, each summed over the leading dimensions along which its operand was broadcast. Floating.
 *  @param da, db NULL where that gradient is not wanted; b is only read for da, a only for db, and else may be NULL */
NABLA_API nabla_status nabla_matmul_backward(const nabla_view* a, const nabla_view* b, const nabla_view* dy,
                                             const nabla_view* da, const nabla_view* db, nabla_stream* stream);

/* ---- indices -------------------------------------------------------------------------------------------------- */

/** out[i][j][k] = x[index[i][j][k]][j][k] for dim 0, and so for each dim. Any strides: an index expanded along the other
 *  dimensions selects whole rows (index_select, embedding).
 *  @param index int64, out's shape; in [0, x.shape[dim]), else NABLA_OUT_OF_RANGE; other sizes at most x's
 *  @param out   x's dtype and rank */
NABLA_API nabla_status nabla_gather(const nabla_view* x, int32_t dim, const nabla_view* index, const nabla_view* out,
                                    nabla_stream* stream);
/** out[index[i][j][k]][j][k] = op(that, src[i][j][k]) for dim 0, and so for each dim; the rest of out stays.
 *  ADD is the backward of nabla_gather. @param index as for nabla_gather, src's shape. */
NABLA_API nabla_status nabla_scatter(nabla_scatter_op op, int32_t dim, const nabla_view* index, const nabla_view* src,
                                     const nabla_view* out, nabla_stream* stream);

/* ---- random numbers ------------------------------------------------------------------------------------------- */

/** Fills out from a distribution. Element i (row-major) depends on seed, offset and i alone: Philox 4x32-10 with key =
 *  seed, counter = (offset + i / 4), of whose four words element i takes word i % 4 (float64 uniform and normal and
 *  integer: counter offset + i / 2, word pair i % 2). A call uses ceil(count / 2) counters at most. */
NABLA_API nabla_status nabla_random(nabla_random_op op, double a, double b, uint64_t seed, uint64_t offset,
                                    const nabla_view* out, nabla_stream* stream);
/** A permutation of 0 … n-1, each as likely as the others. @param out [n], int64. */
NABLA_API nabla_status nabla_random_permutation(uint64_t seed, uint64_t offset, const nabla_view* out,
                                                nabla_stream* stream);

/* ---- optimizers ----------------------------------------------------------------------------------------------- */

/** One step of SGD, as torch.optim.SGD. */
typedef struct nabla_sgd_options {
  double learning_rate;
  double momentum;     /**< 0: no momentum buffers */
  double dampening;    /**< scales the gradient's share of the momentum, after the first step */
  double weight_decay; /**< L2 penalty */
  int32_t nesterov;    /**< 0 or 1 */
  int32_t maximize;    /**< 0 or 1 */
  int32_t first_step;  /**< 1: momentum buffers are set from the gradient, their contents not read */
  int32_t reserved;    /**< 0 */
} nabla_sgd_options;

/** One step of Adam or AdamW, as torch.optim.Adam and AdamW. */
typedef struct nabla_adam_options {
  double learning_rate;
  double beta1;
  double beta2;
  double epsilon;
  double weight_decay;
  int64_t step;      /**< from 1: for the bias corrections */
  int32_t decoupled; /**< 1: AdamW's weight decay; 0: Adam's L2 penalty */
  int32_t amsgrad;   /**< 0 or 1 */
  int32_t maximize;  /**< 0 or 1 */
  int32_t reserved;  /**< 0 */
} nabla_adam_options;

/** Updates `count` parameters in place in one call. Shapes, dtypes and devices of parameter i and its arrays are equal.
 *  @param momenta NULL where options->momentum is 0 */
NABLA_API nabla_status nabla_sgd_step(const nabla_sgd_options* options, int32_t count, const nabla_view* parameters,
                                      const nabla_view* gradients, const nabla_view* momenta, nabla_stream* stream);
/** Updates `count` parameters in place in one call.
 *  @param max_second NULL where options->amsgrad is 0 */
NABLA_API nabla_status nabla_adam_step(const nabla_adam_options* options, int32_t count, const nabla_view* parameters,
                                       const nabla_view* gradients, const nabla_view* first, const nabla_view* second,
                                       const nabla_view* max_second, nabla_stream* stream);

#ifdef __cplusplus
}
#endif
#endif
