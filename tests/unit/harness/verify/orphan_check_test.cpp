#include "harness/verify/orphan_check.hpp"

#include "mockorg/base/random.hpp"
#include "tests/unit/harness/verify/small_org.hpp"

#include <set>

namespace rowlock {
namespace {

using test::SmallOrg;
using test::value_or_fail;

/// An org in which references to nothing can come about.
SmallOrg keeping_org() {
    OrgConfig config = steady_config();
    config.keep_dangling_references = true;
    return SmallOrg{std::move(config)};
}

/// A contact whose account was deleted while it lay in the recycle bin itself.
std::string orphan_contact(SmallOrg& org) {
    const std::string account = org.account("gone");
    const std::string id = org.contact("C", account);
    org.remove("Contact", id);
    org.remove("Account", account);
    org.undelete(id);
    return id;
}

/// The org's answers, but for queries with these words, which it refuses.
OrgQuestions refusing(SmallOrg& org, const std::string& words) {
    const OrgQuestions refusal = test::parrot(
        400, R"([{"message": "too complicated", "errorCode": "QUERY_TOO_COMPLICATED"}])"
    );
    OrgQuestions questions = org.questions();
    questions.ask = [ask = questions.ask, refuse = refusal.ask, words](const HttpRequest& request) {
        return request.body.find(words) == std::string::npos ? ask(request) : refuse(request);
    };
    return questions;
}

std::set<std::string> orphans_of(const OrgQuestions& questions, const std::string& object) {
    FindingFiles files = test::no_files();
    const ProofCheck check = value_or_fail(check_orphans(questions, object, files));
    std::set<std::string> ids;
    for (const ProofFinding& finding : check.findings) {
        CHECK(finding.kind == "orphan");
        ids.insert(finding.id);
    }
    CHECK(check.faults == ids.size());
    CHECK((check.status == ProofStatus::failed) == !ids.empty());
    return ids;
}

TEST_CASE("in 100 random worlds just the references to nothing are named") {
    for (std::uint64_t number = 0; number < 100; ++number) {
        INFO("world " << number);
        Random random = Random{7}.split(number);
        SmallOrg org = keeping_org();
        const std::string account = org.account("A");
        std::set<std::string> expected;
        for (auto left = 1 + random.below(8); left > 0; --left) {
            if (random.below(3) == 0) {
                expected.insert(orphan_contact(org));
            } else {
                org.contact("C", account);
            }
        }
        CHECK(orphans_of(org.questions(), "Contact") == expected);
        CHECK(orphans_of(refusing(org, "NOT IN"), "Contact") == expected);
    }
}

TEST_CASE("references to several objects are compared by their ids") {
    SmallOrg org = keeping_org();
    const std::string account = org.account("A");
    const std::string contact = org.contact("C", account);
    const auto task = [&](const std::string& what) {
        return org.api().create(
            "Task", R"({"Subject": "s", "WhatId": ")" + what + R"(", "WhoId": ")" + contact + "\"}"
        );
    };
    task(account);
    const std::string other = org.api().create("Case", R"({"Subject": "gone"})");
    const std::string orphan = task(other);
    org.remove("Task", orphan);
    org.remove("Case", other);
    org.undelete(orphan);
    CHECK(orphans_of(org.questions(), "Task") == std::set{orphan});
}

TEST_CASE("references to what the org does not show are told of, and fail nothing") {
    SmallOrg org;
    org.contact("C", org.account("A"));
    FindingFiles files = test::no_files();
    const auto check =
        value_or_fail(check_orphans(refusing(org, "SELECT Id FROM Account"), "Contact", files));
    CHECK(check.status == ProofStatus::not_possible);
    CHECK_THAT(check.detail, Catch::Contains("not all can be seen: AccountId"));
}

TEST_CASE("an object that is not there is an error") {
    SmallOrg org;
    FindingFiles files = test::no_files();
    CHECK_FALSE(check_orphans(org.questions(), "Nothing__c", files));
}

}  // namespace
}  // namespace rowlock
