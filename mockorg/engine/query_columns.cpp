#include "mockorg/engine/query_columns.hpp"

#include "mockorg/engine/child_query.hpp"

namespace rowlock {

std::vector<QueryColumn> query_columns(const std::vector<FieldNode>& fields) {
    std::vector<QueryColumn> columns;
    for (const FieldNode& node : fields) {
        QueryColumn& column = columns.emplace_back();
        column.name = node.name;
        column.shown = node.name;
        column.aggregate = node.children != nullptr;
        if (node.children) column.joined = query_columns(node.children->fields());
        if (node.is_parent()) column.joined = query_columns(node.members);
        if (!node.branches.empty()) column.joined = query_columns(node.branches.front().members);
    }
    return columns;
}

}  // namespace rowlock
