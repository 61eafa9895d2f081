# nabla::linking: how the shared library is linked, so that it loads on any machine: nothing exported but nabla_*, no
# libstdc++ or libgcc asked for, nothing left undefined. tests/native/check_exports.cmake holds the result to it.
add_library(nabla_linking INTERFACE)
add_library(nabla::linking ALIAS nabla_linking)

if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(version_script "${CMAKE_CURRENT_LIST_DIR}/nabla.map")
  target_link_options(nabla_linking INTERFACE
    "LINKER:--version-script=${version_script}"
    LINKER:--exclude-libs,ALL LINKER:--gc-sections LINKER:-z,defs LINKER:-z,relro LINKER:-z,now)
  set_property(TARGET nabla_linking PROPERTY INTERFACE_LINK_DEPENDS "${version_script}")
  if(NOT NABLA_SANITIZE)   # a sanitizer's runtime must find the one libstdc++ of the process
    target_link_options(nabla_linking INTERFACE -static-libstdc++ -static-libgcc)
  endif()
elseif(APPLE)
  target_link_options(nabla_linking INTERFACE LINKER:-dead_strip)   # not tried
endif()
