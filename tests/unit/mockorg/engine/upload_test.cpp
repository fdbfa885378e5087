#include "mockorg/engine/upload.hpp"

#include "mockorg/engine/job_error.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

std::shared_ptr<const Upload> prepare(
    std::string text, CsvFormat format = {}, const std::string& key = {}
) {
    const auto schema = engine_schema();
    const Operation operation = key.empty() ? Operation::insert : Operation::upsert;
    return prepare_upload(
        std::move(text), format, {*schema, *schema->find("Account"), operation, key}
    );
}

std::string error_in(const std::shared_ptr<const Upload>& upload) {
    return upload->error ? job_error_text(*upload->error) : std::string{};
}

TEST_CASE("an upload knows its header and its rows") {
    const auto upload = prepare("Name,\"Industry\"\nAcme,Energy\n\"B, Ltd\",\n");
    CHECK_FALSE(upload->error.has_value());
    CHECK(upload->header() == "Name,\"Industry\"");
    CHECK(upload->names == std::vector<std::string>{"Name", "Industry"});
    REQUIRE(upload->row_count() == 2);
    CHECK(upload->row(0) == "Acme,Energy");
    CHECK(upload->row(1) == "\"B, Ltd\",");
    CHECK(upload->bound.columns.size() == 2);
}

TEST_CASE("a line break inside quotes ends no row") {
    const auto upload = prepare("Name\n\"two\nlines\"\nlast");
    REQUIRE(upload->row_count() == 2);
    CHECK(upload->row(0) == "\"two\nlines\"");
    CHECK(upload->row(1) == "last");
}

TEST_CASE("an upload without any row is no error") {
    const auto text = GENERATE(as<std::string>{}, "", "\n", "\n\n");
    const auto upload = prepare(text);
    CHECK_FALSE(upload->error.has_value());
    CHECK(upload->row_count() == 0);
    CHECK(upload->header().empty());
}

TEST_CASE("a header alone has no rows") {
    const auto upload = prepare("Name\n");
    CHECK_FALSE(upload->error.has_value());
    CHECK(upload->row_count() == 0);
    CHECK(upload->header() == "Name");
}

TEST_CASE("a header that names no field fails the job") {
    CHECK(
        error_in(prepare("StageName_invalid_field_on_purpose\nx\n")) ==
        "InvalidBatch : Field name not found : StageName_invalid_field_on_purpose"
    );
    CHECK(error_in(prepare("Name,Name\nx,y\n")) == "InvalidBatch : Duplicate field name : Name");
    CHECK(
        error_in(prepare("Name\nx\n", {}, "Code__c")) ==
        "InvalidBatch : Field name not found : Code__c"
    );
    CHECK(error_in(prepare("\"Name\nx\n")).starts_with("InvalidBatch : Header row cannot be read: ")
    );
}

TEST_CASE("the wrong kind of line end fails the job, whatever else is wrong with it") {
    CHECK(
        error_in(prepare("Name\r\nAcme\r\n")) ==
        "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF"
    );
    CHECK(
        error_in(prepare("Name\nAcme\n", {Delimiter::comma, LineEnding::crlf})) ==
        "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF"
    );
    CHECK(error_in(prepare("Name\r\nAcme\r\n", {Delimiter::comma, LineEnding::crlf})).empty());
    CHECK(error_in(prepare("Nope\r\nAcme\n")).starts_with("ClientInputError : LineEnding"));
}

TEST_CASE("other delimiters") {
    const auto delimiter = GENERATE(
        Delimiter::backquote,
        Delimiter::caret,
        Delimiter::pipe,
        Delimiter::semicolon,
        Delimiter::tab
    );
    const std::string between(1, static_cast<char>(delimiter));
    const auto upload = prepare(
        "Name" + between + "Industry\nAcme" + between + "Energy\n", {delimiter, LineEnding::lf}
    );
    CHECK_FALSE(upload->error.has_value());
    CHECK(upload->names == std::vector<std::string>{"Name", "Industry"});
}

TEST_CASE("headers beyond the platform's limits") {
    CHECK(
        error_in(prepare(std::string(32'001, 'x') + "\n")) ==
        "ClientInputError : Header row is longer than 32000 characters"
    );
    std::string many;
    for (int i = 0; i <= 5'000; ++i) many.append(i == 0 ? "" : ",").append("a");
    CHECK(
        error_in(prepare(many + "\n")) == "ClientInputError : Header row has more than 5000 fields"
    );
}

TEST_CASE("whatever bytes are uploaded, there are rows or an error, and no crash") {
    rc::prop("rows lie inside the text", [] {
        const auto text = *rc::gen::container<std::string>(
            rc::gen::element('N', 'a', 'm', 'e', ',', '"', '\n', '\r', '#', '\0', ' ')
        );
        const auto upload = prepare(text);
        std::size_t bytes = 0;
        for (std::size_t row = 0; row < upload->row_count(); ++row)
            bytes += upload->row(row).size();
        RC_ASSERT(bytes <= text.size());
    });
}

}  // namespace
}  // namespace rowlock
