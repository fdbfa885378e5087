#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock::soql {

/// A field as written: `Name`, `Account.Owner.Name`.
struct FieldPath {
    std::vector<std::string> steps;
    /// Byte offset in the source, for errors.
    std::size_t position = 0;
};

struct Literal {
    enum class Kind : std::uint8_t { null, boolean, number, text, date, datetime };

    Kind kind = Kind::null;
    /// The text of a string (unescaped; a LIKE pattern keeps `\%`, `\_` and `\\`), else the literal
    /// as written.
    std::string text;
    std::size_t position = 0;
};

enum class Comparison : std::uint8_t { eq, ne, lt, le, gt, ge, like, in, not_in };

struct Condition {
    enum class Kind : std::uint8_t { all_of, any_of, none_of, compare };

    Kind kind = Kind::compare;
    /// all_of, any_of: two or more; none_of (NOT): one.
    std::vector<Condition> parts;

    /// compare only.
    FieldPath field;
    Comparison comparison = Comparison::eq;
    /// One, except for in / not_in.
    std::vector<Literal> literals;
};

struct OrderBy {
    FieldPath field;
    bool descending = false;
    /// Without NULLS FIRST / NULLS LAST nulls come first, in either direction.
    bool nulls_last = false;
};

struct Query {
    /// SELECT COUNT(): `fields` is empty.
    bool count_only = false;
    std::vector<FieldPath> fields;
    std::string object;
    std::size_t object_position = 0;
    std::optional<Condition> where;
    std::vector<OrderBy> order_by;
    std::optional<std::uint64_t> limit;
    std::optional<std::uint64_t> offset;
    bool all_rows = false;
};

}  // namespace rowlock::soql
