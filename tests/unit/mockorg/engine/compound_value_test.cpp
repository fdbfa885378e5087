#include "mockorg/engine/compound_value.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

std::string billing(const OrgFixture& fixture, const std::string& soql, const std::string& name) {
    std::string found;
    auto& org = const_cast<OrgFixture&>(fixture).org.org();
    RunQuery query;
    query.soql = soql;
    org.submit(org.now(), std::move(query), [&](const Result<RunQuery::Reply>& reply) {
        const RecordFields& record = reply->records.at(0);
        for (const auto& [field, value] : record.fields) {
            if (field == name) found = value;
        }
        for (const auto& parent : record.parents) {
            for (const auto& [field, value] : parent.record.at(0).fields) {
                if (field == name) found = value;
            }
        }
    });
    return found;
}

constexpr std::string_view k_shown =
    R"({"city":"Bonn","country":null,"geocodeAccuracy":null,"latitude":50.7,"longitude":null,)"
    R"("postalCode":null,"state":null,"street":"Way 1"})";

TEST_CASE("an address is shown as its parts, also a parent's") {
    OrgFixture fixture;
    const auto account = require_value(fixture.org.write(
        {"Account",
         Operation::insert,
         {},
         {},
         {{"Name", "A"},
          {"BillingCity", "Bonn"},
          {"BillingStreet", "Way 1"},
          {"BillingLatitude", "50.7"}}}
    ));
    require_value(fixture.org.write(
        {"Contact",
         Operation::insert,
         {},
         {},
         {{"LastName", "B"}, {"AccountId", account.id.text()}}}
    ));
    CHECK(billing(fixture, "SELECT BillingAddress FROM Account", "BillingAddress") == k_shown);
    CHECK(
        billing(fixture, "SELECT Account.BillingAddress FROM Contact", "BillingAddress") == k_shown
    );
    CHECK(billing(fixture, "SELECT ShippingAddress FROM Account", "ShippingAddress") == "null");
}

}  // namespace
}  // namespace rowlock
