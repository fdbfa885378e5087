#include "mockorg/engine/script_desk.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <memory>

namespace rowlock {
namespace {

struct ScriptDeskFixture : OrgFixture {
    using OrgFixture::OrgFixture;
    using Answer = std::shared_ptr<std::optional<Result<RunScript::Reply>>>;

    Answer start(RecordScript script) {
        auto answer = std::make_shared<std::optional<Result<RunScript::Reply>>>();
        org.org().submit(
            org.org().now(),
            RunScript{std::move(script)},
            [answer](Result<RunScript::Reply> reply) { *answer = std::move(reply); }
        );
        return answer;
    }

    bool stays(RecordScript script) {
        const Answer answer = start(std::move(script));
        org.run_until_idle();
        return require_value(std::move(answer->value())).stays;
    }
};

WriteRecord insert(const std::string& object, std::vector<FieldText> fields) {
    return {object, Operation::insert, {}, {}, std::move(fields)};
}

RunQuery query(const std::string& soql) {
    RunQuery request;
    request.soql = soql;
    return request;
}

TEST_CASE_METHOD(ScriptDeskFixture, "each step sees what those before it left") {
    std::vector<std::uint64_t> counts;
    std::string seen;
    const bool kept = stays([&](RecordSteps& steps) {
        counts.clear();
        counts.push_back(steps.run(query("SELECT COUNT() FROM Account"))->total);
        const auto made = steps.write(insert("Account", {{"Name", "A"}}));
        seen = steps.get({"Account", made->id.text(), {"Name"}})->fields.at(0).second;
        steps.write(insert("Contact", {{"LastName", "B"}, {"AccountId", made->id.text()}})).value();
        counts.push_back(steps.run(query("SELECT COUNT() FROM Account"))->total);
        return true;
    });
    CHECK(kept);
    CHECK(counts == std::vector<std::uint64_t>{0, 1});
    CHECK(seen == "\"A\"");
    CHECK(count("SELECT COUNT() FROM Account") == 1);
    CHECK(count("SELECT COUNT() FROM Contact WHERE Account.Name = 'A'") == 1);
    org.org().check_invariants();
}

TEST_CASE_METHOD(ScriptDeskFixture, "nothing remains of a script that does not want it") {
    const bool kept = stays([](RecordSteps& steps) {
        steps.write(insert("Account", {{"Name", "A"}, {"Code__c", "K"}})).value();
        return steps.write(insert("Account", {})).has_value();
    });
    CHECK_FALSE(kept);
    CHECK(count("SELECT COUNT() FROM Account") == 0);
    CHECK(count("SELECT COUNT() FROM Account WHERE Code__c = 'K'") == 0);
    org.org().check_invariants();
}

TEST_CASE_METHOD(
    ScriptDeskFixture, "a script that writes nothing is answered at once and keeps its pages"
) {
    account("A");
    account("B");
    std::string locator;
    const Answer answer = start([&](RecordSteps& steps) {
        RunQuery request = query("SELECT Id FROM Account");
        request.page_size = 1;
        locator = steps.run(request)->next_locator.value();
        return true;
    });
    REQUIRE(answer->has_value());
    CHECK((**answer)->stays);
    org.org().submit(org.org().now(), QueryMore{locator}, [](const Result<RunQuery::Reply>& page) {
        CHECK(page->records.size() == 1);
    });
}

TEST_CASE_METHOD(ScriptDeskFixture, "records of one call must be different ones") {
    const std::string acme = account("Acme");
    const WriteRecord update{"Account", Operation::update, acme, {}, {{"Phone", "1"}}};
    const auto code_of_second = [&](bool apart) {
        std::optional<ErrorCode> code;
        stays([&](RecordSteps& steps) {
            steps.write(update).value();
            if (apart) steps.begin_call();
            const auto second = steps.write(update);
            code = second ? std::nullopt : std::optional{second.error().code};
            return true;
        });
        return code;
    };
    CHECK(code_of_second(false) == ErrorCode::duplicate_value);
    CHECK(code_of_second(true) == std::nullopt);
}

/// Makes a contact of whichever account the query finds.
bool write_below_found(RecordSteps& steps) {
    const auto found = steps.run(query("SELECT Id FROM Account WHERE Name = 'Acme'"));
    const std::string id = found->records.at(0).id.text();
    return steps.write(insert("Contact", {{"LastName", "B"}, {"AccountId", id}})).has_value();
}

TEST_CASE_METHOD(ScriptDeskFixture, "what a script will lock is known before it does") {
    const std::string acme = account("Acme");
    load("Contact", "insert", contacts_csv(200, acme));
    org.advance(seconds(1));
    const std::uint64_t trace = org.org().trace().count();
    const Answer answer = start(write_below_found);
    // It waits for the account, and has written nothing.
    CHECK(org.locks().at(0).waiters.size() == 1);
    CHECK(org.org().trace().count() - trace <= 2);
    org.advance(seconds(3.5));
    CHECK_FALSE(answer->has_value());
    org.advance(seconds(0.5));
    REQUIRE(answer->has_value());
    CHECK(count("SELECT COUNT() FROM Contact") == 201);
}

TEST_CASE_METHOD(ScriptDeskFixture, "records that a script makes lock nothing of others") {
    const Answer answer = start([](RecordSteps& steps) {
        const auto made = steps.write(insert("Account", {{"Name", "A"}}));
        steps.begin_call();
        steps.write({"Account", Operation::update, made->id.text(), {}, {{"Phone", "1"}}}).value();
        return steps.write(insert("Contact", {{"LastName", "B"}, {"AccountId", made->id.text()}})
        ).has_value();
    });
    CHECK(org.locks().empty());
    org.run_until_idle();
    CHECK(answer->value()->stays);
}

TEST_CASE("a lock that a script cannot have is told and booked for all it would write") {
    OrgConfig config = steady_config();
    config.profile.hold = {60.0, 0.0};
    ScriptDeskFixture fixture{config};
    const std::string acme = fixture.account("Acme");
    fixture.load("Contact", "insert", contacts_csv(200, acme));
    fixture.org.advance(seconds(1));
    const auto answer = fixture.start([](RecordSteps& steps) {
        return steps.write(insert("Account", {{"Name", "Other"}})) && write_below_found(steps);
    });
    fixture.org.advance(seconds(10));
    REQUIRE(answer->has_value());
    CHECK((*answer)->error().code == ErrorCode::unable_to_lock_row);
    CHECK(fixture.org.org().ledger().failures().back().rows_failed == 2);
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 1);
}

TEST_CASE_METHOD(ScriptDeskFixture, "an org that is set back forgets a script under way") {
    const std::string acme = account("Acme");
    const Answer answer = start(write_below_found);
    const auto snapshot = org.org().snapshot();
    CHECK_FALSE(answer->has_value());
    org.org().restore(*snapshot);
    REQUIRE(answer->has_value());
    CHECK((*answer)->error().code == ErrorCode::server_unavailable);
    org.run_until_idle();
    CHECK(org.locks().empty());
    CHECK(count("SELECT COUNT() FROM Contact") == 0);
}

}  // namespace
}  // namespace rowlock
