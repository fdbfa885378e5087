#include "checks/input/chunk_reader.hpp"

#include "mockorg/base/random.hpp"
#include "mockorg/codec/csv.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// Some 4 MB of rows, with quoted cells that look like rows themselves.
std::string tricky_text(std::uint64_t seed) {
    Random random{seed};
    std::string text = "a,b,c\n";
    const std::size_t size = 3'000'000 + random.below(2'000'000);
    while (text.size() < size) {
        switch (random.below(6)) {
            case 0:
                text += "1,\"x\ny,2,3\nz\",4\n";
                break;
            case 1:
                text += "1,\"" + std::string(random.below(200), '\n') + "\",4\n";
                break;
            case 2:
                text += "\"\"\"1,2,3\n4,5,6\n\"\"\",2,3\r\n";
                break;
            case 3:
                text += "\n";
                break;
            default:
                text += std::string(random.below(300), 'x') + ",2,3\n";
        }
    }
    return text;
}

struct Read {
    std::vector<std::uint64_t> starts;
    std::vector<std::string> second_cells;
    std::uint64_t line_feeds = 0;
    std::uint64_t prepared_rows = 0;
};

Read read(std::string_view text, unsigned threads, std::uint64_t begin = 0) {
    Read result;
    ChunkReader reader{Delimiter::comma};
    reader.columns = 3;
    reader.threads = threads;
    reader.prepare = [](CsvChunk& chunk) { chunk.names.assign(1, {}); };
    reader.consume = [&](const CsvChunk& chunk) -> Result<void> {
        for (const CsvIndex::Row& row : chunk.index.rows) {
            result.starts.push_back(chunk.begin + row.start);
            result.second_cells.emplace_back(chunk.cell(row, 1));
        }
        result.line_feeds += chunk.index.line_feeds;
        result.prepared_rows += chunk.names.size();
        return {};
    };
    const auto done = reader.read(text, begin);
    REQUIRE(done.has_value());
    return result;
}

TEST_CASE("chunks hold the rows that reading from the front finds, for any number of threads") {
    const auto seed = GENERATE(range(std::uint64_t{0}, std::uint64_t{6}));
    const std::string text = tricky_text(seed);
    const CsvRows rows = find_csv_rows(text, LineEnding::lf);
    const Read one = read(text, 1);
    REQUIRE(one.starts.size() == rows.count());
    CHECK(std::equal(one.starts.begin(), one.starts.end(), rows.offsets.begin()));
    CHECK(one.line_feeds == static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
    const Read three = read(text, 3);
    CHECK(three.starts == one.starts);
    CHECK(three.second_cells == one.second_cells);
}

TEST_CASE("a text without rows is read") {
    CHECK(read("", 2).starts.empty());
    CHECK(read("a,b\n", 2, 4).starts.empty());
    CHECK(read("\n\n\n", 2).starts.empty());
}

TEST_CASE("a quote that is never closed makes the rest of the text one row") {
    std::string text = tricky_text(1);
    text += "1,\"" + std::string(3'000'000, 'x');
    const CsvRows rows = find_csv_rows(text, LineEnding::lf);
    CHECK(read(text, 2).starts.size() == rows.count());
}

TEST_CASE("the first error of the consumer ends the reading") {
    const std::string text = tricky_text(2);
    ChunkReader reader{Delimiter::comma};
    reader.columns = 3;
    reader.threads = 2;
    reader.prepare = [](CsvChunk&) {};
    int calls = 0;
    reader.consume = [&](const CsvChunk&) -> Result<void> {
        ++calls;
        return fail(ErrorCode::bad_file, "enough");
    };
    const auto result = reader.read(text, 0);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message == "enough");
    CHECK(calls == 1);
}

}  // namespace
}  // namespace rowlock
