# Everything comes from Debian 12 packages; scripts/install-packages names them.
# Who uses an installed rowlock needs these, too (Package.cmake).
set(ROWLOCK_PACKAGES "Boost 1.81" tl-expected fmt nlohmann_json ZLIB EXPAT CURL OpenSSL Threads)
foreach(package IN LISTS ROWLOCK_PACKAGES)
  separate_arguments(words UNIX_COMMAND "${package}")
  find_package(${words} REQUIRED)
endforeach()
find_package(CLI11 REQUIRED)
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
# Debian's CMake files of libzip name tools that stand in another package.
find_library(LIBZIP_LIBRARY zip REQUIRED)
find_path(LIBZIP_INCLUDE_DIR zip.h REQUIRED)
if(ROWLOCK_DEVELOPER)
  find_package(Catch2 2 REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
