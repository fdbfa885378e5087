#include "mockorg/engine/rest_row.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE("a row holds its fields, and the ids of what it is linked to") {
    const auto schema = engine_schema();
    WriteRecords::Row row;
    row.write = {
        "contact", Operation::insert, {}, {}, {{"lastname", "A"}, {"Phone", std::nullopt}}};
    row.links.push_back({"AccountId", 1});
    const std::vector<std::string> saved = {"", "001RL0000000001IAA"};

    const RestRow bound = require_value(bind_rest_row(*schema, row, saved));
    REQUIRE(bound.cells.size() == 3);
    CHECK(bound.object->name == "Contact");
    CHECK(bound.cells[0].text == "A");
    CHECK(bound.cells[1].kind == InputCell::Kind::null);
    CHECK(bound.cells[2].text == "001RL0000000001IAA");
    // What is not there yet is left alone.
    const RestRow early = require_value(bind_rest_row(*schema, row, {}));
    CHECK(early.cells[2].kind == InputCell::Kind::ignored);
}

TEST_CASE("an upsert is found by its key") {
    const auto schema = engine_schema();
    WriteRecords::Row row;
    row.write = {"Account", Operation::upsert, {}, "code__c", {{"Name", "A"}, {"Code__c", "K"}}};
    const RestRow bound = require_value(bind_rest_row(*schema, row, {}));
    CHECK(bound.target.key == "K");
    CHECK(bound.target.key_column == 1);
    CHECK(bound.target.key_field.has_value());
}

TEST_CASE("what cannot be bound") {
    const auto schema = engine_schema();
    const auto code = [&](WriteRecord write) {
        return bind_rest_row(*schema, {std::move(write)}, {}).error().code;
    };
    CHECK(code({"Nope", Operation::insert, {}, {}, {}}) == ErrorCode::not_found);
    CHECK(
        code({"Account", Operation::insert, {}, {}, {{"Nope", "x"}}}) == ErrorCode::invalid_field
    );
    CHECK(code({"Account", Operation::upsert, {}, "Industry", {}}) == ErrorCode::not_found);
}

}  // namespace
}  // namespace rowlock
