#pragma once

#include "checks/input/loaded_input.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Which rows of the load lock a record, by which rules.
struct RecordExplanation {
    struct RuleUse {
        std::string rule;
        bool soft = false;
        std::uint64_t rows = 0;
        /// The first few, ascending.
        std::vector<RowNo> examples;
    };

    KeyName record;
    /// In the order of the rows they were met in.
    std::vector<RuleUse> rules;
};

/// The record with this id, in any of its spellings; nothing if it is no id, or no row locks it.
std::optional<RecordExplanation> explain_record(const LoadedInput& input, std::string_view id);

/// A few lines for people, and the same as a JSON object.
std::string record_text(
    const LoadedInput& input, const LockRules& rules, const RecordExplanation& explanation
);
std::string record_json(
    const LoadedInput& input, const LockRules& rules, const RecordExplanation& explanation
);

}  // namespace rowlock
