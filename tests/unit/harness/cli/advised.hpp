#pragma once

#include "mockorg/codec/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/program.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace rowlock::test {

// For tests that follow advice: what is told of a load, and what becomes of the load.

/// Keeps rows of one account together.
inline const std::string k_by_account = R"(, "order": {"by": "AccountId", "keepTogether": true})";

/// Contacts of so many accounts in turn, in jobs of twenty; `load` and `more` are JSON members.
inline std::string contacts_load(
    int accounts, const std::string& load, const std::string& more = ""
) {
    return R"({"name": "advised", "seed": 3, )" + more + R"(
        "sources": {
            "accounts": {"object": "Account", "rows": )" +
           std::to_string(accounts) + R"(, "columns": {"Name": "Account {n}"}},
            "contacts": {"object": "Contact", "rows": 200, "columns": {
                "LastName": "C-{n}", "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "insert", "batchRows": 20)" +
           load + R"(}, "strategies": [{"name": "a"}]})";
}

/// What is told of the failures of one load, and how many of its rows failed in the end.
struct Told {
    Json json;
    int failed = 0;

    /// Advice of that kind for the worst key; empty if there is none.
    std::string first(const std::string& kind) const {
        for (const Json& advice : json["explained"].at(0)["avoidedBy"])
            if (advice["kind"] == kind) return advice["text"];
        return {};
    }

    /// What is said first of the worst key.
    std::string best_kind() const { return json["explained"].at(0)["avoidedBy"].at(0)["kind"]; }

    /// Advice of that kind for any key; empty if there is none.
    std::string any(const std::string& kind) const {
        for (const Json& failure : json["explained"])
            for (const Json& advice : failure["avoidedBy"])
                if (advice["kind"] == kind) return advice["text"];
        return {};
    }

    int deadlocks() const {
        int count = 0;
        for (const Json& pair : json["contention"]["parties"])
            count += pair["deadlocks"].get<int>();
        return count;
    }
};

struct Advised {
    Folder folder;

    Told tell(const std::string& text) const {
        const std::string load = folder.write("load.json", text);
        const ProgramResult explained = run_program({"explain", load, "--top", "20", "--json"});
        INFO(explained.err);
        REQUIRE(explained.code == 0);
        const ProgramResult rehearsed = run_program({"rehearse", load, "--json"});
        const auto rehearsal = parse_json(rehearsed.out);
        REQUIRE(rehearsal);
        return {*parse_json(explained.out), (*rehearsal)["strategies"][0]["rows"]["failed"]};
    }

    /// Every chunk holds its locks for so long.
    std::string profile(const std::string& name, int seconds) const {
        folder.write(
            name,
            R"({"name": "steady", "hold": {"meanSeconds": )" + std::to_string(seconds) +
                R"(, "variation": 0}})"
        );
        return R"("profile": ")" + name + R"(", )";
    }

    std::string rules(const std::string& name, const std::string& settings) const {
        folder.write(name, R"({"settings": {)" + settings + "}}");
        return R"("lockRules": ")" + name + R"(", )";
    }
};

}  // namespace rowlock::test
