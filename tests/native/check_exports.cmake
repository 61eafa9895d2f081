# cmake -DLIBRARY=<libnabla.so> -P check_exports.cmake: fails if the library would not load on a plain Debian 12, or if it
# shows more than the C ABI.
cmake_minimum_required(VERSION 3.25)

set(newest_glibc 2.36)
set(allowed_needed libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1)

foreach(tool readelf nm)
  find_program(${tool} ${tool} REQUIRED)
endforeach()
if(NOT EXISTS "${LIBRARY}")
  message(FATAL_ERROR "There is no library at '${LIBRARY}'. Build it first, or give its path as -DLIBRARY=<path>.")
endif()

# Runs a tool on the library and splits its words at each end of line.
function(lines_of result)
  execute_process(COMMAND ${ARGN} "${LIBRARY}" OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "[" "(" text "${text}")   # square brackets would glue list elements together
  string(REPLACE "]" ")" text "${text}")
  string(REGEX MATCHALL "[^\n]+" lines "${text}")
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()

set(faults "")

lines_of(dynamic ${readelf} --dynamic --wide)
foreach(line IN LISTS dynamic)
  if(line MATCHES "\\(NEEDED\\).*\\((.+)\\)$" AND NOT CMAKE_MATCH_1 IN_LIST allowed_needed)
    list(APPEND faults "asks for ${CMAKE_MATCH_1} at run time")
  endif()
endforeach()

lines_of(needs ${readelf} --version-info --wide)
foreach(line IN LISTS needs)
  if(line MATCHES "Name: (GLIBC_([0-9.]+))" AND CMAKE_MATCH_2 VERSION_GREATER newest_glibc)
    list(APPEND faults "asks for ${CMAKE_MATCH_1}, newer than ${newest_glibc}")
  elseif(line MATCHES "Name: ((GLIBCXX|CXXABI|GCC)_[0-9.]+)")
    list(APPEND faults "asks for ${CMAKE_MATCH_1}")
  endif()
endforeach()

lines_of(symbols ${nm} --dynamic --defined-only)
set(exported 0)
foreach(line IN LISTS symbols)
  if(line MATCHES " nabla_[A-Za-z0-9_]+$")
    math(EXPR exported "${exported} + 1")
  else()
    list(APPEND faults "exports '${line}'")
  endif()
endforeach()
if(exported EQUAL 0)
  list(APPEND faults "exports no nabla_* function")
endif()

if(faults)
  list(REMOVE_DUPLICATES faults)
  list(JOIN faults "\n  " text)
  message(FATAL_ERROR "${LIBRARY}\n  ${text}")
endif()
message(STATUS "${exported} nabla_* functions exported, nothing else; no libstdc++; nothing newer than GLIBC ${newest_glibc}")
