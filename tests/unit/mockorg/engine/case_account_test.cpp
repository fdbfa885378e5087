#include "mockorg/engine/case_account.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"
#include "tests/unit/mockorg/engine/query_fixture.hpp"

namespace rowlock {
namespace {

struct CaseAccountFixture : QueryFixture {
    CaseAccountFixture() {
        load("Account", "insert", "Name\nAcme\nUmbra\n");
        org.run_until_idle();
        acme = only("SELECT Id FROM Account WHERE Name = 'Acme'");
        umbra = only("SELECT Id FROM Account WHERE Name = 'Umbra'");
        load(
            "Contact", "insert", "LastName,AccountId\nAnn," + acme + "\nBob," + umbra + "\nEve,\n"
        );
        org.run_until_idle();
        ann = contact("Ann");
        bob = contact("Bob");
        eve = contact("Eve");
    }

    std::string only(const std::string& soql) {
        const auto reply = query(soql);
        REQUIRE(reply.has_value());
        REQUIRE(reply->records.size() == 1);
        return reply->records.front().id.text();
    }

    std::string contact(const std::string& name) {
        return only("SELECT Id FROM Contact WHERE LastName = '" + name + "'");
    }

    /// The account of the case of this subject, as JSON.
    std::string account_of(const std::string& subject) {
        const auto reply = query("SELECT AccountId FROM Case WHERE Subject = '" + subject + "'");
        REQUIRE(reply.has_value());
        return values(*reply).at(0);
    }

    std::string quoted(const std::string& id) { return "\"" + id + "\""; }

    std::string acme;
    std::string umbra;
    std::string ann;
    std::string bob;
    std::string eve;
};

TEST_CASE_METHOD(
    CaseAccountFixture, "a case takes its account from its contact unless it names one"
) {
    load(
        "Case",
        "insert",
        "Subject,ContactId,AccountId\na," + ann + ",\nb," + ann + "," + umbra + "\nc," + eve +
            ",\nd,,\n"
    );
    org.run_until_idle();
    CHECK(account_of("a") == quoted(acme));
    CHECK(account_of("b") == quoted(umbra));
    CHECK(account_of("c") == "null");
    CHECK(account_of("d") == "null");
}

TEST_CASE_METHOD(CaseAccountFixture, "the account is taken anew only where there is none") {
    load("Case", "insert", "Subject,ContactId\na," + ann + "\nc," + eve + "\n");
    org.run_until_idle();
    const std::string a = only("SELECT Id FROM Case WHERE Subject = 'a'");
    const std::string c = only("SELECT Id FROM Case WHERE Subject = 'c'");
    load("Case", "update", "Id,ContactId\n" + a + "," + bob + "\n" + c + "," + bob + "\n");
    org.run_until_idle();
    CHECK(account_of("a") == quoted(acme));
    CHECK(account_of("c") == quoted(umbra));
    load("Case", "update", "Id,ContactId,AccountId\n" + a + "," + bob + ",#N/A\n");
    org.run_until_idle();
    CHECK(account_of("a") == quoted(umbra));
}

}  // namespace
}  // namespace rowlock
