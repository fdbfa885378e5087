#pragma once

#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/token_cursor.hpp"

#include <string_view>

namespace rowlock::soql {

/// The bottom of the parser: names, paths, functions and counts. Every step returns whether it
/// succeeded; the first failure is kept and ends the parsing.
class ExpressionParser : protected TokenCursor {
protected:
    using TokenCursor::TokenCursor;

    /// Whether the word can be neither part of a field path nor the name of an object.
    static bool is_reserved(std::string_view word);

    /// A name that is not reserved.
    bool at_name() const;

    bool parse_path(FieldPath& path);

    /// A path, or a function of one. `aggregates`: whether SUM() and its like may stand here.
    bool parse_expression(Expression& expression, bool aggregates);

    /// A path, perhaps within convertCurrency().
    bool parse_amount(FieldPath& path);

    /// A whole number from 0 up, as behind LIMIT.
    bool parse_count(std::uint64_t& count);

    bool refuse_bind_variable();

    bool at_call(std::string_view function) const;

private:
    bool parse_date_argument(FieldPath& path);
};

}  // namespace rowlock::soql
