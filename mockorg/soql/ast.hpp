#pragma once

#include "mockorg/soql/functions.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock::soql {

struct Query;

/// A field as written: `Name`, `Account.Owner.Name`.
struct FieldPath {
    std::vector<std::string> steps;
    /// Byte offset in the source, for errors.
    std::size_t position = 0;
};

/// What stands where a value is read: `Name`, `CALENDAR_YEAR(CreatedDate)`, `SUM(Amount)`.
struct Expression {
    FieldPath field;
    DateFunction function = DateFunction::none;
    Aggregate aggregate = Aggregate::none;
    std::size_t position = 0;

    bool is_plain() const { return function == DateFunction::none && aggregate == Aggregate::none; }
};

struct Literal {
    enum class Kind : std::uint8_t { null, boolean, number, text, date, datetime, period };

    Kind kind = Kind::null;
    /// The text of a string (unescaped; a LIKE pattern keeps `\%`, `\_` and `\\`), the number of a
    /// currency amount, the name of a period (LAST_N_DAYS), else the literal as written.
    std::string text;
    /// The N of a period such as LAST_N_DAYS:N.
    std::int64_t count = 0;
    std::size_t position = 0;
};

enum class Comparison : std::uint8_t {
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    like,
    in,
    not_in,
    includes,
    excludes,
};

/// Whether it stands before a list in parentheses.
inline bool takes_list(Comparison comparison) {
    return comparison >= Comparison::in;
}

struct Condition {
    enum class Kind : std::uint8_t { all_of, any_of, none_of, compare };

    Kind kind = Kind::compare;
    /// all_of, any_of: two or more; none_of (NOT): one.
    std::vector<Condition> parts;

    /// compare only.
    Expression operand;
    Comparison comparison = Comparison::eq;
    /// One, except before a list; none before a subquery.
    std::vector<Literal> literals;
    /// in / not_in only: `IN (SELECT ...)`, a semi-join or anti-join.
    std::shared_ptr<const Query> subquery;
};

struct OrderBy {
    Expression operand;
    bool descending = false;
    /// Without NULLS FIRST / NULLS LAST nulls come first, in either direction.
    bool nulls_last = false;
};

/// `WHEN Account THEN Name, Phone`, or the fields behind ELSE.
struct TypeBranch {
    /// Empty: ELSE.
    std::string object;
    std::size_t position = 0;
    std::vector<FieldPath> fields;
};

/// One thing between SELECT and FROM.
struct SelectItem {
    enum class Kind : std::uint8_t { value, all_fields, type_of, subquery };

    Kind kind = Kind::value;
    /// value: what is shown; type_of: the reference.
    Expression operand;
    Presentation shown = Presentation::as_stored;
    /// Empty if none is given.
    std::string alias;
    /// all_fields only.
    FieldGroup group = FieldGroup::all;
    /// type_of only; ELSE, if there is one, is the last.
    std::vector<TypeBranch> branches;
    std::shared_ptr<const Query> subquery;
    std::size_t position = 0;
};

/// How groups are made of the GROUP BY fields: as they are, or with subtotals.
enum class Grouping : std::uint8_t { plain, rollup, cube };

struct Query {
    /// SELECT COUNT(): `items` is empty.
    bool count_only = false;
    std::vector<SelectItem> items;
    /// The object, or the relationship in a subquery of the SELECT list.
    std::string object;
    std::size_t object_position = 0;
    /// Of a subquery `FROM Account.Contacts`: what stands before the dot. Else empty.
    std::string parent;
    std::optional<Condition> where;
    /// The bytes of the source that hold the condition; without one, the empty place where WHERE
    /// and a condition would stand.
    std::size_t where_begin = 0;
    std::size_t where_end = 0;
    std::vector<Expression> group_by;
    Grouping grouping = Grouping::plain;
    std::optional<Condition> having;
    std::vector<OrderBy> order_by;
    std::optional<std::uint64_t> limit;
    std::optional<std::uint64_t> offset;
    bool all_rows = false;
    bool for_update = false;
    /// USING SCOPE, whichever.
    bool has_scope = false;

    /// Whether its rows are groups of records. COUNT() alone is not: its answer has no rows.
    bool is_aggregate() const;
};

}  // namespace rowlock::soql
