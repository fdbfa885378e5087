#include "checks/command/whole_file.hpp"

#include "checks/partition/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace rowlock {
namespace {

/// A device, pipe or socket; and a file that somebody has open, by the name of their descriptor.
bool is_stream(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error || !std::filesystem::exists(status) || std::filesystem::is_directory(status)) {
        return false;
    }
    if (!std::filesystem::is_regular_file(status)) return true;
    const std::string target = std::filesystem::read_symlink(path, error).string();
    return !error && (path.starts_with("/proc/") || target.starts_with("/proc/"));
}

Failure cannot_write(const std::string& path, int reason) {
    return fail(
        ErrorCode::bad_configuration, "cannot write " + path + ": " + std::strerror(reason)
    );
}

Result<void> write_through(const std::string& path, std::string_view text) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(path, errno);
    int reason = 0;
    while (!text.empty() && reason == 0) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            reason = errno;
        }
    }
    if (::close(descriptor) != 0 && reason == 0) reason = errno;
    if (reason != 0) return cannot_write(path, reason);
    return {};
}

}  // namespace

Result<void> write_whole_file(const std::string& path, std::string_view text) {
    if (is_stream(path)) return write_through(path, text);
    auto file = OutputFile::to_be(path);
    if (!file) return Failure{std::move(file.error())};
    if (auto written = file->write(text); !written) return written;
    return file->publish();
}

}  // namespace rowlock
