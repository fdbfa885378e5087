#include "mockorg/engine/query_columns.hpp"

#include "mockorg/engine/child_query.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Adds what is not there; of parents that are, what they lack.
void merge_columns(std::vector<QueryColumn>& columns, std::vector<QueryColumn> more) {
    for (QueryColumn& column : more) {
        const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& known) {
            return known.name == column.name;
        });
        if (found == columns.end()) {
            columns.push_back(std::move(column));
        } else {
            merge_columns(found->joined, std::move(column.joined));
        }
    }
}

}  // namespace

std::vector<QueryColumn> query_columns(const std::vector<FieldNode>& fields) {
    std::vector<QueryColumn> columns;
    for (const FieldNode& node : fields) {
        QueryColumn& column = columns.emplace_back();
        column.name = node.name;
        column.shown = node.name;
        column.aggregate = node.children != nullptr;
        if (node.children) column.joined = query_columns(node.children->fields());
        if (node.is_parent()) column.joined = query_columns(node.members);
        for (const TypeMembers& branch : node.branches) {
            merge_columns(column.joined, query_columns(branch.members));
        }
    }
    return columns;
}

}  // namespace rowlock
