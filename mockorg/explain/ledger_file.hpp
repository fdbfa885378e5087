#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rowlock {

/// The shape of the JSON; raised when a member changes its meaning or goes away.
inline constexpr int k_ledger_version = 1;

/// A ledger file has at most so many bytes.
inline constexpr std::size_t k_ledger_bytes_max = 200'000'000;

/// The ledger as a file that explain can read (docs/ledger.schema.json).
std::string ledger_json(const LedgerReport& report);

/// Reads what ledger_json() wrote. bad_file, naming the member, for anything else.
Result<LedgerReport> read_ledger_json(std::string_view text);

}  // namespace rowlock
