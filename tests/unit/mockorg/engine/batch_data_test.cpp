#include "mockorg/engine/batch_data.hpp"

#include "mockorg/engine/chunk_rows.hpp"
#include "mockorg/engine/job_error.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/zip_texts.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

BatchData read(ContentType type, std::string data, std::string_view object = "Account") {
    const auto schema = engine_schema();
    return read_batch_data(
        type, std::move(data), {*schema, *schema->find(object), Operation::insert, {}}, {}
    );
}

std::string error_in(const BatchData& data) {
    return data.upload->error ? job_error_text(*data.upload->error) : std::string{};
}

/// One cell of one row, or the row's error.
std::string cell(const BatchData& data, std::uint32_t row, std::size_t column) {
    ChunkRows rows{*data.upload};
    const auto cells = rows.read(row);
    return cells ? std::string{cells->cells[column].text} : error_of(cells);
}

std::string accounts(std::size_t rows) {
    std::string csv = "Name\n";
    for (std::size_t i = 0; i < rows; ++i) csv.append("A\n");
    return csv;
}

TEST_CASE("CSV is not copied: the request is the upload's own text") {
    std::string csv = accounts(1000);
    const char* bytes = csv.data();
    const BatchData data = read(ContentType::csv, std::move(csv));
    CHECK(data.upload->row_count() == 1000);
    CHECK(data.request->data() == bytes);
    CHECK(data.upload->text->data() == bytes);
}

TEST_CASE("what was sent outlives its rows, and a refused batch has none") {
    BatchData data = read(ContentType::csv, accounts(1000));
    const std::weak_ptr<const Upload> upload = data.upload;
    const std::shared_ptr<const std::string> request = std::move(data.request);
    data.upload = nullptr;
    CHECK(upload.expired());
    CHECK(*request == accounts(1000));

    const std::string csv =
        GENERATE(as<std::string>{}, accounts(10'001), "No_Such__c\nA\nB, Limited\n");
    std::string sent = csv;
    const char* bytes = sent.data();
    const BatchData refused = read(ContentType::csv, std::move(sent));
    CHECK_FALSE(error_in(refused).empty());
    CHECK(refused.upload->rows.offsets.empty());
    CHECK(refused.request->data() == bytes);
    CHECK(*refused.request == csv);
}

TEST_CASE("line ends of either kind end the rows of a 1.0 batch") {
    const BatchData data = read(ContentType::csv, "Name,Phone\r\nA,1\r\nB,2\n");
    CHECK(error_in(data).empty());
    REQUIRE(data.upload->row_count() == 2);
    CHECK(cell(data, 0, 1) == "1");
}

TEST_CASE("10,000 rows are the most, in every form") {
    CHECK(error_in(read(ContentType::csv, accounts(10'000))).empty());
    CHECK(error_in(read(ContentType::csv, accounts(10'001))).find("InvalidBatch : 10001") == 0);
    std::string json = "[";
    for (int i = 0; i < 10'001; ++i) json.append("{},");
    json.back() = ']';
    CHECK(error_in(read(ContentType::json, json)).find("InvalidBatch : 10001") == 0);
}

TEST_CASE("XML and JSON batches keep their bytes and their errors") {
    const std::string json = R"([{"Name":"Acme"}])";
    const BatchData good = read(ContentType::json, json);
    CHECK(*good.request == json);
    CHECK(cell(good, 0, 0) == "Acme");
    CHECK(error_in(read(ContentType::json, "[")).find("InvalidBatch : ") == 0);
    const BatchData bad = read(ContentType::xml, "<sObjects/>");
    CHECK(error_in(bad).find("InvalidXml : ") == 0);
    CHECK(*bad.request == "<sObjects/>");
    CHECK(
        error_in(read(ContentType::json, R"([{"No_Such__c":1}])")) ==
        "InvalidBatch : Field name not found : No_Such__c"
    );
}

TEST_CASE("a zipped batch: request.txt and the files its rows refer to") {
    const std::string packed = zip_text({
        {"request.txt",
         "Name,Body,Description\n#1 note,#files/a.bin,#hello world\nB,text,\nC,#none,\n",
         true},
        {"files/a.bin", std::string{"\0\x01\x02\xFF", 4}, true},
        {"unused.txt", "x", false},
    });
    const BatchData data = read(ContentType::zip_csv, packed, "Attachment");
    REQUIRE(error_in(data).empty());
    CHECK(*data.request == packed);
    // Other than base64 fields may begin as they like.
    CHECK(cell(data, 0, 0) == "#1 note");
    CHECK(cell(data, 0, 1) == "AAEC/w==");
    CHECK(cell(data, 0, 2) == "#hello world");
    CHECK(cell(data, 1, 1) == "INVALID_FIELD:The name of a file begins with '#':--");
    CHECK(cell(data, 2, 1) == "INVALID_FIELD:The archive holds no file 'none':--");
    REQUIRE(data.upload->files->size() == 1);

    const BatchData json =
        read(ContentType::zip_json, zip_text({{"request.txt", R"([{"Name":"Acme"}])"}}));
    CHECK(cell(json, 0, 0) == "Acme");
}

TEST_CASE("fields that hold files are for zipped batches only") {
    const std::string refused =
        "InvalidBatch : Binary field Body is only supported for content types ZIP_XML and ZIP_CSV";
    CHECK(error_in(read(ContentType::csv, "Name,Body\nA,Zm9v\n", "Attachment")) == refused);
    CHECK(error_in(read(ContentType::json, R"([{"Body":"Zm9v"}])", "Attachment")) == refused);
    CHECK(error_in(read(ContentType::csv, "Name\nA\n", "Attachment")).empty());
}

TEST_CASE("base64 of any length") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foobar", "Zm9vYmFy"},
    }));
    const BatchData data = read(
        ContentType::zip_csv,
        zip_text({{"request.txt", "Name,Body\nA,#f\n"}, {"f", bytes}}),
        "Attachment"
    );
    CHECK(cell(data, 0, 1) == text);
}

TEST_CASE("archives that are none, that lie or that try to leave their folder") {
    CHECK(error_in(read(ContentType::zip_csv, "PK nonsense")).find("InvalidBatch : ") == 0);
    CHECK(
        error_in(read(ContentType::zip_csv, zip_text({{"other.txt", "x"}}))) ==
        "InvalidBatch : The archive holds no file 'request.txt'"
    );
    for (const std::string name : {"../request.txt", "/request.txt", "a\\b", "C:x"}) {
        const BatchData data =
            read(ContentType::zip_csv, zip_text({{"request.txt", "Name\nA\n"}, {name, "x"}}));
        INFO(name);
        CHECK(error_in(data).find("InvalidBatch : ") == 0);
    }
}

TEST_CASE("bombs are refused: what unpacks to too much, and one file in too many rows") {
    const std::string zeros(25'000'000, '0');
    CHECK(
        error_in(read(ContentType::zip_csv, zip_text({{"request.txt", zeros, true}}))
        ).find("InvalidBatch : ") == 0
    );
    std::string csv = "Name,Body\n";
    for (int i = 0; i < 100; ++i) csv.append("A,#big\n");
    const BatchData data = read(
        ContentType::zip_csv,
        zip_text({{"request.txt", csv, true}, {"big", zeros.substr(0, 1'000'000), true}}),
        "Attachment"
    );
    CHECK(error_in(data) == "InvalidBatch : Rows refer to more than 20000000 bytes of files");
}

}  // namespace
}  // namespace rowlock
