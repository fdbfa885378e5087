#pragma once

#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/periods.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace rowlock::soql {

// The tree back as text, with every parenthesis it may have.

inline std::string print(const FieldPath& path) {
    std::string out;
    for (const std::string& step : path.steps) out += (out.empty() ? "" : ".") + step;
    return out;
}

/// `in_pattern`: the text is a LIKE pattern, whose backslashes are escapes already.
inline std::string print_text(std::string_view text, bool in_pattern) {
    std::string out = "'";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\'') out += '\\';
        if (text[i] == '\\' && !in_pattern) out += '\\';
        out += text[i];
        // The second half of an escape is copied unseen.
        if (text[i] == '\\' && in_pattern) out += text[++i];
    }
    return out + "'";
}

inline std::string print(const Query& query);

inline std::string print(const Expression& expression) {
    const std::string path = print(expression.field);
    if (expression.aggregate != Aggregate::none) {
        return std::string{name_of(expression.aggregate)} + "(" + path + ")";
    }
    if (expression.function == DateFunction::none) return path;
    return std::string{name_of(expression.function)} + "(" + path + ")";
}

inline std::string print(const Literal& literal, Comparison comparison) {
    const bool has_count =
        literal.kind == Literal::Kind::period && *period_takes_count(literal.text);
    if (has_count) return literal.text + ":" + std::to_string(literal.count);
    if (literal.kind != Literal::Kind::text) return literal.text;
    return print_text(literal.text, comparison == Comparison::like);
}

inline std::string_view print(Comparison comparison) {
    constexpr std::array<std::string_view, 11> k_signs{
        "=", "!=", "<", "<=", ">", ">=", "LIKE", "IN", "NOT IN", "INCLUDES", "EXCLUDES"};
    return k_signs.at(static_cast<std::size_t>(comparison));
}

inline std::string print(const Condition& condition) {
    if (condition.kind == Condition::Kind::none_of) {
        return "(NOT " + print(condition.parts.front()) + ")";
    }
    if (condition.kind != Condition::Kind::compare) {
        const std::string_view word = condition.kind == Condition::Kind::all_of ? " AND " : " OR ";
        std::string out;
        for (const Condition& part : condition.parts) {
            if (!out.empty()) out += word;
            out += print(part);
        }
        return "(" + out + ")";
    }
    std::string out = print(condition.operand) + " ";
    out.append(print(condition.comparison)).append(" ");
    if (condition.subquery) return out + "(" + print(*condition.subquery) + ")";
    if (!takes_list(condition.comparison)) {
        return out + print(condition.literals.front(), condition.comparison);
    }
    std::string list;
    for (const Literal& literal : condition.literals) {
        list += (list.empty() ? "" : ", ") + print(literal, condition.comparison);
    }
    return out + "(" + list + ")";
}

inline std::string print_type_of(const SelectItem& item) {
    std::string out = "TYPEOF " + print(item.operand);
    for (const TypeBranch& branch : item.branches) {
        out += branch.object.empty() ? " ELSE " : " WHEN " + branch.object + " THEN ";
        for (std::size_t i = 0; i < branch.fields.size(); ++i) {
            out += (i > 0 ? ", " : "") + print(branch.fields[i]);
        }
    }
    return out + " END";
}

inline std::string print(const SelectItem& item) {
    constexpr std::array<std::string_view, 4> k_shown{"", "toLabel", "FORMAT", "convertCurrency"};
    constexpr std::array<std::string_view, 3> k_groups{"ALL", "STANDARD", "CUSTOM"};
    switch (item.kind) {
        case SelectItem::Kind::all_fields:
            return "FIELDS(" + std::string{k_groups.at(static_cast<std::size_t>(item.group))} + ")";
        case SelectItem::Kind::type_of:
            return print_type_of(item);
        case SelectItem::Kind::subquery:
            return "(" + print(*item.subquery) + ")";
        case SelectItem::Kind::value:
            break;
    }
    std::string out = print(item.operand);
    if (item.shown != Presentation::as_stored) {
        out = std::string{k_shown.at(static_cast<std::size_t>(item.shown))} + "(" + out + ")";
    }
    return item.alias.empty() ? out : out + " " + item.alias;
}

inline std::string print_group_by(const Query& query) {
    if (query.group_by.empty()) return {};
    std::string out;
    for (const Expression& expression : query.group_by) {
        out += (out.empty() ? "" : ", ") + print(expression);
    }
    if (query.grouping == Grouping::rollup) out = "ROLLUP(" + out + ")";
    if (query.grouping == Grouping::cube) out = "CUBE(" + out + ")";
    out.insert(0, " GROUP BY ");
    return query.having ? out + " HAVING " + print(*query.having) : out;
}

inline std::string print(const Query& query) {
    std::string out = "SELECT ";
    if (query.count_only) out += "COUNT()";
    for (std::size_t i = 0; i < query.items.size(); ++i) {
        out += (i > 0 ? ", " : "") + print(query.items[i]);
    }
    out += " FROM " + (query.parent.empty() ? "" : query.parent + ".") + query.object;
    if (query.where) out += " WHERE " + print(*query.where);
    out += print_group_by(query);
    for (std::size_t i = 0; i < query.order_by.size(); ++i) {
        const OrderBy& order = query.order_by[i];
        out += (i > 0 ? ", " : " ORDER BY ") + print(order.operand) +
               (order.descending ? " DESC" : " ASC") +
               (order.nulls_last ? " NULLS LAST" : " NULLS FIRST");
    }
    if (query.limit) out += " LIMIT " + std::to_string(*query.limit);
    if (query.offset) out += " OFFSET " + std::to_string(*query.offset);
    if (query.all_rows) out += " ALL ROWS";
    if (query.for_update) out += " FOR UPDATE";
    return out;
}

}  // namespace rowlock::soql
