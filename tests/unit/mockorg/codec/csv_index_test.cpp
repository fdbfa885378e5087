#include "mockorg/codec/csv_index.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/csv_texts.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using Cells = std::vector<std::vector<std::string>>;

std::vector<VectorLevel> levels() {
    std::vector<VectorLevel> result;
    for (const auto level :
         {VectorLevel::portable, VectorLevel::sse2, VectorLevel::avx2, VectorLevel::avx512}) {
        if (level <= best_vector_level()) result.push_back(level);
    }
    return result;
}

void append_cells(const CsvIndex& index, const char* piece, Cells& out) {
    std::string buffer;
    for (const CsvIndex::Row& row : index.rows) {
        out.emplace_back();
        for (std::uint32_t i = 0; i < row.cells; ++i) {
            out.back().emplace_back(unquoted_cell(index.cell(piece, row, i), buffer));
        }
    }
}

Cells cells_of(std::string_view text, Delimiter delimiter = Delimiter::comma) {
    CsvIndex index;
    REQUIRE(CsvIndexer{delimiter}.run(text, text.size(), false, index));
    Cells cells;
    append_cells(index, text.data(), cells);
    return cells;
}

TEST_CASE("cells and rows of a text are found") {
    CHECK(cells_of("a,b\n1,2\n") == Cells{{"a", "b"}, {"1", "2"}});
    CHECK(cells_of("a,b\r\n\r\n1,\r\n") == Cells{{"a", "b"}, {"1", ""}});
    CHECK(cells_of("a\t\"b\tc\"\"\nd\"", Delimiter::tab) == Cells{{"a", "b\tc\"\nd"}});
    CHECK(cells_of("").empty());
}

TEST_CASE("line ends of both kinds and an open quote are noticed") {
    CsvIndex index;
    const auto run = [&](std::string_view text) {
        REQUIRE(CsvIndexer{Delimiter::comma}.run(text, text.size(), false, index));
    };
    run("a\nb\"\r\n\"\n");
    CHECK(index.has_lf);
    CHECK(index.has_crlf);
    CHECK(index.line_feeds == 3);
    CHECK_FALSE(index.unclosed_quote);
    run("a\r\nb\"\r\n");
    CHECK_FALSE(index.has_lf);
    CHECK(index.unclosed_quote);
}

TEST_CASE("a row that goes on behind the text is asked for again") {
    CsvIndex index;
    const CsvIndexer indexer{Delimiter::comma};
    CHECK_FALSE(indexer.run("a\nb,\"c", 3, true, index));
    REQUIRE(indexer.run("a\nb,\"c", 2, true, index));
    CHECK(index.rows.size() == 1);
    CHECK(index.end == 2);
}

TEST_CASE("every level of instructions finds the rows that find_csv_rows finds") {
    rc::prop("same rows, same line ends", [] {
        const auto delimiter = *any_delimiter();
        const std::string text = *csv_text(delimiter);
        const CsvRows rows = find_csv_rows(text, LineEnding::lf);
        for (const VectorLevel level : levels()) {
            CsvIndex index;
            RC_ASSERT(CsvIndexer(delimiter, level).run(text, text.size(), false, index));
            RC_ASSERT(index.rows.size() == rows.count());
            for (std::size_t i = 0; i < index.rows.size(); ++i) {
                RC_ASSERT(index.rows[i].start == rows.offsets[i]);
            }
            RC_ASSERT(index.has_crlf == rows.wrong_line_ending);
            RC_ASSERT(index.unclosed_quote == rows.unclosed_quote);
            RC_ASSERT(
                index.line_feeds ==
                static_cast<std::uint32_t>(std::count(
                    text.begin(), text.begin() + static_cast<std::ptrdiff_t>(index.end), '\n'
                ))
            );
        }
    });
}

TEST_CASE("cells are those that the reader of single rows finds") {
    rc::prop("wherever that one sees no fault", [] {
        const auto delimiter = *any_delimiter();
        const std::string text = *csv_text(delimiter);
        const CsvRows rows = find_csv_rows(text, LineEnding::lf);
        const Cells cells = cells_of(text, delimiter);
        CsvRowReader reader{delimiter};
        for (std::size_t i = 0; i < rows.count(); ++i) {
            // A blank line with a lone CR at the end of the text is a row to both.
            const auto expected = reader.read(rows.row(text, i));
            if (!expected) continue;
            RC_ASSERT(cells[i].size() == (*expected)->size());
            // A CR before the end of a text without a last line end is taken as part of one.
            const bool open_end = i + 1 == rows.count() && text.ends_with('\r');
            for (std::size_t c = 0; c < cells[i].size() - (open_end ? 1 : 0); ++c) {
                RC_ASSERT(cells[i][c] == (**expected)[c].text);
            }
        }
    });
}

TEST_CASE("pieces of a text hold the rows of the whole") {
    rc::prop("wherever it is cut", [] {
        const auto delimiter = *any_delimiter();
        const std::string text = *csv_text(delimiter);
        const std::size_t step = *rc::gen::inRange<std::size_t>(1, 100);
        Cells pieces;
        CsvIndex index;
        for (std::size_t at = 0, stop = step; at < text.size(); stop += step) {
            if (stop <= at) continue;
            const std::string_view rest = std::string_view{text}.substr(at);
            RC_ASSERT(CsvIndexer{delimiter}.run(rest, stop - at, false, index));
            append_cells(index, rest.data(), pieces);
            if (index.end == 0) break;
            at += index.end;
        }
        RC_ASSERT(pieces == cells_of(text, delimiter));
    });
}

}  // namespace
}  // namespace rowlock
