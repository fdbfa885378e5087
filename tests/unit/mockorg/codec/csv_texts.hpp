#pragma once

// Random CSV texts for the tests of reading and finding rows.

#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"

#include <string>

namespace rowlock {

inline rc::Gen<Delimiter> any_delimiter() {
    return rc::gen::element(
        Delimiter::comma,
        Delimiter::backquote,
        Delimiter::caret,
        Delimiter::pipe,
        Delimiter::semicolon,
        Delimiter::tab
    );
}

inline rc::Gen<LineEnding> any_line_ending() {
    return rc::gen::element(LineEnding::lf, LineEnding::crlf);
}

/// Text in which everything that has a meaning to CSV is frequent; long enough to cross the blocks
/// in which rows are searched.
inline rc::Gen<std::string> csv_text(Delimiter delimiter, const std::string& without = "") {
    std::string letters = "aaaa bc\"\"\"\n\n\r\xC3\xA9";
    letters.append(3, static_cast<char>(delimiter)).append(1, '\0');
    std::erase_if(letters, [&](char c) { return without.find(c) != std::string::npos; });
    return rc::gen::scale(3.0, rc::gen::container<std::string>(rc::gen::elementOf(letters)));
}

/// Text whose lines all end in the same way, but for one in some of the texts.
inline rc::Gen<std::string> orderly_csv_text(LineEnding ending) {
    const std::string good{line_end(ending)};
    const std::string wrong = ending == LineEnding::lf ? "\r\n" : "\n";
    const auto pieces = rc::gen::scale(
        2.0,
        rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("abc", "de", ",", "\"", "\"\"", good)
        )
    );
    return rc::gen::apply(
        [wrong](std::vector<std::string> parts, bool spoil, std::size_t place) {
            if (spoil && !parts.empty()) parts[place % parts.size()] = wrong;
            std::string text;
            for (const std::string& part : parts) text += part;
            return text;
        },
        pieces,
        rc::gen::arbitrary<bool>(),
        rc::gen::inRange<std::size_t>(0, 1000)
    );
}

}  // namespace rowlock
