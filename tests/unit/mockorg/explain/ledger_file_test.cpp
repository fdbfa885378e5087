#include "mockorg/explain/ledger_file.hpp"

#include "mockorg/codec/json.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string text_of_any(const char* name) {
    return std::string{name} + std::to_string(*rc::gen::inRange(0, 100));
}

ConflictSide any_side() {
    ConflictSide side;
    side.party = *rc::gen::inRange<std::uint32_t>(0, 2);
    side.batch = *rc::gen::arbitrary<std::uint32_t>();
    side.first_row = *rc::gen::arbitrary<std::uint32_t>();
    side.rows = *rc::gen::arbitrary<std::uint32_t>();
    side.row = *rc::gen::arbitrary<std::uint32_t>();
    if (*rc::gen::arbitrary<bool>()) side.batch_id = text_of_any("751");
    side.cause = *rc::gen::element(
        LockCause::own, LockCause::taken_along, LockCause::cleared, LockCause::automation
    );
    if (*rc::gen::arbitrary<bool>())
        side.load_row = *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40);
    return side;
}

TimePoint any_time() {
    return TimePoint{Duration{*rc::gen::inRange<std::int64_t>(0, 64'000'000'000'000'000)}};
}

LedgerReport any_report() {
    LedgerReport report = test::quarrel();
    report.lock_wait = Duration{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)};
    report.failures.clear();
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
        ExplainedFailure failure;
        failure.time = any_time();
        failure.waiting_since = any_time();
        failure.holder_since = any_time();
        failure.holder_waited = Duration{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000)};
        failure.waiter = any_side();
        failure.holder = any_side();
        if (*rc::gen::arbitrary<bool>()) failure.holder_waits_for = 0;
        failure.queued_before = *rc::gen::arbitrary<std::uint32_t>();
        failure.rows_failed = *rc::gen::arbitrary<std::uint32_t>();
        failure.deadlock = *rc::gen::arbitrary<bool>();
        failure.shared_keys = *rc::gen::arbitrary<std::uint32_t>();
        if (*rc::gen::arbitrary<bool>()) {
            failure.key_rows = {
                *rc::gen::element<std::string>("", "AccountId"),
                *rc::gen::arbitrary<bool>(),
                *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40),
                *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40),
                *rc::gen::arbitrary<bool>(),
                *rc::gen::element(
                    KeyRows::Ordered::apart,
                    KeyRows::Ordered::together,
                    KeyRows::Ordered::together_in_one_partition
                )};
        }
        report.failures.push_back(failure);
    }
    report.hottest[0].alone = *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40);
    report.foreign.records_failed = *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40);
    report.parties[0] = test::party_of(NamedParty::Kind::foreign_writer, "sync");
    if (*rc::gen::arbitrary<bool>()) {
        report.parties[0].writer = "automation";
        report.parties[0].object = "Contact";
        report.parties[0].after = {"insert", "delete"};
        report.parties[0].delay = seconds(5);
        report.parties[0].records = 50;
    }
    report.rules[0].object = *rc::gen::element<std::string>("", "Contact");
    report.rules[0].path = *rc::gen::element<std::string>("", "Who.Account");
    report.rules[0].self = *rc::gen::arbitrary<bool>();
    return report;
}

TEST_CASE("a ledger that was written is read as the same") {
    rc::prop("any", [] {
        const std::string written = ledger_json(any_report());
        const auto read = read_ledger_json(written);
        RC_ASSERT(read.has_value());
        RC_ASSERT(ledger_json(*read) == written);
    });
}

TEST_CASE("what is written is what the schema says") {
    const test::JsonSchema schema{"docs/ledger.schema.json"};
    CHECK(schema.fault_of(*parse_json(ledger_json(test::quarrel()))) == "");
    rc::prop("any", [&] {
        RC_ASSERT(schema.fault_of(*parse_json(ledger_json(any_report()))) == "");
    });
}

TEST_CASE("a file that is no ledger is refused with the reason") {
    const auto refused = [](std::string_view text) {
        const auto read = read_ledger_json(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::bad_file);
        return read.error().message;
    };
    CHECK(refused("{}").find("\"format\"") != std::string::npos);
    CHECK(refused("[1]").find("\"format\"") != std::string::npos);
    CHECK(
        refused(R"({"format":"rowlock-ledger","schemaVersion":2})") == "\"schemaVersion\" must be 1"
    );
    CHECK(refused(R"({"format":"rowlock-ledger","schemaVersion":1})") == "'org' must be an object");
}

TEST_CASE("every member that points nowhere is found") {
    Json ledger = *parse_json(ledger_json(test::quarrel()));
    const auto refused = [](const Json& changed) {
        const auto read = read_ledger_json(changed.dump());
        REQUIRE_FALSE(read);
        return read.error().message;
    };
    const auto with = [&](const char* pointer, const Json& value) {
        Json changed = ledger;
        changed[Json::json_pointer{pointer}] = value;
        return changed;
    };
    CHECK(
        refused(with("/failures/0/key", 1)) ==
        "failures[0]: 'key' must be a whole number from 0 to 0"
    );
    CHECK(refused(with("/failures/0/waiter/party", 2)).find("failures[0]: 'party'") == 0);
    CHECK(refused(with("/failures/0/holder/rule", 1)).find("failures[0]: 'rule'") == 0);
    CHECK(
        refused(with("/failures/0/holderWaitsFor", 9)).find("'holderWaitsFor'") != std::string::npos
    );
    CHECK(refused(with("/partyPairs/0/holder", -1)).find("partyPairs[0]: 'holder'") == 0);
    CHECK(refused(with("/parties/1/after", "insert")) == "parties[1]: 'after' must be an array");
    CHECK(
        refused(with("/parties/1/kind", "x")).find("parties[1]: 'kind' must be one of bulk") == 0
    );
    CHECK(refused(with("/keys", 3)) == "'keys' must be an array");
    ledger["failures"][0].erase("rowsFailed");
    CHECK(refused(ledger) == "failures[0]: 'rowsFailed' must be there");
}

TEST_CASE("no broken ledger does more than be refused") {
    const std::string whole = ledger_json(test::quarrel());
    rc::prop("cut and changed", [&] {
        std::string text = whole;
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        text[place] = static_cast<char>(*rc::gen::inRange(32, 127));
        const auto read = read_ledger_json(text);
        if (read) ledger_json(*read);
        RC_ASSERT_FALSE(read_ledger_json(whole.substr(0, place)).has_value());
    });
}

}  // namespace
}  // namespace rowlock
