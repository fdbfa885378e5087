#pragma once

#include "harness/batcher/trial.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// What a property found.
struct Violation {
    /// Names rows (from 1), records, batches (from 1) and lanes. Without a full stop.
    std::string sentence;
    /// Rows it is about, from 0; may be empty.
    std::vector<std::uint32_t> rows;
};

enum class PropertyGrade : std::uint8_t {
    /// Breaking it loses, doubles or locks rows.
    error,
    /// Breaking it costs time, or is a sign that something else is wrong.
    warning,
};

/// `error`, `warning`.
std::string_view name_of(PropertyGrade grade);

/// Something that holds for the answers of every good batcher to every case.
struct Property {
    /// I1 to I12, M1 to M12, Q1 to Q4. [planning facts, 6.1, 6.2]
    std::string_view id;
    std::string_view name;
    /// A sentence without a full stop.
    std::string_view title;
    PropertyGrade grade = PropertyGrade::error;
    /// Nothing if the property holds, does not apply to the case or could not be asked about.
    std::optional<Violation> (*check)(Trial&) = nullptr;
};

/// All of them, in the order in which they are checked.
const std::vector<Property>& all_properties();

/// By id or name, in any letter case; null if there is none.
const Property* find_property(std::string_view word);

}  // namespace rowlock::batcher
