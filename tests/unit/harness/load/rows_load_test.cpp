#include "harness/load/rows_load.hpp"

#include "harness/load/csv_file_rows.hpp"
#include "harness/load/row_source.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <functional>

namespace rowlock {
namespace {

using test::Folder;

RowsDescription contacts() {
    RowsDescription said;
    said.object = "Contact";
    said.operation = "insert";
    return said;
}

LoadStep step_of(const RowsDescription& said) {
    const auto load = load_of_rows("rows.csv", {}, said);
    if (!load) FAIL(load.error().message);
    return load->strategies.front().load;
}

TEST_CASE("options become the load that a file would describe") {
    const Folder folder;
    const std::string path = folder.write("people.csv", "Ext__c,LastName\n1,a\n2,b\n");
    RowsDescription said = contacts();
    said.operation = "upsert";
    said.external_id = "Ext__c";
    said.api = "rest";
    said.retries = 3;
    said.poll_every = "500ms";
    said.in_flight = 4;
    const auto load = load_of_csv(path, said);
    if (!load) FAIL(load.error().message);
    CHECK(load->name == "people");
    CHECK(load->sources.front().object == "Contact");
    const Strategy& strategy = load->strategies.front();
    CHECK(strategy.profile.text == "typical");
    CHECK(strategy.load.operation == LoadOperation::upsert);
    CHECK(strategy.load.external_id == "Ext__c");
    CHECK(strategy.load.api == LoadApi::rest);
    CHECK(strategy.load.api_given);
    CHECK(strategy.load.batch_rows == 200);
    CHECK(strategy.load.in_flight == 4);
    CHECK(strategy.load.retry.times == 3);
    CHECK(strategy.load.poll_every == seconds(0.5));
    const auto sources = open_sources(*load);
    REQUIRE(sources);
    CHECK(sources->front()->size() == 2);
}

TEST_CASE("a serial lane is one batch after another, by whichever API") {
    RowsDescription said = contacts();
    CHECK(step_of(said).in_flight == 0);
    said.lane = "serial";
    CHECK(step_of(said).in_flight == 1);
    CHECK(step_of(said).concurrency_mode == ConcurrencyMode::parallel);
    said.api = "bulk1";
    CHECK(step_of(said).concurrency_mode == ConcurrencyMode::serial);
}

TEST_CASE("the header shows the delimiter unless somebody says it") {
    const Folder folder;
    RowsDescription said = contacts();
    const auto delimiter_of = [&](const std::string& header) {
        const auto load = load_of_csv(folder.write("r.csv", header + "\na;b,c\n"), said);
        REQUIRE(load);
        return std::get<CsvFileSpec>(load->sources.front().rows).delimiter;
    };
    CHECK(delimiter_of("LastName") == Delimiter::comma);
    CHECK(delimiter_of("LastName;Email") == Delimiter::semicolon);
    CHECK(delimiter_of("LastName\tEmail\tPhone") == Delimiter::tab);
    said.delimiter = "PIPE";
    CHECK(delimiter_of("LastName;Email") == Delimiter::pipe);
}

TEST_CASE("what the bytes mean is as somebody says, and goes with rows only") {
    const Folder folder;
    RowsDescription said = contacts();
    const std::string path = folder.write("r.csv", "LastName\nM\xFCller\n");
    const auto name_in = [&](const Load& load) {
        const auto rows = CsvFileRows::open(std::get<CsvFileSpec>(load.sources.front().rows));
        std::string name;
        if (rows) (*rows)->append_value(0, 0, {}, name);
        return name;
    };
    CHECK(name_in(load_of_csv(path, said).value()).empty());
    said.encoding = "ISO-8859-1";
    CHECK(name_in(load_of_csv(path, said).value()) == "M\xC3\xBCller");
    CHECK(RowsDescription{}.first_option().empty());
    RowsDescription only;
    only.encoding = "ISO-8859-1";
    CHECK(only.first_option() == "--encoding");
}

TEST_CASE("what options lack or get wrong is named with what to do") {
    struct Case {
        std::function<void(RowsDescription&)> spoil;
        std::string expected;
    };

    const auto c = GENERATE(
        Case{[](auto& said) { said.object.clear(); }, "add --object NAME and --operation"},
        Case{[](auto& said) { said.operation = "inset"; }, "did you mean \"insert\"?"},
        Case{[](auto& said) { said.operation = "upsert"; }, "an upsert needs --external-id"},
        Case{[](auto& said) { said.external_id = "E__c"; }, "goes with --operation upsert only"},
        Case{[](auto& said) { said.api = "soap"; }, "--api is \"soap\""},
        Case{[](auto& said) { said.batch_rows = 0; }, "--batch-size is 0, expected 1 to"},
        Case{[](auto& said) { said.lane = "fast"; }, "--lane is \"fast\""},
        Case{[](auto& said) { said.in_flight = 0; }, "--in-flight is 0"},
        Case{[](auto& said) { said.retries = 101; }, "--retries is 101"},
        Case{[](auto& said) { said.poll_every = "soon"; }, "--poll-every is \"soon\""},
        Case{[](auto& said) { said.delimiter = "DASH"; }, "--delimiter: "},
        Case{
            [](auto& said) {
                said.lane = "serial";
                said.in_flight = 2;
            },
            "expected no other --in-flight"},
        Case{
            [](auto& said) {
                said.api = "rest";
                said.batch_rows = 201;
            },
            "--batch-size is 201, expected 1 to 200"}
    );
    RowsDescription said = contacts();
    c.spoil(said);
    const auto load = load_of_rows("rows.csv", {}, said);
    REQUIRE_FALSE(load);
    CHECK(load.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(load.error().message, Catch::Contains(c.expected));
}

TEST_CASE("the first thing said is known by its option") {
    CHECK(RowsDescription{}.first_option().empty());
    RowsDescription said;
    said.api = "bulk1";
    CHECK(said.first_option().empty());
    said.retries = 0;
    CHECK(said.first_option() == "--retries");
}

}  // namespace
}  // namespace rowlock
