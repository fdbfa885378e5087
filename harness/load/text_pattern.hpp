#pragma once

#include "harness/load/source_spec.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A text with the row number in it, compiled to pieces: `A{n:7}` makes `A0000012` of row 12.
class TextPattern {
public:
    /// What compile accepts, in words.
    static constexpr std::string_view k_accepted =
        "{n} or {n:7} for the row number (width 1 to 20), {{ or }} for a brace";

    /// Nothing if a brace is part of nothing that is accepted.
    static std::optional<TextPattern> compile(std::string_view pattern);

    /// The same text as a CSV cell: in quotes where it needs them.
    TextPattern as_csv_cell() const;

    void append(RowNumber row, std::string& out) const;

private:
    /// Fixed text, then the row number if `width` is not 0.
    struct Piece {
        std::string text;
        unsigned width = 0;
    };

    std::vector<Piece> pieces_;
};

}  // namespace rowlock
