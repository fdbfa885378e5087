#include "mockorg/engine/record_table.hpp"

#include "mockorg/codec/csv.hpp"
#include "mockorg/engine/chunk_rows.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <map>

namespace rowlock {
namespace {

using Record = std::map<std::string, std::optional<std::string>>;
using FieldList = std::vector<std::pair<std::string, std::optional<std::string>>>;

const std::vector<std::string> k_names = {"Name", "Phone", "Fax", "Industry", "Website"};

RecordTable table_of(const std::vector<Record>& records) {
    RecordTable table;
    for (const Record& record : records) {
        table.begin_record();
        for (const auto& [name, value] : record) REQUIRE(table.add(name, value).has_value());
        table.end_record();
    }
    return table;
}

std::vector<Record> read_back(const std::shared_ptr<const Upload>& upload) {
    std::vector<Record> records;
    ChunkRows rows{*upload};
    for (std::uint32_t i = 0; i < upload->row_count(); ++i) {
        Record record;
        const InputRow row = require_value(rows.read(i));
        for (std::size_t column = 0; column < row.cells.size(); ++column) {
            const InputCell& cell = row.cells[column];
            if (cell.kind == InputCell::Kind::null) record[upload->names[column]] = std::nullopt;
            if (cell.kind == InputCell::Kind::text)
                record[upload->names[column]] = std::string{cell.text};
        }
        records.push_back(std::move(record));
    }
    return records;
}

std::shared_ptr<const Upload> upload_of(RecordTable table) {
    const auto schema = engine_schema();
    return prepare_upload(
        std::move(table), {*schema, *schema->find("Account"), Operation::insert, {}}
    );
}

TEST_CASE("records come back as they were put in") {
    const std::vector<Record> records = {
        {{"Name", "Acme"}, {"Fax", std::nullopt}},
        {},
        {{"Industry", "\"Oil\", gas\nand more"}, {"Name", "#N/A"}},
    };
    const auto upload = upload_of(table_of(records));
    CHECK(upload->names == std::vector<std::string>{"Fax", "Name", "Industry"});
    CHECK(read_back(upload) == records);
}

TEST_CASE("whatever the values, records come back as they were put in") {
    rc::prop("every record, every field", [] {
        const auto character = rc::gen::elementOf(std::string{"ab\"\n\r,#\\ \xC3\xA9"});
        const auto text = rc::gen::nonEmpty(rc::gen::container<std::string>(character));
        const auto value = rc::gen::oneOf(
            rc::gen::map(
                text, [](std::string each) { return std::optional<std::string>{std::move(each)}; }
            ),
            rc::gen::just(std::optional<std::string>{})
        );
        const auto fields =
            rc::gen::container<FieldList>(rc::gen::pair(rc::gen::elementOf(k_names), value));
        std::vector<Record> records;
        for (const FieldList& each : *rc::gen::container<std::vector<FieldList>>(fields))
            records.emplace_back(each.begin(), each.end());
        RC_ASSERT(read_back(upload_of(table_of(records))) == records);
    });
}

TEST_CASE("names in another letter case are the same column") {
    RecordTable table = table_of({{{"Name", "A"}}, {{"NAME", "B"}}});
    CHECK(table.columns() == std::vector<std::string>{"Name"});
    CHECK(table.take_text() == ".\n.,0,\"A\"\n.,0,\"B\"\n");
}

TEST_CASE("a record may name a field twice, the last value counts") {
    RecordTable table;
    table.begin_record();
    REQUIRE(table.add("Name", "first").has_value());
    REQUIRE(table.add("name", "last").has_value());
    table.end_record();
    CHECK(read_back(upload_of(std::move(table))) == std::vector<Record>{{{"Name", "last"}}});
}

TEST_CASE("5,000 names are the most") {
    RecordTable table;
    table.begin_record();
    for (int i = 0; i < 5'000; ++i) REQUIRE(table.add("F" + std::to_string(i), "x").has_value());
    CHECK(error_of(table.add("One_More__c", "x")).find("CLIENTINPUTERROR:") == 0);
    CHECK(table.add("f7", "again").has_value());
}

}  // namespace
}  // namespace rowlock
