#pragma once

#include "checks/findings/data_settings.hpp"
#include "checks/findings/findings.hpp"

#include <cstdint>
#include <string_view>

namespace rowlock {

/// What a scan counted on its way.
struct DataScanResult {
    std::uint64_t rows = 0;
    std::uint64_t batches = 0;
};

/// Looks through a CSV file once, in pieces, and adds what is wrong with it and its rows: 2,000,000
/// rows in a fraction of a second, because only keys, ids, required columns and long rows get a
/// look. `text`: the whole file, mapped or read; `file`: its name in findings.
DataScanResult scan_data(
    std::string_view text, std::string_view file, const DataSettings& settings, Findings& findings
);

}  // namespace rowlock
