#include "mockorg/engine/record_json.hpp"

#include "mockorg/engine/row_selection.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct RecordJsonFixture : EngineFixture {
    std::string json(RecordHandle record, const std::string& name) const {
        return field_json(store, record, field("Widget__c", name));
    }
};

TEST_CASE_METHOD(RecordJsonFixture, "every kind of value prints as the REST API prints it") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const RecordHandle widget =
        add("Widget__c",
            {{"Name", "say \"hi\"\n"},
             {"Color__c", "Red"},
             {"Size__c", "12"},
             {"Price__c", "1.5"},
             {"Count__c", "7"},
             {"Flag__c", "true"},
             {"Day__c", "2026-01-31"},
             {"Moment__c", "2026-01-31T12:30:00.250Z"},
             {"Account__c", id(account)}});
    CHECK(json(widget, "Name") == R"("say \"hi\"\n")");
    CHECK(json(widget, "Color__c") == "\"Red\"");
    CHECK(json(widget, "Size__c") == "12.0");
    CHECK(json(widget, "Price__c") == "1.5");
    CHECK(json(widget, "Count__c") == "7");
    CHECK(json(widget, "Flag__c") == "true");
    CHECK(json(widget, "Day__c") == "\"2026-01-31\"");
    CHECK(json(widget, "Moment__c") == "\"2026-01-31T12:30:00.250+0000\"");
    CHECK(json(widget, "Account__c") == "\"" + id(account) + "\"");
    CHECK(json(widget, "Id") == "\"" + id(widget) + "\"");
    CHECK(json(widget, "Short__c") == "null");
    CHECK(json(widget, "IsDeleted") == "false");
}

TEST_CASE_METHOD(RecordJsonFixture, "large doubles are numbers in JSON, too") {
    const RecordHandle widget = add("Widget__c", {{"Color__c", "Red"}, {"Price__c", "912260031"}});
    CHECK(json(widget, "Price__c") == "912260031.0");
}

TEST_CASE_METHOD(RecordJsonFixture, "fields come in the order asked for") {
    const RecordHandle widget = add("Widget__c", {{"Name", "Bolt"}, {"Color__c", "Red"}});
    const std::vector<FieldNo> wanted = {
        field("Widget__c", "Color__c").number, field("Widget__c", "Name").number};
    const RecordFields fields = record_fields(store, widget, wanted);
    CHECK(fields.object == "Widget__c");
    CHECK(fields.id == store.id_of(widget));
    CHECK(
        fields.fields ==
        std::vector<std::pair<std::string, std::string>>{
            {"Color__c", "\"Red\""}, {"Name", "\"Bolt\""}}
    );
}

TEST_CASE_METHOD(
    RecordJsonFixture, "parents are records of their own, in their place among the fields"
) {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const RecordHandle with = add("Widget__c", {{"Color__c", "Red"}, {"Account__c", id(account)}});
    const RecordHandle without = add("Widget__c", {{"Color__c", "Red"}});
    const std::string soql = "SELECT Color__c, Account__r.Name, Size__c FROM Widget__c";
    const auto query = require_value(soql::parse_query(soql));
    const auto tree =
        field_tree(require_value(bind_selected(*schema, object("Widget__c"), query, soql)));
    const RecordFields fields = record_fields(store, with, tree);
    CHECK(fields.fields.size() == 2);
    REQUIRE(fields.parents.size() == 1);
    CHECK(fields.parents[0].position == 1);
    CHECK(fields.parents[0].name == "Account__r");
    REQUIRE(fields.parents[0].record.size() == 1);
    CHECK(fields.parents[0].record[0].object == "Account");
    CHECK(fields.parents[0].record[0].id == store.id_of(account));
    CHECK(fields.parents[0].record[0].fields[0].second == "\"Acme\"");
    CHECK(record_fields(store, without, tree).parents.at(0).record.empty());
}

}  // namespace
}  // namespace rowlock
