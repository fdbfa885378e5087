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

    /// The same for a file that is open already, and may be closed after.
    static Result<MappedFile> of(int descriptor, const std::string& path);

    /// No file, and no text.
    MappedFile() = default;

    std::string_view text() const { return {data_, size_}; }

    /// Whole pages of that stretch need not stay in this process's memory: they are read again,
    /// from the system's, if somebody looks at them.
    void leave(std::size_t begin, std::size_t end) const;

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace rowlock
