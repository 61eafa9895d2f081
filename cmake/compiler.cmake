# nabla::compiler: language, warnings, code generation and sanitizers for everything that we compile.
# No -march anywhere: the SIMD files compile themselves for each instruction set and choose at run time.
find_package(Threads REQUIRED)

add_library(nabla_compiler INTERFACE)
add_library(nabla::compiler ALIAS nabla_compiler)
target_compile_features(nabla_compiler INTERFACE cxx_std_17)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

if(MSVC)
  # Written down for Windows, not tried there. clang-cl is the compiler to use: Highway leaves AVX-512 out under cl.
  target_compile_options(nabla_compiler INTERFACE /W4 /fp:precise /Zc:__cplusplus /utf-8)
  target_compile_definitions(nabla_compiler INTERFACE NOMINMAX _CRT_SECURE_NO_WARNINGS)
else()
  target_compile_options(nabla_compiler INTERFACE
    -Wall -Wextra
    -g1                                      # line tables only: full debug information doubles the SIMD files' build time
    -ffunction-sections -fdata-sections      # let the linker drop what no entry point reaches
    # g++ fuses a * b + c by default, intrinsics included, wherever the instruction set offers it. That breaks
    # error-compensated arithmetic; where a fused multiply-add is wanted, the code says so.
    -ffp-contract=off
    # Nobody reads errno or the floating-point flags, and loops that would have to set them cannot become vectors. Values stay.
    -fno-math-errno -fno-trapping-math)
endif()

if(NABLA_SANITIZE)
  # Not `enum`: callers may hand any number to an entry point that takes one, and it is checked there. (Without
  # -fstrict-enums g++ takes an enum for the integer that it is.)
  target_compile_options(nabla_compiler INTERFACE
    -fsanitize=${NABLA_SANITIZE} -fno-sanitize=enum -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
  target_link_options(nabla_compiler INTERFACE -fsanitize=${NABLA_SANITIZE})
endif()
