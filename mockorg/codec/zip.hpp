#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The defaults are the platform's limits for a zipped batch (Bulk API guide, "Limits").
struct ZipLimits {
    std::size_t max_entries = 1'000;
    /// Of a name, in bytes.
    std::size_t max_name_size = 512;
    /// Unpacked bytes of one file, and of all of them together.
    std::size_t max_file_size = 20'000'000;
    std::size_t max_total_size = 20'000'000;
};

/// Reads a zip archive that lies in memory. All errors are invalid_batch but the one named
/// below. Nothing is ever written to a file system, and still names that try to leave their folder
/// are refused: they are either an attack or a broken tool.
class ZipArchive {
public:
    /// Reads the directory and unpacks nothing. Refuses: what is no zip archive or contradicts
    /// itself; names that are absolute, empty, repeated, begin with a drive letter, or hold a
    /// backslash, a control character or the components "." or ".."; encrypted files; packing
    /// methods other than stored and deflated; more entries or declared bytes than the limits
    /// allow. `packed` must outlive the archive.
    static Result<ZipArchive> open(std::string_view packed, const ZipLimits& limits = {});

    ZipArchive(ZipArchive&&) noexcept;
    ZipArchive& operator=(ZipArchive&&) noexcept;
    ~ZipArchive();

    /// The files' names in the order of the archive's directory; folders are left out.
    const std::vector<std::string>& names() const;

    bool contains(std::string_view name) const;

    /// Unpacks one file, each time anew. not_found if there is none of that name (letter case
    /// counts). Never unpacks more than the directory declares, and checks the checksum.
    Result<std::string> read(std::string_view name) const;

private:
    struct Content;
    explicit ZipArchive(std::unique_ptr<Content> content);

    std::unique_ptr<Content> content_;
};

}  // namespace rowlock
