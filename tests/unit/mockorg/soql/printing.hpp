#pragma once

#include "mockorg/soql/ast.hpp"

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

inline std::string print(const Literal& literal, Comparison comparison) {
    if (literal.kind != Literal::Kind::text) return literal.text;
    return print_text(literal.text, comparison == Comparison::like);
}

inline std::string_view print(Comparison comparison) {
    switch (comparison) {
        case Comparison::eq:
            return "=";
        case Comparison::ne:
            return "!=";
        case Comparison::lt:
            return "<";
        case Comparison::le:
            return "<=";
        case Comparison::gt:
            return ">";
        case Comparison::ge:
            return ">=";
        case Comparison::like:
            return "LIKE";
        case Comparison::in:
            return "IN";
        case Comparison::not_in:
            return "NOT IN";
    }
    return "";
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
    std::string out = print(condition.field) + " ";
    out.append(print(condition.comparison)).append(" ");
    const bool is_list =
        condition.comparison == Comparison::in || condition.comparison == Comparison::not_in;
    if (!is_list) return out + print(condition.literals.front(), condition.comparison);
    std::string list;
    for (const Literal& literal : condition.literals) {
        list += (list.empty() ? "" : ", ") + print(literal, condition.comparison);
    }
    return out + "(" + list + ")";
}

inline std::string print(const Query& query) {
    std::string out = "SELECT ";
    if (query.count_only) out += "COUNT()";
    for (std::size_t i = 0; i < query.fields.size(); ++i) {
        out += (i > 0 ? ", " : "") + print(query.fields[i]);
    }
    out += " FROM " + query.object;
    if (query.where) out += " WHERE " + print(*query.where);
    for (std::size_t i = 0; i < query.order_by.size(); ++i) {
        const OrderBy& order = query.order_by[i];
        out += (i > 0 ? ", " : " ORDER BY ") + print(order.field) +
               (order.descending ? " DESC" : " ASC") +
               (order.nulls_last ? " NULLS LAST" : " NULLS FIRST");
    }
    if (query.limit) out += " LIMIT " + std::to_string(*query.limit);
    if (query.offset) out += " OFFSET " + std::to_string(*query.offset);
    if (query.all_rows) out += " ALL ROWS";
    return out;
}

}  // namespace rowlock::soql
