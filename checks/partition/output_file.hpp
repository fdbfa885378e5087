#pragma once

#include "checks/input/mapped_file.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace rowlock {

/// A file without a name, which goes away with the process however that ends. Where the file system
/// has no such files it has a name for a moment, or until it gets its own.
class OutputFile {
public:
    /// For temporary data. bad_configuration if the folder takes no files.
    static Result<OutputFile> in_folder(const std::string& folder);

    /// For a file that will be named `path`; where that is a link, the file it leads to.
    /// bad_configuration for what is there and no file, such as a device.
    static Result<OutputFile> to_be(const std::string& path);

    /// Appends. bad_configuration with the system's reason, e.g. that the disk is full.
    Result<void> write(std::string_view bytes);

    /// Gives the file of to_be its name, in place of whatever had it.
    Result<void> publish();

    /// What was written so far.
    Result<MappedFile> map() const;

    /// Reserves room for so many bytes, as zeros, in place of writing them. `descriptor` is for
    /// mapping them to change.
    Result<void> reserve(std::size_t bytes);

    int descriptor() const { return descriptor_; }

    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

private:
    OutputFile(std::string place, int descriptor)
        : place_(std::move(place)), descriptor_(descriptor) {}

    Failure failure(int reason) const;

    /// For people: the folder, or the path to be.
    std::string place_;
    /// The name it has meanwhile; empty for none.
    std::string unfinished_;
    int descriptor_ = -1;
};

}  // namespace rowlock
