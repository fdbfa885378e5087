#include "mockorg/base/writable_path.hpp"

#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace rowlock {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

bool is_writable_folder(const fs::path& path) {
    return is_folder(path) && ::access(path.c_str(), W_OK | X_OK) == 0;
}

/// The folder that a file is to be made in.
fs::path folder_of(const std::string& path) {
    const fs::path parent = fs::path{path}.parent_path();
    return parent.empty() ? fs::path{"."} : parent;
}

/// Of a file that cannot be written.
std::string reason_of(const std::string& path) {
    if (is_folder(path)) return "it is a folder; name a file in it";
    const fs::path folder = folder_of(path);
    if (!is_folder(folder))
        return "there is no folder " + folder.string() + "; make it, or name another file";
    return "you may not write there; name another file";
}

}  // namespace

bool can_write_file(const std::string& path) {
    std::error_code error;
    if (fs::exists(path, error)) return !is_folder(path) && ::access(path.c_str(), W_OK) == 0;
    return is_writable_folder(folder_of(path));
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

Result<void> check_writable(const std::string& option, const std::string& path) {
    if (path.empty() || can_write_file(path)) return {};
    return fail(
        ErrorCode::bad_file, option + " " + path + " cannot be written: " + reason_of(path)
    );
}

}  // namespace rowlock
