include(GNUInstallDirs)
set(ROWLOCK_INSTALL_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/rowlock)

# Standard headers, precompiled once for all libraries: a third of their build time.
add_library(rowlock_pch OBJECT ${PROJECT_SOURCE_DIR}/mockorg/base/precompiled.cpp)
target_include_directories(rowlock_pch PRIVATE ${PROJECT_SOURCE_DIR})
target_link_libraries(rowlock_pch PRIVATE tl::expected)
target_compile_options(rowlock_pch PRIVATE ${ROWLOCK_WARNINGS})
target_precompile_headers(rowlock_pch PRIVATE ${PROJECT_SOURCE_DIR}/mockorg/base/precompiled.hpp)

# rowlock_library(name SOURCES ... [COMPILED_ALONE ...] DEPS ... [PRIVATE_DEPS ...] [NOT_INSTALLED])
#   A static library rowlock_<name> with the alias rowlock::<name>.
#   Includes are written from the repository root, in an installed package, too.
#   COMPILED_ALONE: sources with file-local names that others of the target have, too.
function(rowlock_library name)
  cmake_parse_arguments(ARG "NOT_INSTALLED" "" "SOURCES;COMPILED_ALONE;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(rowlock_${name} STATIC ${ARG_SOURCES} ${ARG_COMPILED_ALONE})
  set_source_files_properties(${ARG_COMPILED_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  add_library(rowlock::${name} ALIAS rowlock_${name})
  target_include_directories(rowlock_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${ROWLOCK_INSTALL_INCLUDEDIR}>)
  target_compile_features(rowlock_${name} PUBLIC cxx_std_20)
  target_compile_options(rowlock_${name} PRIVATE ${ROWLOCK_WARNINGS})
  target_precompile_headers(rowlock_${name} REUSE_FROM rowlock_pch)
  target_link_libraries(rowlock_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
  if(NOT ARG_NOT_INSTALLED)
    set_target_properties(rowlock_${name} PROPERTIES EXPORT_NAME ${name})
    install(TARGETS rowlock_${name} EXPORT rowlock
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
  endif()
endfunction()

# rowlock_embed(target file symbol)
#   Compiles a text file into the target as `extern const std::string_view rowlock::embedded::<symbol>`.
function(rowlock_embed target file symbol)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.embedded.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${CMAKE_CURRENT_SOURCE_DIR}/${file} -DOUTPUT=${output}
            -DSYMBOL=${symbol} -P ${PROJECT_SOURCE_DIR}/scripts/cmake/EmbedFile.cmake
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} ${PROJECT_SOURCE_DIR}/scripts/cmake/EmbedFile.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# rowlock_test(name SOURCES ... [COMPILED_ALONE ...] DEPS ...)
#   One Catch2 binary, run by ctest as one test with a fixed property seed.
function(rowlock_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;COMPILED_ALONE;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES} ${ARG_COMPILED_ALONE})
  set_source_files_properties(${ARG_COMPILED_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_compile_options(${name} PRIVATE ${ROWLOCK_TEST_OPTIONS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} rowlock_test_support)
  target_precompile_headers(${name} REUSE_FROM rowlock_test_pch)
  add_test(NAME ${name} COMMAND ${name} --durations no)
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "RC_PARAMS=seed=20260101" LABELS "${ARG_LABELS}" WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()

# rowlock_bench(name SOURCES ... DEPS ...)
#   A plain program that prints measurements (tests/bench/bench.hpp). Built with everything else, so that
#   it keeps compiling, or by the target `benches`; run by scripts/bench, never by ctest.
function(rowlock_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_compile_options(${name} PRIVATE ${ROWLOCK_WARNINGS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} rowlock_large_blocks)
  if(NOT TARGET benches)
    add_custom_target(benches)
  endif()
  add_dependencies(benches ${name})
endfunction()
