#include "mockorg/engine/record_access.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/engine/record_filler.hpp"
#include "mockorg/schema/setup_objects.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

constexpr std::string_view k_object = "UserRecordAccess";

/// The texts that `field` is to be equal to, anywhere in the condition.
void collect_texts(
    const soql::Condition& condition, std::string_view field, std::vector<std::string>& texts
) {
    using Kind = soql::Condition::Kind;
    for (const soql::Condition& part : condition.parts) collect_texts(part, field, texts);
    const auto& path = condition.operand.field.steps;
    const bool asks = condition.kind == Kind::compare && path.size() == 1 &&
                      equal_ignoring_case(path.front(), field);
    const bool is_equal = condition.comparison == soql::Comparison::eq ||
                          condition.comparison == soql::Comparison::in;
    if (!asks || !is_equal) return;
    for (const soql::Literal& literal : condition.literals) {
        if (literal.kind == soql::Literal::Kind::text) texts.push_back(literal.text);
    }
}

std::vector<std::string> texts_asked_for(const soql::Condition& where, std::string_view field) {
    std::vector<std::string> texts;
    collect_texts(where, field, texts);
    return texts;
}

bool is_there(const Store& records, const std::string& text) {
    const auto id = RecordId::parse(text);
    const auto record = id ? records.find(*id) : std::nullopt;
    return record && records.state(*record) == RowState::live;
}

void add_access(
    Store& access, const std::string& user, const std::string& record, bool has_access
) {
    RecordFiller row{access, k_object};
    row.text("UserId", user);
    row.text("RecordId", record);
    for (const std::string_view right :
         {"HasReadAccess",
          "HasEditAccess",
          "HasDeleteAccess",
          "HasTransferAccess",
          "HasAllAccess"}) {
        row.flag(right, has_access);
    }
    row.text("MaxAccessLevel", has_access ? "All" : "None");
}

}  // namespace

std::optional<Store> record_access(
    const soql::Query& query, const Store& records, std::array<char, 3> instance
) {
    if (!equal_ignoring_case(query.object, k_object)) return std::nullopt;
    Store access{setup_schema(), instance};
    if (!query.where) return access;
    for (const std::string& user : texts_asked_for(*query.where, "UserId")) {
        for (const std::string& record : texts_asked_for(*query.where, "RecordId"))
            add_access(access, user, record, is_there(records, user) && is_there(records, record));
    }
    return access;
}

}  // namespace rowlock
