#include "mockorg/schema/summary_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

const RollUpWord* find_operation(const std::string& text) {
    const auto found =
        std::find_if(k_roll_up_words.begin(), k_roll_up_words.end(), [&](const RollUpWord& word) {
            return word.text == text;
        });
    return found == k_roll_up_words.end() ? nullptr : &*found;
}

/// A file of numbers or dates; a sum of numbers only.
bool can_hold_summary(FieldType type, RollUpKind kind) {
    if (holds_number(type)) return true;
    const bool extreme = kind == RollUpKind::min || kind == RollUpKind::max;
    return extreme && (type == FieldType::date || type == FieldType::datetime);
}

}  // namespace

Result<void> read_summary(const Json& json, MemberReader& field_members, FieldDraft& draft) {
    SummaryDraft summary;
    std::string operation;
    MemberReader members{json, fmt::format("field '{}', 'summary'", draft.field.name)};
    members.read("operation", operation);
    members.read("object", summary.object);
    members.read("reference", summary.reference);
    members.read("field", summary.field);
    members.read("filter", summary.filter);
    members.refuse_unknown({"operation", "object", "reference", "field", "filter"});
    const RollUpWord* word = find_operation(operation);
    if (word == nullptr) members.complain("'operation' must be count, sum, min or max");
    if (summary.object.empty()) members.complain("'object' is missing: whose rows are summed up?");
    if (summary.reference.empty())
        members.complain("'reference' is missing: which field of those rows refers to this object?"
        );
    if (word != nullptr) summary.kind = word->kind;
    if (word != nullptr && (summary.kind == RollUpKind::count) != summary.field.empty()) {
        members.complain("'field' is for sum, min and max, which need it");
    }
    if (auto outcome = members.outcome(); !outcome) return outcome;
    if (!can_hold_summary(draft.field.type, summary.kind)) {
        field_members.complain(
            "a roll-up summary holds a number, or as min or max a date or datetime"
        );
    }
    draft.field.calculated = true;
    draft.field.createable = false;
    draft.field.updateable = false;
    draft.summary = std::move(summary);
    return {};
}

}  // namespace rowlock
