#pragma once

#include "harness/verify/content_hash.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The shape of a baseline file; raised when a member changes its meaning or goes away.
inline constexpr int k_baseline_version = 1;

/// First and last of a time that every record has, in milliseconds since 1970 on the org's clock.
struct TimeRange {
    std::int64_t first_ms = 0;
    std::int64_t last_ms = 0;

    bool operator==(const TimeRange&) const = default;
};

/// Widens the range so that it has the time in it.
void include_time(std::optional<TimeRange>& range, std::int64_t time_ms);

/// What an object's records were.
struct BaselineObject {
    std::string object;
    /// SOQL condition of those looked at; empty: all.
    std::string where;
    std::uint64_t records = 0;
    /// Sum over the records, each with its id and `fields`.
    ContentHash content;
    /// In the order of the hashed text, Id first.
    std::vector<std::string> fields;
    /// Those of `fields` that lead to a parent.
    std::vector<std::string> parent_fields;
    /// Nothing where there are no records, or the object has no such field.
    std::optional<TimeRange> created;
    std::optional<TimeRange> modified;
    /// Where the records' ids and hashes begin in the side file, counted in records; nothing where
    /// only the totals were kept.
    std::optional<std::uint64_t> first_record;
    /// Over the object's part of the side file, so that a damaged one is noticed.
    ContentHash records_check;

    bool operator==(const BaselineObject&) const = default;
};

/// What an org held before a load: the content of a baseline file.
struct Baseline {
    /// The org's URL.
    std::string target;
    std::string api_version;
    /// When reading began, on the org's clock: what was created later is no part of it.
    std::int64_t taken_ms = 0;
    /// The side file, as a path from the working directory (or absolute).
    std::string records_file;
    std::vector<BaselineObject> objects;

    /// Nothing if it says nothing about the object (its name in any letter case).
    const BaselineObject* find(std::string_view object) const;

    bool operator==(const Baseline&) const = default;
};

/// The side file of a baseline file, which stands beside it.
std::string records_file_of(const std::string& path);

/// The file's text.
std::string json_of(const Baseline& baseline);

/// bad_file names the file and what is wrong with it.
Result<Baseline> read_baseline_file(const std::string& path);

}  // namespace rowlock
