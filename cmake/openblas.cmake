# nabla::openblas: OpenBLAS, static and without threads of its own: its threading changes the bits of a product, and a
# shared one would have to be found again on every user's machine.
find_path(OPENBLAS_INCLUDE_DIR cblas.h PATH_SUFFIXES openblas-serial openblas)
if(WIN32)
  find_library(OPENBLAS_LIBRARY NAMES openblas libopenblas)
else()
  find_library(OPENBLAS_LIBRARY NAMES libopenblas.a PATH_SUFFIXES openblas-serial)
endif()
mark_as_advanced(OPENBLAS_INCLUDE_DIR OPENBLAS_LIBRARY)
if(NOT OPENBLAS_INCLUDE_DIR OR NOT OPENBLAS_LIBRARY)
  message(FATAL_ERROR "A static serial OpenBLAS was not found. Debian: apt-get install libopenblas-serial-dev; vcpkg: see "
    "vcpkg.json; or pass -DOPENBLAS_INCLUDE_DIR=<folder of cblas.h> -DOPENBLAS_LIBRARY=<libopenblas.a>.")
endif()

add_library(nabla_openblas INTERFACE)
add_library(nabla::openblas ALIAS nabla_openblas)
target_include_directories(nabla_openblas SYSTEM INTERFACE "${OPENBLAS_INCLUDE_DIR}")
target_link_libraries(nabla_openblas INTERFACE "${OPENBLAS_LIBRARY}")
# Its work buffers are handed out under a lock of ours: see native/src/cpu/blas_memory.cc. (A linker without --wrap needs an
# OpenBLAS that locks by itself, and that file left out.)
target_link_options(nabla_openblas INTERFACE LINKER:--wrap=blas_memory_alloc LINKER:--wrap=blas_memory_free)
