#include "checks/plan/batch_writer.hpp"

#include "tests/support/test.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

/// A folder of its own for each test, gone afterwards.
class TemporaryFolder {
public:
    TemporaryFolder()
        : path_(
              std::filesystem::temp_directory_path() /
              ("rowlock-batches-" + std::to_string(::getpid()))
          ) {
        std::filesystem::create_directories(path_);
    }

    ~TemporaryFolder() { std::filesystem::remove_all(path_); }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    std::string text_of(const std::string& name) const {
        std::ifstream file{path_ / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

private:
    std::filesystem::path path_;
};

Batching batching_of(std::vector<RowNo> order, const std::vector<std::uint32_t>& sizes) {
    Batching batching;
    batching.order = std::move(order);
    std::uint32_t first = 0;
    for (const std::uint32_t size : sizes) {
        PlannedBatch batch;
        batch.first = first;
        batch.rows = size;
        batching.batches.push_back(batch);
        first += size;
    }
    return batching;
}

}  // namespace

TEST_CASE("batch files hold the header and the rows' own bytes") {
    const TemporaryFolder folder;
    // Quotes that need not be, a line feed inside quotes, bytes that are no UTF-8, an empty cell.
    const std::vector<std::string_view> rows{"\"a\",1", "\"b\nb\",\"2\"\"\"", "\xff,", ",4"};
    const BatchText text{"Name,N__c", rows, "\r\n"};
    for (const unsigned threads : {1U, 3U}) {
        const auto names =
            write_batch_files(folder.path(), text, batching_of({2, 1, 3, 0}, {3, 1}), threads);
        REQUIRE(names.has_value());
        CHECK(*names == std::vector<std::string>{"batch-00000.csv", "batch-00001.csv"});
        CHECK(
            folder.text_of("batch-00000.csv") ==
            "Name,N__c\r\n\xff,\r\n\"b\nb\",\"2\"\"\"\r\n,4\r\n"
        );
        CHECK(folder.text_of("batch-00001.csv") == "Name,N__c\r\n\"a\",1\r\n");
    }
}

TEST_CASE("many batches of many rows come out whole, however many threads write") {
    const TemporaryFolder folder;
    std::vector<std::string> lines;
    for (int i = 0; i < 1'000; ++i)
        lines.push_back(std::string(static_cast<std::size_t>(i % 97), 'x') + std::to_string(i));
    const std::vector<std::string_view> rows{lines.begin(), lines.end()};
    std::vector<RowNo> order;
    for (RowNo i = 0; i < 1'000; ++i) order.push_back(i * 7 % 1'000);
    const Batching batching = batching_of(order, std::vector<std::uint32_t>(50, 20));
    const auto names = write_batch_files(folder.path(), {"h", rows, "\n"}, batching, 4);
    REQUIRE(names.has_value());
    for (std::size_t i = 0; i < 50; ++i) {
        std::string expected = "h\n";
        for (const RowNo row : batching.rows_of(batching.batches[i])) expected += lines[row] + "\n";
        CHECK(folder.text_of((*names)[i]) == expected);
    }
}

TEST_CASE("a folder that is not there is an error that names the file") {
    const std::vector<std::string_view> rows{"a"};
    const auto names =
        write_batch_files("/nowhere/at/all", {"h", rows, "\n"}, batching_of({0}, {1}), 2);
    REQUIRE_FALSE(names.has_value());
    CHECK(names.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(names.error().message, Catch::Contains("/nowhere/at/all/batch-00000.csv"));
    CHECK_THAT(names.error().message, Catch::Contains("No such file"));
}

}  // namespace rowlock
