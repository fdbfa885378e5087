// What a feed is predicted to keep busy, it keeps busy: plans made with a profile's figures, loaded
// in rehearsals under that profile.
#include "mockorg/codec/json.hpp"
#include "mockorg/engine/profile.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/input/files.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

namespace rowlock {
namespace {

using test::Folder;
using test::run_program;

constexpr double k_poll_seconds = 1.0;

/// How much is loaded how. Batches of a single transaction take most unevenly long, and what passes
/// between two of them weighs most.
struct Shape {
    int rows = 0;
    int batch_rows = 0;
    const char* api = "";
    /// Rehearsals to take the mean of: the last batches of one load alone make a difference of some
    /// percent, the fewer transactions a batch has the more.
    int seeds = 0;
    /// What plans without a variation come to at least.
    double parallelism_min = 0;
};

const Shape k_shapes[] = {
    {60'000, 600, "bulk2", 3, 8.5},
    {24'000, 200, "bulk2", 6, 5.0},
    {24'000, 200, "bulk1", 6, 5.0},
};

/// Rows of one object whose locks no batching can keep apart.
struct Family {
    std::string name;
    std::string object;
    /// The numbers of the account and the contact of a row, by its number in an order in which
    /// neighbours have little to do with each other; a negative contact is none.
    std::function<std::pair<int, int>(int)> parents_of;
    int accounts = 0;
    int contacts = 0;
};

std::vector<Family> families() {
    const auto junction = [](int row) {
        const auto mixed = static_cast<std::uint32_t>(row) * 2'654'435'761U;
        return std::pair<int, int>(mixed >> 8U & 255U, mixed >> 20U & 255U);
    };
    return {
        {"half of all rows under ten accounts",
         "Contact",
         [](int row) {
             return std::pair{row % 2 == 0 ? row / 2 % 10 : 10 + row % 4'000, -1};
         },
         4'010,
         0},
        {"a junction", "Case", junction, 256, 256},
    };
}

std::string rows_csv(const Family& family, int rows) {
    std::string text = family.object == "Contact" ? "LastName" : "Subject";
    text += ",Account.External_ID__c";
    if (family.contacts > 0) text += ",Contact.External_ID__c";
    text += '\n';
    // Prime to the number of rows: each row once, far from its neighbours.
    constexpr std::int64_t k_stride = 38'197;
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto [account, contact] = family.parents_of(static_cast<int>(i * k_stride % rows));
        text += fmt::format("R{},A-{}", i, account);
        if (family.contacts > 0) text += fmt::format(",C-{}", contact);
        text += '\n';
    }
    return text;
}

std::string schema_path() {
    return std::filesystem::absolute("fixtures/schemas/external-id.json").string();
}

/// One strategy for each profile, with that profile's plan.
std::string load_text(const Family& family) {
    const auto source = [](const char* object, int rows, const char* name, char key) {
        return fmt::format(
            R"({{"object": "{}", "rows": {}, "columns": {{"{}": "{{n}}", "External_ID__c": "{}-{{n}}"}}}})",
            object,
            rows,
            name,
            key
        );
    };
    std::string sources = R"("accounts": )" + source("Account", family.accounts, "Name", 'A');
    std::string setup = R"({"source": "accounts", "operation": "insert"})";
    if (family.contacts > 0) {
        sources += R"(, "contacts": )" + source("Contact", family.contacts, "LastName", 'C');
        setup += R"(, {"source": "contacts", "operation": "insert"})";
    }
    std::string strategies;
    for (const Profile& profile : shipped_profiles()) {
        strategies += fmt::format(
            R"({}{{"name": "{}", "overrides": {{"profile": "{}", "order": {{"plan": "{}.json"}}}}}})",
            strategies.empty() ? "" : ",",
            profile.name,
            profile.name,
            profile.name
        );
    }
    return fmt::format(
        R"({{"name": "fed", "seed": 11, "schema": "{}",
            "sources": {{{}, "rows": {{"object": "{}", "file": "rows.csv"}}}},
            "setup": [{}],
            "load": {{"source": "rows", "operation": "insert", "pollEvery": "{}s"}},
            "strategies": [{}]}})",
        schema_path(),
        sources,
        family.object,
        setup,
        k_poll_seconds,
        strategies
    );
}

/// How many batches a plan made with the figures of the profile expects to be at work on average.
double predicted_parallelism(
    const Folder& folder, const Family& family, const Shape& shape, const Profile& profile
) {
    const double row_seconds =
        (profile.hold.mean_seconds + to_seconds(profile.pre_lock)) / profile.chunk_rows;
    const double overhead = to_seconds(profile.batch_overhead);
    const auto planned = run_program(
        {"plan",
         folder.path("rows.csv"),
         "--object",
         family.object,
         "--schema",
         schema_path(),
         "--api",
         shape.api,
         "--batch-size",
         std::to_string(shape.batch_rows),
         "--batch-seconds",
         std::to_string(overhead),
         "--poll-seconds",
         std::to_string(k_poll_seconds),
         "--row-ms",
         std::to_string(row_seconds * 1'000),
         "--variation",
         std::to_string(profile.hold.variation),
         "--plan-file",
         folder.path(profile.name + ".json"),
         "--json"}
    );
    const auto json = parse_json(planned.out);
    if (!json) FAIL(planned.err);
    CHECK(planned.code == 0);
    CHECK((*json)["parallelism"].get<double>() > shape.parallelism_min);
    CHECK((*json)["batches"]["feed"].get<double>() > 0);
    return (*json)["likelyParallelism"];
}

/// How many batches were at work on average, by profile, over the seeds.
std::map<std::string, double> mean_parallelism(
    const std::string& load, const Shape& shape, std::size_t profiles
) {
    std::map<std::string, double> sums;
    for (int seed = 1; seed <= shape.seeds; ++seed) {
        const auto rehearsed = run_program(
            {"rehearse", load, "--json", "--threads", "2", "--seed", std::to_string(seed)}
        );
        const auto json = parse_json(rehearsed.out);
        if (!json) FAIL(rehearsed.err);
        CHECK((*json)["strategies"].size() == profiles);
        for (const Json& strategy : (*json)["strategies"]) {
            CHECK(strategy["rows"]["created"] == shape.rows);
            CHECK(strategy["locks"]["waits"] == 0);
            sums[strategy["name"]] += strategy["degreeOfParallelism"].get<double>() / shape.seeds;
        }
    }
    return sums;
}

TEST_CASE("a feed keeps as many batches at work as predicted, under every profile") {
    const Family family = GENERATE(from_range(families()));
    const Shape shape = GENERATE(from_range(std::begin(k_shapes), std::end(k_shapes)));
    INFO(family.name << ", batches of " << shape.batch_rows << " rows, " << shape.api);
    const Folder folder;
    folder.write("rows.csv", rows_csv(family, shape.rows));
    std::map<std::string, double> predicted;
    for (const Profile& profile : shipped_profiles()) {
        predicted[profile.name] = predicted_parallelism(folder, family, shape, profile);
    }
    const auto checked =
        run_program({"check", "--plan", folder.path("lean.json"), "--verdict-only"});
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
    const auto rehearsed =
        mean_parallelism(folder.write("load.json", load_text(family)), shape, predicted.size());
    for (const auto& [profile, prediction] : predicted) {
        const double mean = rehearsed.at(profile);
        INFO(profile << ": predicted " << prediction << ", rehearsed " << mean);
        CHECK(std::abs(mean / prediction - 1) < 0.1);
    }
}

}  // namespace
}  // namespace rowlock
