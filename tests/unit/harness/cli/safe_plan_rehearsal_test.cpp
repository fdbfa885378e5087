// A plan that `rowlock plan` calls free of conflicts and `rowlock check` safe, in rehearsals: rows
// that lock several records each, known by their ids, in batches of many transactions.
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/engine/profile.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <map>

namespace rowlock {
namespace {

using test::Folder;
using test::run_program;

constexpr int k_accounts = 600;
constexpr int k_cases_each = 50;
constexpr int k_rows = k_accounts * k_cases_each;
constexpr int k_batch_rows = 1'500;
constexpr int k_in_flight = 10;
constexpr double k_poll_seconds = 1.0;

/// What a new org calls the records of an object, counted from 1.
std::string id_of(KeyPrefix prefix, int number) {
    return RecordId::make(prefix, {'R', 'L', '0'}, static_cast<std::uint64_t>(number)).text();
}

/// Cases of accounts with two contacts each, far from the others of their account.
std::string cases_csv() {
    std::string text = "Subject,AccountId,ContactId\n";
    // Prime to the number of rows: each row once.
    constexpr std::int64_t k_stride = 18'773;
    for (std::int64_t i = 0; i < k_rows; ++i) {
        const int row = static_cast<int>(i * k_stride % k_rows);
        const int account = row / k_cases_each;
        const int contact = 2 * account + row % 2;
        text += fmt::format(
            "S{},{},{}\n",
            i,
            id_of({'0', '0', '1'}, account + 1),
            id_of({'0', '0', '3'}, contact + 1)
        );
    }
    return text;
}

/// One strategy for each profile, in an order that `order_of(profile)` says.
template <class OrderOf>
std::string load_text(OrderOf&& order_of) {
    std::string strategies;
    for (const Profile& profile : shipped_profiles()) {
        strategies += fmt::format(
            R"({}{{"name": "{}", "overrides": {{"profile": "{}", "order": {}}}}})",
            strategies.empty() ? "" : ",",
            profile.name,
            profile.name,
            order_of(profile.name)
        );
    }
    return fmt::format(
        R"({{"name": "safe", "seed": 1, "sources": {{
            "accounts": {{"object": "Account", "rows": {}, "columns": {{"Name": "A {{n}}"}}}},
            "contacts": {{"object": "Contact", "rows": {}, "columns": {{
                "LastName": "C {{n}}", "AccountId": {{"parent": "accounts", "pick": "grouped"}}}}}},
            "cases": {{"object": "Case", "file": "cases.csv"}}}},
            "setup": [{{"source": "accounts", "operation": "insert"}},
                      {{"source": "contacts", "operation": "insert"}}],
            "load": {{"source": "cases", "operation": "insert", "batchRows": {}, "inFlight": {},
                      "pollEvery": "{}s"}},
            "strategies": [{}]}})",
        k_accounts,
        2 * k_accounts,
        k_batch_rows,
        k_in_flight,
        k_poll_seconds,
        strategies
    );
}

/// Plans with the figures of the profile; what `rowlock plan` prints.
Json plan_for(const Folder& folder, const Profile& profile) {
    const double transaction_seconds = profile.hold.mean_seconds + to_seconds(profile.pre_lock);
    const auto planned = run_program(
        {"plan",
         folder.path("cases.csv"),
         "--object",
         "Case",
         "--batch-size",
         std::to_string(k_batch_rows),
         "--k",
         std::to_string(k_in_flight),
         // The client hears of a batch's end at its next question.
         "--batch-seconds",
         std::to_string(to_seconds(profile.batch_overhead) + k_poll_seconds / 2),
         "--row-ms",
         std::to_string(transaction_seconds * 1'000 / profile.chunk_rows),
         "--variation",
         std::to_string(profile.hold.variation),
         "--plan-file",
         folder.path(profile.name + ".json"),
         "--json"}
    );
    INFO(planned.err);
    REQUIRE(planned.code == 0);
    return *parse_json(planned.out);
}

/// What is the same under all profiles: no conflict, several transactions a batch, checked safe.
void check_safety(const Folder& folder, const Json& planned, const std::string& plan) {
    CHECK_THAT(planned["summary"].get<std::string>(), Catch::StartsWith("CONFLICT-FREE"));
    CHECK(planned["batches"]["parallel"].get<int>() >= k_rows / k_batch_rows);
    std::ifstream file{folder.path(plan)};
    for (const Json& batch : Json::parse(file)["batches"])
        CHECK(batch["rowCount"].get<int>() >= 1'000);
    const auto checked = run_program({"check", "--plan", folder.path(plan), "--verdict-only"});
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
    CHECK_THAT(checked.out, Catch::StartsWith("SAFE"));
}

/// The outcome of each profile's strategy.
Json rehearsed(const std::string& load, int seed) {
    const auto result =
        run_program({"rehearse", load, "--json", "--threads", "2", "--seed", std::to_string(seed)});
    const auto json = parse_json(result.out);
    if (!json) FAIL(result.err);
    CHECK((*json)["strategies"].size() == shipped_profiles().size());
    return (*json)["strategies"];
}

TEST_CASE("a safe plan of long batches loses nothing and keeps as many busy as it says") {
    const Folder folder;
    folder.write("cases.csv", cases_csv());
    std::map<std::string, double> predicted;
    for (const Profile& profile : shipped_profiles()) {
        const Json planned = plan_for(folder, profile);
        INFO(profile.name);
        check_safety(folder, planned, profile.name + ".json");
        predicted[profile.name] = planned["likelyParallelism"];
    }
    const std::string load = folder.write("load.json", load_text([](const std::string& profile) {
                                              return R"({"plan": ")" + profile + R"(.json"})";
                                          }));
    // Chance moves the end of one load by a fifth.
    constexpr int k_seeds = 4;
    std::map<std::string, double> parallelism;
    for (int seed = 1; seed <= k_seeds; ++seed) {
        for (const Json& strategy : rehearsed(load, seed)) {
            INFO(strategy["name"]);
            CHECK(strategy["rows"]["created"] == k_rows);
            CHECK(strategy["rows"]["failed"] == 0);
            CHECK(strategy["locks"]["waits"] == 0);
            parallelism[strategy["name"]] +=
                strategy["degreeOfParallelism"].get<double>() / k_seeds;
        }
    }
    for (const auto& [profile, value] : predicted) {
        INFO(profile << ": predicted " << value << ", rehearsed " << parallelism.at(profile));
        CHECK(std::abs(parallelism.at(profile) / value - 1) < 0.1);
    }
}

TEST_CASE("the same rows as they come wait for each other and lose some") {
    const Folder folder;
    folder.write("cases.csv", cases_csv());
    const std::string load =
        folder.write("load.json", load_text([](const std::string&) { return R"("as-is")"; }));
    for (const Json& strategy : rehearsed(load, 1)) {
        INFO(strategy["name"]);
        CHECK(strategy["locks"]["waits"].get<int>() > 0);
        if (strategy["name"] == "adversarial") CHECK(strategy["rows"]["failed"].get<int>() > 0);
    }
}

}  // namespace
}  // namespace rowlock
