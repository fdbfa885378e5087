#pragma once

#include "harness/verify/baseline_file.hpp"
#include "mockorg/base/record_id.hpp"

#include <cstddef>
#include <fstream>
#include <optional>
#include <vector>

namespace rowlock {

/// What is kept of one record: enough to name it, and to see that it changed or went to another
/// parent.
struct RecordPrint {
    RecordId id;
    /// Of all fields.
    std::uint64_t content = 0;
    /// Of the fields that lead to a parent.
    std::uint64_t parents = 0;

    bool operator==(const RecordPrint&) const = default;
};

/// Bytes of a record in a side file: 15 of its id, 8 of each hash.
inline constexpr std::size_t k_record_print_bytes = 31;

/// Writes the side file of a baseline, object by object.
class RecordPrintFile {
public:
    /// bad_file if it cannot be made.
    static Result<RecordPrintFile> create(const std::string& path);

    /// Writes the object's records, ascending by id, and tells the object where they are.
    Result<void> add(BaselineObject& object, const std::vector<RecordPrint>& records);

    Result<void> close();

private:
    RecordPrintFile(std::string path, std::ofstream file)
        : path_(std::move(path)), file_(std::move(file)) {}

    std::string path_;
    std::ofstream file_;
    std::uint64_t written_ = 0;
};

/// An object's records as the baseline had them, by id; 32 bytes a record. bad_file if the side
/// file is missing, damaged, or of another baseline. Nothing if only totals were kept.
Result<std::optional<std::vector<RecordPrint>>> read_record_prints(
    const Baseline& baseline, const BaselineObject& object
);

}  // namespace rowlock
