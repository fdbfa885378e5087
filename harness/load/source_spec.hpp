#pragma once

#include "mockorg/codec/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rowlock {

/// A row's number in its source, from 0.
using RowNumber = std::uint32_t;

/// The most rows a source may have.
inline constexpr RowNumber k_max_source_rows = 1'000'000'000;

/// A text of the load file and where it stands, for errors found only when it is used.
struct LocatedText {
    std::string text;
    /// `file:line:column`
    std::string where;
};

/// Fixed text with the row number in it: `EXT-{n}`, zero-padded `A{n:7}`; `{{` and `}}` are braces.
struct TextColumn {
    std::string pattern;
};

/// Evenly drawn from `span_days` (at least 1) days, the first of them `first_day` (days since
/// 1970-01-01).
struct DateColumn {
    std::int32_t first_day = 0;
    std::uint32_t span_days = 1;
};

/// Evenly drawn from low to high, both possible, in steps of one unit of the last decimal place.
/// Both are in such units: with two decimals 12.5 is 1250.
struct NumberColumn {
    std::int64_t low = 0;
    std::int64_t high = 0;
    /// Digits behind the decimal point, 0 to 6.
    unsigned decimals = 0;
};

/// Evenly drawn from a list, which is not empty.
struct ChoiceColumn {
    std::vector<std::string> choices;
};

/// Every parent equally likely, drawn anew for each row.
struct PickUniform {};

/// Row n takes parent n, starting over behind the last: children of one parent lie far apart.
struct PickSequential {};

/// The rows are dealt to the parents in blocks: children of one parent lie side by side.
struct PickGrouped {};

/// Parent r (from 0) is drawn with weight 1 / (r + 1)^exponent; 0 < exponent <= 10.
struct PickZipf {
    double exponent = 1.0;
};

/// A share (0 to 1) of the rows goes to the first few parents, evenly; the rest to the others.
struct PickHot {
    double share = 0.0;
    /// From 1 up that many parents; below 1 this part of all parents, at least one.
    double parents = 1.0;
};

/// Every row takes the same parent.
struct PickSingle {
    RowNumber parent = 0;
};

using ParentPick =
    std::variant<PickUniform, PickSequential, PickGrouped, PickZipf, PickHot, PickSingle>;

/// The record id of a row of another source.
struct ParentColumn {
    /// Number of the parents' source in Load::sources.
    std::size_t source = 0;
    ParentPick pick;
    /// `file:line:column`, for errors found only when the parents are counted.
    std::string where;
};

struct ColumnSpec {
    std::string name;
    std::variant<TextColumn, DateColumn, NumberColumn, ChoiceColumn, ParentColumn> content;
    /// `file:line:column`, for errors found only when the rows meet an org's schema.
    std::string where = {};
};

/// Rows made from the seed.
struct GeneratedSpec {
    RowNumber rows = 0;
    std::vector<ColumnSpec> columns;
};

/// Rows of a CSV file with a header line, or of all CSV files of a folder in the order of their
/// names; its path relative to the working directory (or absolute).
/// Its first line end tells whether lines end in LF or CRLF.
struct CsvFileSpec {
    /// One file of a folder.
    struct Part {
        std::string path;
        /// How many it has to have; nothing: any number.
        std::optional<RowNumber> rows;
    };

    LocatedText path;
    Delimiter delimiter = Delimiter::comma;
    /// What the bytes mean, by any name that the system's iconv knows; empty: UTF-8.
    std::string encoding = {};
    /// The files whose rows count, in this order; empty: all.
    std::vector<Part> parts = {};
};

/// Where rows come from.
struct SourceSpec {
    std::string name;
    /// The sObject the rows are records of.
    std::string object;
    std::variant<GeneratedSpec, CsvFileSpec> rows;
    /// `file:line:column` of `object`.
    std::string object_where = {};
};

}  // namespace rowlock
