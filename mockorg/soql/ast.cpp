#include "mockorg/soql/ast.hpp"

#include <algorithm>

namespace rowlock::soql {

bool Query::is_aggregate() const {
    if (!group_by.empty()) return true;
    return std::any_of(items.begin(), items.end(), [](const SelectItem& item) {
        return item.operand.aggregate != Aggregate::none;
    });
}

}  // namespace rowlock::soql
