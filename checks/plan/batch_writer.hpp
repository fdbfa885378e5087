#pragma once

#include "checks/model/batching.hpp"
#include "mockorg/base/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The text of a load: each row's bytes as they stand in its file, without the line end.
struct BatchText {
    /// The header row; every batch file begins with it.
    std::string_view header;
    /// By row.
    std::span<const std::string_view> rows;
    /// What ends each line.
    std::string_view line_end;
};

/// Writes one CSV per batch into `folder`, which exists: batch-00000.csv and so on, in the order of
/// the plan, with as many digits as all of them need. Bytes of fields stay as they are. Existing
/// files of these names are replaced. Returns the names. `threads` files are written at a time.
Result<std::vector<std::string>> write_batch_files(
    const std::filesystem::path& folder,
    const BatchText& text,
    const Batching& batching,
    unsigned threads
);

}  // namespace rowlock
