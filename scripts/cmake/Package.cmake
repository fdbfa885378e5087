# `cmake --install`: component `runtime` is the program, `development` is what find_package(rowlock) finds:
# a target rowlock::<name> for every library, and all headers.
include(CMakePackageConfigHelpers)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/rowlock)
set(ROWLOCK_FIND_DEPENDENCIES "")
foreach(package IN LISTS ROWLOCK_PACKAGES)
  string(APPEND ROWLOCK_FIND_DEPENDENCIES "find_dependency(${package})\n")
endforeach()

install(DIRECTORY mockorg checks harness DESTINATION ${ROWLOCK_INSTALL_INCLUDEDIR} COMPONENT development
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def")
install(EXPORT rowlock NAMESPACE rowlock:: FILE rowlockTargets.cmake
  DESTINATION ${config_folder} COMPONENT development)
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/rowlockConfig.cmake.in ${PROJECT_BINARY_DIR}/rowlockConfig.cmake
  INSTALL_DESTINATION ${config_folder} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/rowlockConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rowlockConfig.cmake ${PROJECT_BINARY_DIR}/rowlockConfigVersion.cmake
  DESTINATION ${config_folder} COMPONENT development)
