# nabla::highway: Highway's headers. Its library is not linked: Debian ships none that is static, and the library would
# only bring the run-time dispatch, which native/src/cpu does itself.
find_path(HIGHWAY_INCLUDE_DIR hwy/highway.h)
mark_as_advanced(HIGHWAY_INCLUDE_DIR)
if(NOT HIGHWAY_INCLUDE_DIR)
  message(FATAL_ERROR "hwy/highway.h was not found. Debian: apt-get install libhwy-dev; vcpkg: see vcpkg.json; "
    "or pass -DHIGHWAY_INCLUDE_DIR=<folder that holds hwy/>.")
endif()

add_library(nabla_highway INTERFACE)
add_library(nabla::highway ALIAS nabla_highway)
target_include_directories(nabla_highway SYSTEM INTERFACE "${HIGHWAY_INCLUDE_DIR}")
