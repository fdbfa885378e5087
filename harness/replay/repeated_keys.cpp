#include "harness/replay/repeated_keys.hpp"

#include "harness/replay/cell_key.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/folded_text.hpp"

#include <algorithm>

namespace rowlock {
namespace {

std::uint64_t count_repeats(std::vector<std::uint64_t>& keys) {
    std::sort(keys.begin(), keys.end());
    std::uint64_t repeats = 0;
    for (std::size_t i = 1; i < keys.size(); ++i) repeats += keys[i] == keys[i - 1] ? 1U : 0U;
    return repeats;
}

}  // namespace

std::string identity_column(const LoadStep& step) {
    if (step.operation == LoadOperation::insert) return {};
    return step.operation == LoadOperation::upsert ? step.external_id : "Id";
}

bool removes_records(LoadOperation operation) {
    return operation == LoadOperation::remove || operation == LoadOperation::hard_remove;
}

bool removes_records(std::string_view operation) {
    return operation == name_of(LoadOperation::remove) ||
           operation == name_of(LoadOperation::hard_remove);
}

RepeatedKeys count_repeated_keys(
    const RowSource& source, const std::vector<RowSequence>& partitions, const LoadStep& step
) {
    const std::string name = identity_column(step);
    const auto column = name.empty() ? std::nullopt : source.find_column(name);
    if (!column || source.parent_source(*column)) return {};
    // Of ids, all that there is to know is known.
    const bool is_id = equal_ignoring_case(name, "Id");
    std::vector<std::uint64_t> texts;
    std::vector<std::uint64_t> meanings;
    std::string value;
    for (const RowSequence& partition : partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            value.clear();
            source.append_value(partition[i], *column, {}, value);
            // A row that names no record makes its own.
            if (is_empty_cell(value)) continue;
            const auto notation = is_id ? CellNotation::record_id : CellNotation::text;
            texts.push_back(key_of_cell(value, notation));
            if (!is_id) meanings.push_back(key_of_cell(fold_case(value)));
        }
    }
    const std::uint64_t at_least = count_repeats(texts);
    return {at_least, is_id ? at_least : count_repeats(meanings)};
}

}  // namespace rowlock
