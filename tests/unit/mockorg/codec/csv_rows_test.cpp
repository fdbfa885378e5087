#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/csv_texts.hpp"

namespace rowlock {
namespace {

/// What find_csv_rows has to find, told byte by byte.
struct ExpectedRows {
    std::vector<std::string> rows;
    std::vector<std::uint64_t> starts;
    bool wrong_line_ending = false;
    bool unclosed_quote = false;
};

ExpectedRows slow_rows(std::string_view text, LineEnding ending) {
    ExpectedRows expected;
    std::string row;
    std::uint64_t start = 0;
    bool inside = false;
    const auto end_row = [&] {
        if (row.empty()) return;
        expected.rows.push_back(row);
        expected.starts.push_back(start);
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool after_return = i > 0 && text[i - 1] == '\r';
        if (text[i] == '"') inside = !inside;
        if (text[i] == '\n' && after_return != (ending == LineEnding::crlf)) {
            expected.wrong_line_ending = true;
        }
        if (text[i] != '\n' || inside) {
            row.push_back(text[i]);
            continue;
        }
        if (after_return && !row.empty()) row.pop_back();
        end_row();
        row.clear();
        start = i + 1;
    }
    end_row();
    expected.unclosed_quote = inside;
    return expected;
}

std::vector<std::string> rows_of(std::string_view text, const CsvRows& found) {
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < found.count(); ++i) rows.emplace_back(found.row(text, i));
    return rows;
}

std::vector<std::string> rows_of(std::string_view text, LineEnding ending = LineEnding::lf) {
    return rows_of(text, find_csv_rows(text, ending));
}

using Rows = std::vector<std::string>;

TEST_CASE("rows end at line ends outside quotes") {
    CHECK(rows_of("a,b\n1,2\n") == Rows{"a,b", "1,2"});
    CHECK(rows_of("a,b\n1,2") == Rows{"a,b", "1,2"});
    CHECK(rows_of("a\r\n1\r\n", LineEnding::crlf) == Rows{"a", "1"});
    CHECK(rows_of("a\n\"x\ny\",2\n3") == Rows{"a", "\"x\ny\",2", "3"});
    CHECK(rows_of("a\n\"x\"\"\n\"\"y\"\n3") == Rows{"a", "\"x\"\"\n\"\"y\"", "3"});
}

TEST_CASE("a text without rows has none") {
    CHECK(find_csv_rows("", LineEnding::lf).count() == 0);
    CHECK(find_csv_rows("\n\n\n", LineEnding::lf).count() == 0);
    CHECK(find_csv_rows("\r\n\r\n", LineEnding::crlf).count() == 0);
}

TEST_CASE("blank lines are no rows and belong to no row") {
    CHECK(rows_of("\n\na\n\n\n1\n\n") == Rows{"a", "1"});
    CHECK(rows_of("\r\na\r\n\r\n1\r\n\r\n", LineEnding::crlf) == Rows{"a", "1"});
    CHECK(rows_of("a\n \n1\n") == Rows{"a", " ", "1"});
    const auto found = find_csv_rows("\na\n\n1\n\n", LineEnding::lf);
    CHECK(found.offsets == std::vector<std::uint64_t>{1, 4, 6});
}

TEST_CASE("a byte-order mark and NUL bytes are ordinary bytes") {
    using namespace std::string_literals;
    CHECK(rows_of("\xEF\xBB\xBFId\n1\n") == Rows{"\xEF\xBB\xBFId", "1"});
    CHECK(rows_of("a\0b\n\0\n"s) == Rows{"a\0b"s, "\0"s});
}

TEST_CASE("the other way to end a line is noticed anywhere") {
    const auto wrong = [](std::string_view text, LineEnding ending) {
        return find_csv_rows(text, ending).wrong_line_ending;
    };
    CHECK_FALSE(wrong("a\n1\n", LineEnding::lf));
    CHECK(wrong("a\r\n1\n", LineEnding::lf));
    CHECK(wrong("a\n\"x\r\ny\"\n", LineEnding::lf));
    CHECK_FALSE(wrong("a\nx\ry\n", LineEnding::lf));
    CHECK_FALSE(wrong("a\n1\r", LineEnding::lf));
    CHECK_FALSE(wrong("a\r\n1\r\n", LineEnding::crlf));
    CHECK(wrong("a\r\n1\n", LineEnding::crlf));
    CHECK(wrong("\na\r\n", LineEnding::crlf));
    CHECK(wrong("a\r\n\"x\ny\"\r\n", LineEnding::crlf));
    // A CR and its LF in two blocks of the search.
    CHECK_FALSE(wrong(std::string(63, 'a') + "\r\n", LineEnding::crlf));
    CHECK(wrong(std::string(63, 'a') + "\r\n", LineEnding::lf));
}

TEST_CASE("a quote left open takes the rest of the text") {
    const auto found = find_csv_rows("a\n\"x\ny\nz\n", LineEnding::lf);
    CHECK(found.unclosed_quote);
    CHECK(found.count() == 2);
    CHECK_FALSE(find_csv_rows("a\n\"x\ny\"\n", LineEnding::lf).unclosed_quote);
}

TEST_CASE("finding rows agrees with reading byte by byte") {
    rc::prop("on any text", [] {
        const auto ending = *any_line_ending();
        const auto text = *rc::gen::oneOf(csv_text(Delimiter::comma), orderly_csv_text(ending));
        const CsvRows found = find_csv_rows(text, ending);
        const ExpectedRows expected = slow_rows(text, ending);
        RC_ASSERT(found.count() == expected.rows.size());
        RC_ASSERT(found.wrong_line_ending == expected.wrong_line_ending);
        RC_ASSERT(found.unclosed_quote == expected.unclosed_quote);
        for (std::size_t i = 0; i < expected.starts.size(); ++i) {
            RC_ASSERT(found.offsets[i] == expected.starts[i]);
            // A quote left open makes the end of the last row part of a value that nobody can read.
            if (expected.unclosed_quote && i + 1 == expected.starts.size()) continue;
            RC_ASSERT(found.row(text, i) == expected.rows[i]);
        }
    });
}

TEST_CASE("what is written as CSV is read back as the same cells") {
    rc::prop("for every delimiter and line end", [] {
        const auto delimiter = *any_delimiter();
        const auto ending = *any_line_ending();
        // The other kind of newline would make the file a wrong one.
        const auto cell = csv_text(delimiter, "\r\n");
        const auto rows =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<std::vector<std::string>>>(
                rc::gen::container<std::vector<std::string>>(3, cell)
            ));
        std::string text;
        for (const auto& row : rows) {
            append_quoted(text, row[0]);
            for (std::size_t i = 1; i < row.size(); ++i) {
                text.push_back(static_cast<char>(delimiter));
                append_cell(text, row[i], delimiter);
            }
            text.append(line_end(ending));
        }
        const CsvRows found = find_csv_rows(text, ending);
        RC_ASSERT(found.count() == rows.size());
        RC_ASSERT(!found.wrong_line_ending && !found.unclosed_quote);
        CsvRowReader reader{delimiter};
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto cells = reader.read(found.row(text, i));
            RC_ASSERT(cells.has_value());
            std::vector<std::string> read;
            for (const CsvCell& c : **cells) read.emplace_back(c.text);
            RC_ASSERT(read == rows[i]);
        }
    });
}

}  // namespace
}  // namespace rowlock
