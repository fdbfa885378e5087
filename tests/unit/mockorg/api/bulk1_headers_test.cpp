#include "mockorg/api/bulk1_headers.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

struct Headers {
    Result<CreateBulk1Job> read(const std::string& name, const std::string& value) {
        HttpHeaders headers;
        headers.add(name, value);
        CreateBulk1Job job;
        return read_bulk1_headers(headers, job).map([&] { return job; });
    }
};

TEST_CASE_METHOD(Headers, "PK chunking in all its forms") {
    const auto chunking = [&](const std::string& value) {
        return read("Sforce-Enable-PKChunking", value).value().pk_chunking;
    };
    CHECK_FALSE(chunking("false").has_value());
    CHECK_FALSE(chunking("").has_value());
    CHECK(chunking("true")->chunk_size == 100'000);
    CHECK(chunking("TRUE")->parent.empty());
    const auto full = chunking("chunkSize=50000; startRow=00130000000xEftMGH; parent=Case");
    CHECK(full->chunk_size == 50'000);
    CHECK(full->parent == "Case");
    CHECK(full->start->short_text() == "00130000000xEft");
    CHECK(chunking("chunksize = 250000;")->chunk_size == 250'000);
}

TEST_CASE_METHOD(Headers, "headers that say nothing sensible") {
    const auto [name, value] = GENERATE(table<std::string, std::string>({
        {"Sforce-Enable-PKChunking", "chunkSize=250001"},
        {"Sforce-Enable-PKChunking", "chunkSize=0"},
        {"Sforce-Enable-PKChunking", "chunkSize=many"},
        {"Sforce-Enable-PKChunking", "startRow=here"},
        {"Sforce-Enable-PKChunking", "parent="},
        {"Sforce-Enable-PKChunking", "perhaps"},
        {"Sforce-Line-Ending", "CR"},
        {"Sforce-Disable-Batch-Retry", "maybe"},
    }));
    const auto read_back = read(name, value);
    REQUIRE_FALSE(read_back.has_value());
    CHECK(read_back.error().code == ErrorCode::client_input_error);
}

TEST_CASE_METHOD(Headers, "line endings and retries") {
    CHECK(read("Sforce-Line-Ending", "CRLF").value().line_ending == LineEnding::crlf);
    CHECK_FALSE(read("Other", "x").value().line_ending.has_value());
    CHECK(read("Sforce-Disable-Batch-Retry", "TRUE").value().retries_disabled);
    CHECK_FALSE(read("Sforce-Disable-Batch-Retry", "false").value().retries_disabled);
}

}  // namespace
}  // namespace rowlock
