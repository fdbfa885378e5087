#include "harness/cleanup/deletion_order.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string order_of(const Schema& schema, const std::vector<std::string>& objects) {
    std::vector<DeletionTarget> targets;
    for (const std::string& object : objects) targets.push_back({{object, "x"}, nullptr});
    std::string text;
    for (const DeletionTarget& one : children_first(schema, targets))
        text += one.selection.object + ' ';
    return text;
}

TEST_CASE("children go before their parents, however they are given") {
    const auto schema = Schema::standard();
    CHECK(order_of(*schema, {"Account", "Contact"}) == "Contact Account ");
    CHECK(
        order_of(*schema, {"Account", "Opportunity", "OpportunityLineItem", "Campaign"}) ==
        "OpportunityLineItem Opportunity Account Campaign "
    );
    CHECK(order_of(*schema, {"Lead", "Product2"}) == "Lead Product2 ");
    CHECK(refers_to(*schema, "Contact", "Account"));
    CHECK_FALSE(refers_to(*schema, "Account", "Lead"));
}

TEST_CASE("every order given ends in one where no child comes after its parent") {
    const auto schema = Schema::standard();
    const std::vector<std::string> names{
        "Account", "Contact", "Opportunity", "OpportunityLineItem", "Case", "Task", "Contract"};
    rc::prop("random subsets", [&](std::uint64_t seed) {
        std::vector<DeletionTarget> targets;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (((seed >> i) & 1U) != 0) targets.push_back({{names[i], "x"}, nullptr});
        }
        if (!targets.empty())
            std::rotate(
                targets.begin(),
                targets.begin() + static_cast<long>((seed >> 8) % targets.size()),
                targets.end()
            );
        const auto ordered = children_first(*schema, targets);
        RC_ASSERT(ordered.size() == targets.size());
        for (std::size_t parent = 0; parent < ordered.size(); ++parent) {
            for (std::size_t child = parent + 1; child < ordered.size(); ++child) {
                const bool circle = refers_to(
                    *schema, ordered[parent].selection.object, ordered[child].selection.object
                );
                RC_ASSERT(
                    circle ||
                    !refers_to(
                        *schema, ordered[child].selection.object, ordered[parent].selection.object
                    )
                );
            }
        }
    });
}

TEST_CASE("in a circle the reference that binds decides") {
    const auto schema = load_schema(
        R"({"objects": [
            {"name": "One__c", "fields": [
                {"name": "Two__c", "type": "reference", "referenceTo": ["Two__c"]}]},
            {"name": "Two__c", "fields": [
                {"name": "One__c", "type": "reference", "referenceTo": ["One__c"],
                 "cascadeDelete": true}]}]})",
        "circle.json"
    );
    if (!schema) FAIL(schema.error().message);
    CHECK(order_of(**schema, {"One__c", "Two__c"}) == "Two__c One__c ");
    CHECK(order_of(**schema, {"Two__c", "One__c"}) == "Two__c One__c ");
}

}  // namespace
}  // namespace rowlock
