#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rowlock {

/// A regular file's bytes, read by the system as they are looked at. The file must not be cut short
/// by others meanwhile. Any thread may read.
class MappedFile {
public:
    /// bad_file if there is no such regular file or it cannot be read.
    static Result<MappedFile> open(const std::string& path);

    std::string_view text() const { return {data_, size_}; }

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

private:
    MappedFile() = default;

    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace rowlock
