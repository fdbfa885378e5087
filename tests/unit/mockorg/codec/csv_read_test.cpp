#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/csv_texts.hpp"

#include <optional>

namespace rowlock {
namespace {

using Cells = std::vector<std::pair<std::string, bool>>;

std::optional<Cells> read(std::string_view row, Delimiter delimiter = Delimiter::comma) {
    CsvRowReader reader{delimiter};
    const auto cells = reader.read(row);
    if (!cells) return std::nullopt;
    Cells copy;
    for (const CsvCell& cell : **cells) copy.emplace_back(cell.text, cell.quoted);
    return copy;
}

std::string error_of(std::string_view row) {
    CsvRowReader reader{Delimiter::comma};
    const auto cells = reader.read(row);
    return cells ? "" : cells.error().message;
}

/// The rules told character by character.
std::optional<Cells> slow_read(std::string_view row, char delimiter) {
    if (row.ends_with('\n')) row.remove_suffix(row.ends_with("\r\n") ? 2 : 1);
    enum class State { start, bare, quoted, closed } state = State::start;
    Cells cells;
    std::string text;
    for (const char c : row) {
        if (state == State::quoted) {
            if (c == '"') {
                state = State::closed;
            } else {
                text.push_back(c);
            }
        } else if (c == delimiter) {
            cells.emplace_back(text, state == State::closed);
            text.clear();
            state = State::start;
        } else if (c == '"' && state == State::start) {
            state = State::quoted;
        } else if (c == '"' && state == State::closed) {
            text.push_back('"');
            state = State::quoted;
        } else if (c == '"' || state == State::closed) {
            return std::nullopt;
        } else {
            text.push_back(c);
            state = State::bare;
        }
    }
    if (state == State::quoted) return std::nullopt;
    cells.emplace_back(text, state == State::closed);
    return cells;
}

TEST_CASE("cells are split at the delimiter") {
    CHECK(read("a,b,c") == Cells{{"a", false}, {"b", false}, {"c", false}});
    CHECK(read(",,") == Cells{{"", false}, {"", false}, {"", false}});
    CHECK(read("") == Cells{{"", false}});
    CHECK(read("a;b,c", Delimiter::semicolon) == Cells{{"a", false}, {"b,c", false}});
}

TEST_CASE("a row's own line end is no part of its last cell") {
    CHECK(read("a,b\n") == Cells{{"a", false}, {"b", false}});
    CHECK(read("a,\"b\"\r\n") == Cells{{"a", false}, {"b", true}});
    CHECK(read("a,b\r") == Cells{{"a", false}, {"b\r", false}});
}

TEST_CASE("values are not trimmed") {
    CHECK(read(" a , b") == Cells{{" a ", false}, {" b", false}});
}

TEST_CASE("quotes protect delimiters, line ends and doubled quotes") {
    CHECK(read(R"("a,b","")") == Cells{{"a,b", true}, {"", true}});
    CHECK(read("\"x\r\ny\"") == Cells{{"x\r\ny", true}});
    CHECK(
        read(R"("say ""hi""","""",b)") == Cells{{"say \"hi\"", true}, {"\"", true}, {"b", false}}
    );
}

TEST_CASE("a malformed row says what is wrong and where") {
    CHECK(error_of(R"(a, "b")") == "A quote inside an unquoted value in column 2");
    CHECK(error_of(R"(a"b,c)") == "A quote inside an unquoted value in column 1");
    CHECK(error_of(R"("a" ,b)") == "Text beside a closing quote in column 1");
    CHECK(error_of(R"(a,b,"c)") == "A quote that is never closed in column 3");
    CHECK(error_of(R"(a,b,"c"")") == "A quote that is never closed in column 3");
}

TEST_CASE("a reader in use allocates nothing") {
    CsvRowReader reader{Delimiter::comma};
    const std::string first = R"(1,"a ""long"" value that is unescaped",x,y,z)";
    const std::string second = R"("""2""",b,c)";
    const auto* const cells = reader.read(first).value();
    const CsvCell* const cell_buffer = cells->data();
    const char* const text_buffer = cells->at(1).text.data();
    CHECK(reader.read(second).value() == cells);
    CHECK(cells->data() == cell_buffer);
    CHECK(cells->at(0).text.data() == text_buffer);
    CHECK(cells->at(1).text.data() == second.data() + 8);
}

TEST_CASE("a reader is as good as new after a malformed row") {
    CsvRowReader reader{Delimiter::comma};
    CHECK_FALSE(reader.read(R"("a""b","c)").has_value());
    const auto cells = reader.read(R"("d""e",f)");
    REQUIRE(cells.has_value());
    REQUIRE((*cells)->size() == 2);
    CHECK((*cells)->at(0).text == "d\"e");
}

TEST_CASE("reading a row agrees with reading it character by character") {
    rc::prop("for every delimiter", [] {
        const auto delimiter = *any_delimiter();
        const auto row = *rc::gen::oneOf(csv_text(delimiter), csv_text(delimiter, "\""));
        RC_ASSERT(read(row, delimiter) == slow_read(row, static_cast<char>(delimiter)));
    });
}

}  // namespace
}  // namespace rowlock
