// Plans are verified by the product itself: what `rowlock plan` writes, `rowlock check` finds safe,
// and `rowlock rehearse` loads without a single lost lock.
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/engine/profile.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>

namespace rowlock {
namespace {

using test::Folder;
using test::ProgramResult;
using test::run_program;

const std::string& schema_path() {
    static const std::string k_path =
        std::filesystem::absolute("fixtures/schemas/external-id.json").string();
    return k_path;
}

struct Family {
    std::string name;
    /// The account of each row; 40 accounts exist.
    std::function<int(int)> account_of;
    /// Whether a plan without conflicts exists at 25 rows a batch.
    bool separable = true;
};

std::vector<Family> families() {
    return {
        {"shuffled", [](int row) { return row * 7 % 40; }},
        {"uneven", [](int row) { return row % 10 < 4 ? row % 3 : row % 40; }, false},
        {"sorted", [](int row) { return row / 10 % 40; }},
        {"one parent each for all", [](int row) { return row % 2; }, false},
    };
}

std::string contacts_csv(const Family& family) {
    std::string text = "LastName,External_ID__c,Account.External_ID__c\n";
    for (int row = 0; row < 200; ++row) {
        const std::string number = std::to_string(row);
        text +=
            "C" + number + ",C-" + number + ",A-" + std::to_string(family.account_of(row)) + '\n';
    }
    return text;
}

/// A load that makes the accounts and then sends the contacts as `order` says.
std::string load_text(const std::string& file, const std::string& order) {
    std::string strategies;
    for (const Profile& profile : shipped_profiles()) {
        if (!strategies.empty()) strategies += ",\n";
        strategies += R"({"name": ")" + profile.name + R"(", "overrides": {"profile": ")" +
                      profile.name + R"("}})";
    }
    return R"({"name": "planned", "seed": 5, "schema": ")" + schema_path() + R"(",
        "sources": {
            "accounts": {"object": "Account", "rows": 41, "columns": {
                "Name": "Account {n}", "External_ID__c": "A-{n}"}},
            "contacts": {"object": "Contact", "file": ")" +
           file + R"("}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c",
                 "batchRows": 25, "order": )" +
           order + R"(},
        "strategies": [)" +
           strategies + "]}";
}

std::vector<std::string> plan_arguments(const Folder& folder) {
    return {
        "plan",
        folder.path("contacts.csv"),
        "--object",
        "Contact",
        "--operation",
        "upsert",
        "--external-id",
        "External_ID__c",
        "--schema",
        schema_path(),
        "--batch-size",
        "25",
        "--k",
        "4"};
}

ProgramResult check_plan(const std::string& plan) {
    return run_program(
        {"check",
         "--plan",
         plan,
         "--external-id",
         "External_ID__c",
         "--schema",
         schema_path(),
         "--verdict-only"}
    );
}

/// How a rehearsal went under one profile.
struct Outcome {
    int lost = 0;
    /// How often a batch met a record that another one held.
    int waits = 0;

    bool operator==(const Outcome&) const = default;
};

/// By profile.
std::map<std::string, Outcome> rehearsed(const std::string& load) {
    const ProgramResult result = run_program({"rehearse", load, "--json"});
    const auto json = parse_json(result.out);
    if (!json) FAIL(result.err);
    std::map<std::string, Outcome> outcomes;
    for (const Json& strategy : (*json)["strategies"]) {
        const Json& rows = strategy["rows"];
        CHECK(rows["created"].get<int>() + rows["failed"].get<int>() == 200);
        outcomes[strategy["name"]] = {rows["failed"], strategy["locks"]["waits"]};
    }
    return outcomes;
}

TEST_CASE("a plan is checked safe and rehearsed without a wait or lost row, under every profile") {
    const Family family = GENERATE(from_range(families()));
    INFO(family.name);
    const Folder folder;
    folder.write("contacts.csv", contacts_csv(family));
    auto arguments = plan_arguments(folder);
    arguments.insert(
        arguments.end(), {"--out", folder.path("out"), "--plan-file", folder.path("plan.json")}
    );
    const ProgramResult planned = run_program(arguments);
    INFO(planned.err << planned.out);
    REQUIRE(planned.code == 0);
    // Free of conflicts, but for the accounts that contacts would leave if they were there already.
    CHECK_THAT(planned.out, Catch::StartsWith(family.separable ? "INCOMPLETE: no two" : "FEED"));
    for (const char* plan : {"out/plan.json", "plan.json"}) {
        const ProgramResult checked = check_plan(folder.path(plan));
        INFO(plan << checked.out << checked.err);
        CHECK(checked.code == 0);
    }
    const std::string by_rows =
        folder.write("rows.json", load_text("contacts.csv", R"({"plan": "plan.json"})"));
    const std::string by_files =
        folder.write("files.json", load_text("out", R"({"plan": "out/plan.json"})"));
    const auto outcomes = rehearsed(by_rows);
    CHECK(outcomes.size() == shipped_profiles().size());
    for (const auto& [profile, outcome] : outcomes) {
        INFO(profile);
        CHECK(outcome.lost == 0);
        CHECK(outcome.waits == 0);
    }
    CHECK(rehearsed(by_files) == outcomes);
}

