#pragma once

#include "harness/load/row_source.hpp"
#include "harness/replay/ask.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Which records are meant: an sObject and a SOQL condition (empty = all).
struct RecordSelection {
    std::string object;
    std::string where;

    /// ` FROM Opportunity WHERE (...)`
    std::string from_clause() const;
};

/// bad_configuration if the object is no API name, or the condition is not one: its quotes and
/// parentheses must match, or it could mean more than it says behind other conditions.
Result<void> check_selection(const RecordSelection& selection);

/// Those of its records that are deleted, as queryAll finds them.
RecordSelection in_recycle_bin(const RecordSelection& selection);

/// How many records there are, by SELECT COUNT().
Result<std::uint64_t> count_records(const AskFn& ask, const RecordSelection& selection);

/// How many deleted records the condition finds that are still in the recycle bin, by queryAll.
Result<std::uint64_t> count_in_recycle_bin(const AskFn& ask, const RecordSelection& selection);

/// Hears after each page how many ids there are so far, and in all; false stops there.
using PageFn = std::function<bool(std::uint64_t, std::uint64_t)>;

/// The ids of all of them, page by page, or those until `on_page` stopped it.
Result<IdTable> select_ids(
    const AskFn& ask, const RecordSelection& selection, const PageFn& on_page
);

}  // namespace rowlock
