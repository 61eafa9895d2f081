# GTest::gtest and GTest::gtest_main for tests/native.
find_package(GTest QUIET)
if(NOT GTest_FOUND)
  message(FATAL_ERROR "GoogleTest was not found. Debian: apt-get install libgtest-dev; vcpkg: feature `tests` in vcpkg.json.")
endif()