TEST_CASE("the same rows as they come lose some, so that the plan is what saves them") {
    const Folder folder;
    folder.write("contacts.csv", contacts_csv(families().front()));
    const std::string load = folder.write("load.json", load_text("contacts.csv", "\"as-is\""));
    CHECK(rehearsed(load)["adversarial"].lost > 0);
}

/// A feed as phases: the batches of an account one to a phase, or all in one phase.
Json in_phases(Json plan, bool apart) {
    for (Json& batch : plan["batches"]) {
        int phase = 0;
        for (const Json& other : batch["conflicts"]) {
            phase += other.get<int>() < batch["id"].get<int>() ? 1 : 0;
        }
        batch["lane"] = "parallel";
        batch["phase"] = apart ? phase : 0;
        batch.erase("feedGroup");
        batch.erase("conflicts");
    }
    return plan;
}

TEST_CASE("phases keep batches of one account apart, which otherwise lose rows") {
    const Folder folder;
    folder.write("contacts.csv", contacts_csv(families().back()));
    auto arguments = plan_arguments(folder);
    arguments.insert(arguments.end(), {"--plan-file", folder.path("feed.json")});
    REQUIRE(run_program(arguments).code == 0);
    const auto feed = parse_json(*read_file(folder.path("feed.json"), 1'000'000));
    REQUIRE(feed);
    const std::string load =
        folder.write("load.json", load_text("contacts.csv", R"({"plan": "plan.json"})"));
    folder.write("plan.json", in_phases(*feed, true).dump());
    CHECK(check_plan(folder.path("plan.json")).code == 0);
    for (const auto& [profile, outcome] : rehearsed(load)) {
        INFO(profile);
        CHECK(outcome == Outcome{});
    }
    folder.write("plan.json", in_phases(*feed, false).dump());
    CHECK(check_plan(folder.path("plan.json")).code == 1);
    CHECK(rehearsed(load)["adversarial"].lost > 0);
}

TEST_CASE("a load with a plan takes no part of it, and no plan that does not fit") {
    const Folder folder;
    folder.write("contacts.csv", contacts_csv(families().front()));
    auto arguments = plan_arguments(folder);
    arguments.insert(arguments.end(), {"--plan-file", folder.path("plan.json")});
    REQUIRE(run_program(arguments).code == 0);
    const std::string load =
        folder.write("load.json", load_text("contacts.csv", R"({"plan": "plan.json"})"));
    const ProgramResult part = run_program({"rehearse", load, "--rows", "10"});
    CHECK(part.code == 2);
    CHECK_THAT(part.err, Catch::Contains("load.json:"));
    folder.write("contacts.csv", "LastName\nA\n");
    const ProgramResult unfit = run_program({"rehearse", load});
    CHECK(unfit.code == 3);
    const std::string none =
        folder.write("none.json", load_text("contacts.csv", R"({"plan": "nothing.json"})"));
    CHECK(run_program({"rehearse", none}).code == 3);
}

TEST_CASE(
    "a plan of so many batches that it has phases is rehearsed as it stands, and loses nothing"
) {
    // Four accounts of another org; more batches in more pairs than a plan can list.
    constexpr int k_rows = 16'400;
    const Folder folder;
    std::string text = "LastName,AccountId\n";
    for (int row = 0; row < k_rows; ++row) {
        text += "C,00130000000000" + std::to_string(row % 4) + "\n";
    }
    const std::string contacts = folder.write("contacts.csv", text);
    const std::string plan = folder.path("plan.json");
    const ProgramResult planned = run_program(
        {"plan", contacts, "--object", "Contact", "--batch-size", "1", "--plan-file", plan}
    );
    INFO(planned.err << planned.out);
    REQUIRE_THAT(planned.out, Catch::StartsWith("PHASES: 4100 "));
    const ProgramResult rehearsed =
        run_program({"rehearse", plan, "--limit", "batches-per-day=20000", "--json"});
    const auto json = parse_json(rehearsed.out);
    if (!json) FAIL(rehearsed.err);
    CHECK(rehearsed.code == 0);
    const Json& outcome = (*json)["strategies"][0];
    CHECK(outcome["error"].is_null());
    CHECK(outcome["rows"]["created"] == k_rows);
    CHECK(outcome["jobs"]["count"] == k_rows);
    CHECK(outcome["recordsAdopted"] == 4);
    CHECK(outcome["locks"]["transactions"] == k_rows);
    CHECK(outcome["locks"]["waits"] == 0);
}

}  // namespace
}  // namespace rowlock
