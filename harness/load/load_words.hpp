#pragma once

#include <array>
#include <string_view>

namespace rowlock {

// The words of the load file, each list in the order of its enum.

inline constexpr std::array<std::string_view, 5> k_operation_words{
    "insert", "update", "upsert", "delete", "hardDelete"};
inline constexpr std::array<std::string_view, 3> k_api_words{"bulk1", "bulk2", "rest"};
inline constexpr std::array<std::string_view, 2> k_concurrency_words{"Parallel", "Serial"};
inline constexpr std::array<std::string_view, 3> k_bulk2_serial_words{"reject", "ignore", "honour"};
inline constexpr std::array<std::string_view, 2> k_unknown_id_words{"adopt", "refuse"};

/// What an org may be told to allow, by the names that it has for it.
inline constexpr std::array<std::string_view, 8> k_limit_words{
    "requests-per-day",
    "batches-per-day",
    "rows-per-day",
    "query-jobs-per-day",
    "query-storage-kb-per-day",
    "rows-per-batch",
    "job-open-hours",
    "job-kept-hours"};

}  // namespace rowlock
