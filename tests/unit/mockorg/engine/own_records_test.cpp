#include "mockorg/engine/own_records.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(OrgFixture, "there is one standard price book, and prices can stand in it") {
    CHECK(count("SELECT COUNT() FROM Pricebook2") == 1);
    CHECK(count("SELECT COUNT() FROM Pricebook2 WHERE IsStandard = true AND IsActive = true") == 1);
    const ObjectNo books = org.org().config().schema->find("Pricebook2")->number;
    const std::string book{org.org().id_of({books, 0}).text()};
    const std::string product{
        require_value(org.write({"Product2", Operation::insert, {}, {}, {{"Name", "Pump"}}})
        ).id.text()};
    require_value(org.write(
        {"PricebookEntry",
         Operation::insert,
         {},
         {},
         {{"Pricebook2Id", book}, {"Product2Id", product}, {"UnitPrice", "5"}}}
    ));
    CHECK(count("SELECT COUNT() FROM PricebookEntry WHERE Pricebook2.IsStandard = true") == 1);
}

TEST_CASE_METHOD(OrgFixture, "the standard price book cannot be deleted, others can") {
    const ObjectNo books = org.org().config().schema->find("Pricebook2")->number;
    const auto remove = [&](const std::string& id) {
        return org.write({"Pricebook2", Operation::remove, id, {}, {}});
    };
    const auto refused = remove(std::string{org.org().id_of({books, 0}).text()});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::delete_failed);
    const auto other = org.write({"Pricebook2", Operation::insert, {}, {}, {{"Name", "Sale"}}});
    CHECK(remove(std::string{require_value(other).id.text()}).has_value());
    CHECK(count("SELECT COUNT() FROM Pricebook2") == 1);
}

}  // namespace
}  // namespace rowlock
