#include "mockorg/engine/chunk_rows.hpp"

#include "mockorg/engine/job.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

Job job_with(
    std::string text, Operation operation = Operation::insert, const std::string& key = {}
) {
    const auto schema = engine_schema();
    Job job;
    job.object = schema->find("Account")->number;
    job.info.operation = operation;
    job.info.external_id_field = key;
    job.data = std::move(text);
    attach_upload(job, *schema);
    return job;
}

TEST_CASE("cells come unquoted, empty ones are left alone, #N/A is null") {
    const Job job = job_with("Name,Industry,Phone\n\"A \"\"B\"\"\",,#N/A\n");
    ChunkRows rows{*job.upload};
    const auto row = rows.read(0);
    REQUIRE(row.has_value());
    REQUIRE(row->cells.size() == 3);
    CHECK(row->cells[0].text == "A \"B\"");
    CHECK(row->cells[1].kind == InputCell::Kind::ignored);
    CHECK(row->cells[2].kind == InputCell::Kind::null);
}

TEST_CASE("a short row leaves the rest of its fields alone, a long one is an error of its own") {
    const Job job = job_with("Name,Industry\nAcme\nAcme,Energy,More\n");
    ChunkRows rows{*job.upload};
    CHECK(rows.read(0)->cells.size() == 1);
    CHECK(error_of(rows.read(1)) == "CLIENTINPUTERROR:Row has 3 values but the header has 2:--");
}

TEST_CASE("broken quotes are an error of the row") {
    const Job job = job_with("Name\n\"Acme\"x\nGood\n");
    ChunkRows rows{*job.upload};
    CHECK_FALSE(rows.read(0).has_value());
    CHECK(rows.read(1)->cells[0].text == "Good");
}

TEST_CASE("a row has at most 400,000 characters") {
    const Job job = job_with(
        "Description\n" + std::string(400'000, 'x') + "\n" + std::string(400'001, 'x') + "\n"
    );
    ChunkRows rows{*job.upload};
    CHECK(rows.read(0).has_value());
    CHECK(error_of(rows.read(1)) == "CLIENTINPUTERROR:Record is longer than 400000 characters:--");
}

TEST_CASE("a row names its record by Id or by the key of the upsert") {
    const Job update = job_with("Name,Id\nAcme,001TST000000001\n", Operation::update);
    ChunkRows by_id{*update.upload};
    CHECK(by_id.target(*by_id.read(0)).id == "001TST000000001");
    CHECK_FALSE(by_id.target(*by_id.read(0)).key_field.has_value());

    const Job upsert = job_with("Name,Code__c\nAcme,A-1\nShort\n", Operation::upsert, "Code__c");
    ChunkRows by_key{*upsert.upload};
    const RowTarget target = by_key.target(*by_key.read(0));
    CHECK(target.key == "A-1");
    CHECK(target.key_column == 1);
    CHECK(target.key_field == engine_schema()->find("Account")->find_field("Code__c")->number);
    CHECK(by_key.target(*by_key.read(1)).key.empty());
}

}  // namespace
}  // namespace rowlock
