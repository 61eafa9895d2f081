// Functions that CPU and GPU code share: small, inlined, plain arithmetic on numbers. Without fused multiply-adds (no
// backend's build may contract them) they give the same bits everywhere.
#pragma once

#if defined(__CUDACC__)
#define NABLA_SHARED __host__ __device__ __forceinline__
#else
#define NABLA_SHARED inline __attribute__((always_inline))
#endif
