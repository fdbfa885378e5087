#include "mockorg/engine/field_tree.hpp"

#include "mockorg/engine/row_selection.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct FieldTreeFixture : EngineFixture {
    std::vector<FieldNode> tree(const std::string& soql) const {
        const auto query = require_value(soql::parse_query(soql));
        return field_tree(require_value(bind_selected(*schema, object("Widget__c"), query, soql)));
    }
};

TEST_CASE_METHOD(FieldTreeFixture, "fields of one parent meet where it was first named") {
    const auto fields =
        tree("SELECT Account__r.Name, Size__c, Account__r.Owner.Name, Account__r.Id FROM Widget__c"
        );
    REQUIRE(fields.size() == 2);
    CHECK(fields[0].name == "Account__r");
    CHECK(fields[0].is_parent());
    REQUIRE(fields[0].members.size() == 3);
    CHECK(fields[0].members[0].name == "Name");
    CHECK(fields[0].members[0].column == 0);
    CHECK(fields[0].members[1].name == "Owner");
    CHECK(fields[0].members[1].members[0].column == 2);
    CHECK(fields[0].members[2].column == 3);
    CHECK(fields[1].name == "Size__c");
    CHECK_FALSE(fields[1].is_parent());
}

TEST_CASE_METHOD(FieldTreeFixture, "parents are found from the queried row, at any depth") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const RecordHandle with = add("Widget__c", {{"Color__c", "Red"}, {"Account__c", id(account)}});
    const RecordHandle without = add("Widget__c", {{"Color__c", "Red"}});
    const auto fields = tree("SELECT Account__r.Owner.Name FROM Widget__c");
    const FieldNode& owner = fields[0].members[0];
    CHECK(find_parent(store, with, fields[0]) == account);
    CHECK(find_parent(store, with, owner) == store.user());
    CHECK_FALSE(find_parent(store, without, fields[0]).has_value());
    CHECK_FALSE(find_parent(store, without, owner).has_value());
}

}  // namespace
}  // namespace rowlock
