#include "mockorg/engine/hierarchy.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

constexpr const char* k_refusal = "CIRCULAR_DEPENDENCY:attempt to violate hierarchy constraints:--";

struct HierarchyFixture : EngineFixture {
    std::string set_parent(
        const std::string& name, const std::string& field, RecordHandle record, RecordHandle parent
    ) {
        return error_of(write(name, Operation::update, {{"Id", id(record)}, {field, id(parent)}}));
    }
};

TEST_CASE_METHOD(HierarchyFixture, "no account comes below itself") {
    const RecordHandle top = add("Account", {{"Name", "Top"}});
    const RecordHandle middle = add("Account", {{"Name", "Middle"}, {"ParentId", id(top)}});
    const RecordHandle low = add("Account", {{"Name", "Low"}, {"ParentId", id(middle)}});
    CHECK(set_parent("Account", "ParentId", top, low) == k_refusal);
    CHECK(set_parent("Account", "ParentId", top, top) == k_refusal);
    CHECK(value(top, "ParentId").is_null());
    REQUIRE(
        write("Account", Operation::update, {{"Id", id(low)}, {"ParentId", id(top)}}).has_value()
    );
    CHECK(
        write("Account", Operation::update, {{"Id", id(middle)}, {"ParentId", id(low)}}).has_value()
    );
}

TEST_CASE_METHOD(
    HierarchyFixture, "cases are a tree as well, custom references may go in circles"
) {
    const RecordHandle incident = add("Case", {{"Subject", "All down"}});
    const RecordHandle report = add("Case", {{"ParentId", id(incident)}});
    CHECK(set_parent("Case", "ParentId", incident, report) == k_refusal);

    const RecordHandle bolt = add("Widget__c", {{"Name", "Bolt"}, {"Color__c", "Red"}});
    CHECK(write(
              "Widget__c", Operation::update, {{"Id", id(bolt)}, {"Parent__c", id(bolt)}}
    ).has_value());
}

}  // namespace
}  // namespace rowlock
