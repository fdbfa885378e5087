#include "harness/query/record_query.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/fake_org.hpp"

namespace rowlock {
namespace {

using test::error_answer;
using test::json_answer;

const RecordSelection k_selection{"Opportunity", "StageName = 'a b'"};

const PageFn k_all = [](std::uint64_t, std::uint64_t) { return true; };

/// Answers one after another; keeps the targets asked.
struct Script {
    std::vector<Result<HttpResponse>> answers;
    std::vector<std::string> targets;

    AskFn ask() {
        return [this](const HttpRequest& request) {
            targets.push_back(request.target);
            return answers.at(targets.size() - 1);
        };
    }
};

TEST_CASE("records are counted with COUNT()") {
    Script script{{json_answer(200, R"({"totalSize":1234,"done":true,"records":[]})")}, {}};
    CHECK(count_records(script.ask(), k_selection).value() == 1234);
    CHECK(
        script.targets.at(0) ==
        "/services/data/v60.0/"
        "query?q=SELECT%20COUNT%28%29%20FROM%20Opportunity%20WHERE%20%28StageName"
        "%20%3D%20%27a%20b%27%29"
    );
}

TEST_CASE("deleted records that are still to be had are counted with queryAll") {
    Script script{{json_answer(200, R"({"totalSize":7,"done":true,"records":[]})")}, {}};
    CHECK(count_in_recycle_bin(script.ask(), k_selection).value() == 7);
    CHECK(
        script.targets.at(0) ==
        "/services/data/v60.0/queryAll?q=SELECT%20COUNT%28%29%20FROM%20Opportunity%20WHERE%20%28"
        "IsDeleted%20%3D%20TRUE%20AND%20%28StageName%20%3D%20%27a%20b%27%29%29"
    );
}

TEST_CASE("ids come page by page") {
    Script script{
        {json_answer(
             200,
             R"({"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v60.0/query/01g-2","records":)"
             R"([{"Id":"006RL0000000001"},{"Id":"006RL0000000002"}]})"
         ),
         json_answer(200, R"({"totalSize":3,"done":true,"records":[{"Id":"006RL0000000003"}]})")},
        {}};
    std::vector<std::uint64_t> pages;
    const auto ids =
        select_ids(script.ask(), k_selection, [&](std::uint64_t so_far, std::uint64_t total) {
            pages.push_back(so_far);
            CHECK(total == 3);
            return true;
        });
    REQUIRE(ids);
    REQUIRE(ids->size() == 3);
    CHECK(std::string((*ids)[2].data(), 15) == "006RL0000000003");
    CHECK(pages == std::vector<std::uint64_t>{2, 3});
    CHECK(script.targets.at(1) == "/services/data/v60.0/query/01g-2");
}

TEST_CASE("the caller can stop after any page") {
    Script script{
        {json_answer(
            200,
            R"({"totalSize":3,"nextRecordsUrl":"/services/data/v60.0/query/01g-1","records":)"
            R"([{"Id":"006RL0000000001"}]})"
        )},
        {}};
    const auto stop = [](std::uint64_t, std::uint64_t) { return false; };
    CHECK(select_ids(script.ask(), k_selection, stop)->size() == 1);
    CHECK(script.targets.size() == 1);
}

TEST_CASE("answers that lead astray are refused") {
    const auto [body, expected] = GENERATE(table<std::string, std::string>({
        {R"({"totalSize":1,"records":[{"Id":"no id"}]})", "expected records with an Id each"},
        {R"({"totalSize":1,"records":[7]})", "expected records with an Id each"},
        {R"({"totalSize":-1,"records":[]})", "expected totalSize and records"},
        {R"({"totalSize":1})", "expected totalSize and records"},
        {"[]", "expected a query result"},
        {R"({"totalSize":1,"records":[],"nextRecordsUrl":"https://evil/x"})",
         "to begin with /services/data/"},
        {R"({"totalSize":1,"records":[],"nextRecordsUrl":"/services/data/x"})", "more pages than"},
    }));
    Script script{{json_answer(200, body)}, {}};
    const auto ids = select_ids(script.ask(), k_selection, k_all);
    REQUIRE_FALSE(ids);
    CHECK(ids.error().code == ErrorCode::protocol_broken);
    CHECK_THAT(ids.error().message, Catch::Contains(expected));
}

TEST_CASE("a locator that leads in circles ends") {
    const AskFn ask = [](const HttpRequest&) -> Result<HttpResponse> {
        return json_answer(
            200,
            R"({"totalSize":5,"nextRecordsUrl":"/services/data/v60.0/query/same","records":)"
            R"([{"Id":"006RL0000000001"},{"Id":"006RL0000000002"}]})"
        );
    };
    const auto ids = select_ids(ask, k_selection, k_all);
    REQUIRE_FALSE(ids);
    CHECK_THAT(
        ids.error().message, Catch::Contains("more pages than the query's totalSize allows")
    );
}

TEST_CASE("the org's own words about a bad condition reach the user") {
    Script script{{error_answer(400, "MALFORMED_QUERY", "unexpected token: 'x'")}, {}};
    const auto count = count_records(script.ask(), {"Opportunity", ""});
    REQUIRE_FALSE(count);
    CHECK(count.error().code == ErrorCode::malformed_query);
    CHECK_THAT(count.error().message, Catch::Contains("unexpected token: 'x'"));
}

TEST_CASE("an object that is no name is refused") {
    CHECK(check_selection({"My_Object__c", ""}));
    CHECK_FALSE(check_selection({"", ""}));
    CHECK_FALSE(check_selection({"Account WHERE x", ""}));
}

TEST_CASE("a condition that could mean more than it says is refused") {
    CHECK(check_selection({"Account", "(Name = 'a)' OR Name = 'it\\'s (') AND (Age__c > 1)"}));
    const std::string where = GENERATE(as<std::string>{}, "a = 1) OR (b = 2", "(a = 1", "a = 'x");
    const auto checked = check_selection({"Account", where});
    REQUIRE_FALSE(checked);
    CHECK_THAT(checked.error().message, Catch::Contains("do not match: " + where));
}

}  // namespace
}  // namespace rowlock
