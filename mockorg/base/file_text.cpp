#include "mockorg/base/file_text.hpp"

#include <filesystem>
#include <fstream>
#include <new>

namespace rowlock {

Result<std::string> read_file(const std::string& path, std::uint64_t size_max) {
    std::error_code error;
    // Pipes and devices have no end one could rely on.
    if (!std::filesystem::is_regular_file(path, error)) {
        const char* reason = error ? "no such file" : "not a regular file";
        return fail(ErrorCode::bad_file, "cannot read " + path + ": " + reason);
    }
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (error || size > size_max) {
        return fail(
            ErrorCode::bad_file,
            "cannot read " + path + ": larger than " + std::to_string(size_max) + " bytes"
        );
    }
    try {
        std::string text(size, '\0');
        std::ifstream file(path, std::ios::binary);
        file.read(text.data(), static_cast<std::streamsize>(size));
        if (file.bad() || !file.is_open()) {
            return fail(ErrorCode::bad_file, "cannot read " + path);
        }
        // The file may have shrunk meanwhile.
        text.resize(static_cast<std::size_t>(file.gcount()));
        return text;
    } catch (const std::bad_alloc&) {
        return fail(
            ErrorCode::bad_file,
            "cannot read " + path + ": " + std::to_string(size) + " bytes do not fit in memory"
        );
    }
}

}  // namespace rowlock
