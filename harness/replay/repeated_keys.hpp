#pragma once

#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The column that says which record a row is about: rows of one value there are of one record,
/// which the first of them creates or finds and the others change. An upsert's external id, the Id
/// of updates and deletes; empty for an insert, whose rows make a record each.
std::string identity_column(const LoadStep& step);

/// Whether rows that succeeded have no record any more.
bool removes_records(LoadOperation operation);

/// The same by the operation's name.
bool removes_records(std::string_view operation);

/// How many rows are about the record of a row before them: what texts mean the same to the org's
/// field is not known.
struct RepeatedKeys {
    /// Those of the very same text.
    std::uint64_t at_least = 0;
    /// Those that differ in letter case, or in how a number is written.
    std::uint64_t at_most = 0;

    bool operator==(const RepeatedKeys&) const = default;
};

/// By the identity's column; none where rows have no such column of their own. 16 bytes of memory a
/// row, for the time being.
RepeatedKeys count_repeated_keys(
    const RowSource& source, const std::vector<RowSequence>& partitions, const LoadStep& step
);

}  // namespace rowlock
