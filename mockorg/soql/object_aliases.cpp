#include "mockorg/soql/object_aliases.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock::soql {

namespace {

void replace_in(FieldPath& path, const std::vector<ObjectAlias>& aliases) {
    if (path.steps.size() < 2) return;
    const auto found = std::find_if(aliases.begin(), aliases.end(), [&](const ObjectAlias& alias) {
        return equal_ignoring_case(alias.name, path.steps.front());
    });
    if (found == aliases.end()) return;
    path.steps.erase(path.steps.begin());
    path.steps.insert(path.steps.begin(), found->path.begin(), found->path.end());
}

void replace_in(Condition& condition, const std::vector<ObjectAlias>& aliases) {
    replace_in(condition.operand.field, aliases);
    for (Condition& part : condition.parts) replace_in(part, aliases);
}

}  // namespace

void replace_aliases(Query& query, const std::vector<ObjectAlias>& aliases) {
    if (aliases.empty()) return;
    for (SelectItem& item : query.items) replace_in(item.operand.field, aliases);
    if (query.where) replace_in(*query.where, aliases);
    for (Expression& group : query.group_by) replace_in(group.field, aliases);
    if (query.having) replace_in(*query.having, aliases);
    for (OrderBy& order : query.order_by) replace_in(order.operand.field, aliases);
}

}  // namespace rowlock::soql
