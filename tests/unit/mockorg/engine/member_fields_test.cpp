#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(EngineFixture, "a campaign member is named after its lead or contact") {
    const std::string fair = id(add("Campaign", {{"Name", "Fair"}}));
    const std::string ann = id(add("Contact", {{"FirstName", "Ann"}, {"LastName", "Lee"}}));
    const std::string bob = id(add("Lead", {{"LastName", "Bob"}, {"Company", "Acme"}}));
    const auto described = [&](Fields fields) {
        fields.emplace_back("CampaignId", fair);
        const RecordHandle member = add("CampaignMember", fields);
        const Value person = value(member, "LeadOrContactId");
        return text(member, "Type") + ":" + text(member, "Name") + ":" +
               (person.is_null() ? "" : id(person.record)) +
               (value(member, "HasResponded").boolean ? "!" : "");
    };
    CHECK(described({{"ContactId", ann}}) == "Contact:Ann Lee:" + ann);
    CHECK(described({{"LeadId", bob}, {"Status", "Responded"}}) == "Lead:Bob:" + bob + "!");
    CHECK(described({{"LeadId", bob}, {"ContactId", ann}}) == "Contact:Ann Lee:" + ann);
}

}  // namespace
}  // namespace rowlock
