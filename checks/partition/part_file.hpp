#pragma once

#include "checks/input/mapped_file.hpp"
#include "checks/partition/output_file.hpp"
#include "checks/partition/part_summary.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

// A part of a load: what a check needs to know of some of its files, without their text. The keys
// of its rows lie in partitions, by a hash of the record's name, so that records can be numbered
// one partition after the other and no table of all names is ever in memory.
//
// The file; numbers are little-endian, `short` ones have seven bits in each byte, lowest first, and
// the top bit set in all but the last; a text is a short number of bytes and these:
//
//     8 bytes   "ROWLPART"
//     u32       version of this format: 1
//     u32       number of partitions, P
//     blocks, each:
//         u32   stream: 0 to P - 1 for the keys of a partition, P for rows, P + 1 for the summary
//         u32   bytes of the content
//         u64   hash_text of the content, folded with the stream by hash_combine
//         ...   the content
//
// The summary is the last block and the only one of its stream. A block of rows, which are next to
// each other in a file, and in the order of files:
//
//     u32       position of the file in the summary
//     u64       offset of the first row in it
//     u64       line feeds before that
//     u32       rows; for each:
//         short     bytes up to the next row
//         short     line feeds in them
//         short     keys; for each:
//             short     twice the position of its rule in the summary, plus 1 if it is soft
//
// A block of keys, in the order of rows and of keys in a row:
//
//     u64       position of the first among all keys of the part; then for each:
//         short     positions behind the one before; 0 for the first
//         text      the name, as RecordName writes it
//
// The partition of a name is hash_text(RecordName::identity(name)) modulo P.

inline constexpr std::uint32_t k_partitions_max = 1024;

/// Writes a part, block by block.
class PartWriter {
public:
    /// `partitions`: 1 to k_partitions_max.
    PartWriter(OutputFile file, std::uint32_t partitions);

    /// `position`: ascending from call to call.
    Result<void> add_key(std::uint64_t position, std::string_view name);

    Result<void> add_rows(std::string_view block);

    /// Writes what is still in memory and the summary. Nothing can be added after.
    Result<void> finish(const PartSummary& summary);

    OutputFile& file() { return file_; }

private:
    struct Partition {
        std::string block;
        std::uint64_t last = 0;
    };

    Result<void> write_block(std::uint32_t stream, std::string_view content);

    OutputFile file_;
    std::vector<Partition> partitions_;
    std::string head_;
};

/// A part that lies in a file. The file must not change meanwhile.
class PartFile {
public:
    /// bad_file, naming `name` and what to do, for anything but what PartWriter writes.
    /// `trusted`: this process wrote it, so hashes need not be looked at.
    static Result<PartFile> open(MappedFile file, const std::string& name, bool trusted = false);

    const std::string& name() const { return name_; }

    const PartSummary& summary() const { return summary_; }

    std::uint32_t partitions() const { return static_cast<std::uint32_t>(keys_.size()); }

    /// Contents of blocks, in the order of writing.
    const std::vector<std::string_view>& keys(std::uint32_t partition) const {
        return keys_[partition];
    }

    const std::vector<std::string_view>& rows() const { return rows_; }

    std::string_view text() const { return file_.text(); }

    /// The error for a part whose blocks are whole but make no sense.
    Failure refuse(std::string_view reason) const;

private:
    PartFile(MappedFile file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

    Result<void> read_blocks(bool trusted);

    MappedFile file_;
    std::string name_;
    PartSummary summary_;
    std::vector<std::vector<std::string_view>> keys_;
    std::vector<std::string_view> rows_;
};

}  // namespace rowlock
