#include "checks/partition/output_file.hpp"

#include "checks/partition/unfinished_name.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace rowlock {
namespace {

constexpr mode_t k_readable = 0644;

int open_nameless(const std::string& folder) {
    return ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, k_readable);
}

/// A file that takes the place of a link would leave what the link leads to as it is.
std::string end_of_links(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_symlink(path, error)) return path;
    // Also one that leads to what is still to be made.
    const auto end = std::filesystem::weakly_canonical(
        std::filesystem::path{path}.parent_path() / std::filesystem::read_symlink(path, error),
        error
    );
    return error ? path : end.string();
}

}  // namespace

Result<OutputFile> OutputFile::in_folder(const std::string& folder) {
    OutputFile file{"temporary files in " + folder, open_nameless(folder)};
    if (file.descriptor_ >= 0) return file;
    std::string name = folder + "/rowlock-XXXXXX";
    file.descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file.descriptor_ < 0) return file.failure(errno);
    ::unlink(name.c_str());
    return file;
}

Result<OutputFile> OutputFile::to_be(const std::string& name) {
    const std::string path = end_of_links(name);
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    const bool other =
        !error && std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
    if (other) {
        return fail(ErrorCode::bad_configuration, "cannot write " + name + ": it is no file");
    }
    const std::string folder = std::filesystem::path{path}.parent_path().string();
    OutputFile file{path, open_nameless(folder.empty() ? "." : folder)};
    if (file.descriptor_ >= 0) return file;
    auto [reason, unfinished] = make_unfinished(path, [&file](const std::string& each) {
        constexpr int k_new = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC;
        file.descriptor_ = ::open(each.c_str(), k_new, k_readable);
        return file.descriptor_ >= 0 ? 0 : errno;
    });
    if (reason != 0) return file.failure(reason);
    file.unfinished_ = std::move(unfinished);
    return file;
}

Failure OutputFile::failure(int reason) const {
    std::string message = "cannot write " + place_ + ": " + std::strerror(reason);
    if (reason == ENOSPC) message += "; free some room, or name another place";
    return fail(ErrorCode::bad_configuration, std::move(message));
}

Result<void> OutputFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure(errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> OutputFile::publish() {
    if (unfinished_.empty()) {
        // Only a file that has a name can take the place of another.
        const std::string nameless = "/proc/self/fd/" + std::to_string(descriptor_);
        auto [reason, named] = make_unfinished(place_, [&nameless](const std::string& each) {
            const int linked =
                ::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, each.c_str(), AT_SYMLINK_FOLLOW);
            return linked == 0 ? 0 : errno;
        });
        if (reason != 0) return failure(reason);
        unfinished_ = std::move(named);
    }
    if (std::rename(unfinished_.c_str(), place_.c_str()) != 0) return failure(errno);
    unfinished_.clear();
    return {};
}

Result<MappedFile> OutputFile::map() const {
    return MappedFile::of(descriptor_, place_);
}

Result<void> OutputFile::reserve(std::size_t bytes) {
    const int reason = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(bytes));
    if (reason != 0) return failure(reason);
    return {};
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : place_(std::move(other.place_)),
      unfinished_(std::exchange(other.unfinished_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
    std::swap(place_, other.place_);
    std::swap(unfinished_, other.unfinished_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

OutputFile::~OutputFile() {
    if (!unfinished_.empty()) ::unlink(unfinished_.c_str());
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace rowlock
