#include "checks/command/input_options.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

InputOptions contacts() {
    InputOptions options;
    options.files = {"a.csv"};
    options.object = "Contact";
    return options;
}

TEST_CASE("other loads and references are read from one text each") {
    InputOptions options = contacts();
    options.operation = "upsert";
    options.external_id = "Code__c";
    options.delimiter = "tab";
    options.references = {"Account:x/a.csv,b.csv"};
    const auto request =
        make_input_request(options, {"Task:delete:t.csv", "Case:upsert(Key__c):C:/case.csv"});
    if (!request) FAIL(request.error().message);
    REQUIRE(request->loads.size() == 3);
    CHECK(request->loads[0].external_id_field == "Code__c");
    CHECK(request->loads[0].delimiter == Delimiter::tab);
    CHECK(request->loads[1].operation == WriteOperation::remove);
    CHECK(request->loads[2].external_id_field == "Key__c");
    CHECK(request->loads[2].paths == std::vector<std::string>{"C:/case.csv"});
    REQUIRE(request->references.size() == 1);
    CHECK(request->references[0].paths == std::vector<std::string>{"x/a.csv", "b.csv"});
}

TEST_CASE("texts without all their parts are refused with the form expected") {
    for (const char* text : {"", "Task", "Task:insert", "Task:insert:", ":insert:a.csv"}) {
        const auto request = make_input_request(contacts(), {text});
        REQUIRE_FALSE(request);
        CHECK(request.error().code == ErrorCode::bad_configuration);
        CHECK_THAT(request.error().message, Catch::StartsWith("--beside: "));
    }
    const auto request = make_input_request(contacts(), {"Task:replace:a.csv"});
    REQUIRE_FALSE(request);
    CHECK_THAT(request.error().message, Catch::Contains("'replace'"));
}

}  // namespace
}  // namespace rowlock
