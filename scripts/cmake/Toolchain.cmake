# Compiler, linker and sanitizer settings of the whole tree.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
# -O3 brings false -Wrestrict hits on std::string with g++ 12, and no measurable speed.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")

find_program(ROWLOCK_CCACHE ccache)
if(ROWLOCK_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ROWLOCK_CCACHE})
endif()
find_program(ROWLOCK_MOLD mold)
if(ROWLOCK_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Same results at every optimisation level: no fused multiply-add behind our back.
add_compile_options(-ffp-contract=off)
# Precondition checks of the standard library stay on in release builds.
add_compile_definitions(_GLIBCXX_ASSERTIONS)

if(ROWLOCK_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(ROWLOCK_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -Wno-tsan)
  add_link_options(-fsanitize=thread)
elseif(NOT ROWLOCK_SANITIZE STREQUAL "")
  message(FATAL_ERROR "ROWLOCK_SANITIZE must be empty, address or thread")
endif()

set(ROWLOCK_WARNINGS
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Woverloaded-virtual -Wnon-virtual-dtor -Wdouble-promotion -Wformat=2 -Wextra-semi
  -Wcast-qual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 misreads Asio's awaitable frame allocation, and behind a precompiled header the bounds that the
  # standard library's strings keep.
  list(APPEND ROWLOCK_WARNINGS -Wduplicated-cond -Wlogical-op -Wuseless-cast -Wno-mismatched-new-delete
       -Wno-stringop-overflow -Wno-stringop-overread)
endif()
# Files compiled together include one another: their unnamed namespaces are then no file's own. And
# the more g++ 12 sees at once, the more bounds of joined strings it misreads.
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND ROWLOCK_WARNINGS -Wno-subobject-linkage -Wno-array-bounds)
endif()
if(ROWLOCK_DEVELOPER)
  list(APPEND ROWLOCK_WARNINGS -Werror)
endif()

# Tests are compiled once and run once: less optimised, they are ready in three quarters of the time.
set(ROWLOCK_TEST_OPTIONS ${ROWLOCK_WARNINGS} $<$<CONFIG:Release>:-O1>)
