#include "harness/batcher/writable_path.hpp"

#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace rowlock::batcher {
namespace {

namespace fs = std::filesystem;

bool is_writable_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error) && ::access(path.c_str(), W_OK | X_OK) == 0;
}

}  // namespace

bool can_write_file(const std::string& path) {
    std::error_code error;
    if (fs::exists(path, error)) {
        return !fs::is_directory(path, error) && ::access(path.c_str(), W_OK) == 0;
    }
    const fs::path parent = fs::path{path}.parent_path();
    return is_writable_folder(parent.empty() ? fs::path{"."} : parent);
}

bool can_make_folder(const std::string& path) {
    std::error_code error;
    fs::path nearest = fs::absolute(path, error);
    while (!error && !fs::exists(nearest, error) && nearest != nearest.parent_path()) {
        nearest = nearest.parent_path();
        error.clear();
    }
    return is_writable_folder(nearest);
}

}  // namespace rowlock::batcher
