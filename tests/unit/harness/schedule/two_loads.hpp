#pragma once

#include "harness/schedule/scheduled_load.hpp"
#include "tests/support/folder.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

/// A load of contacts into four accounts, which it upserts first; `first_account` counts from 0.
inline std::string account_load(
    const std::string& name, unsigned first_account, const std::string& more = ""
) {
    const std::string accounts = std::to_string(first_account);
    return R"({"name": ")" + name + R"(", "seed": 3, "profile": "typical",
        "sources": {
            "accounts": {"object": "Account", "rows": 4, "columns": {"AccountNumber": "N)" +
           accounts + R"(-{n}", "Name": "A)" + accounts + R"(-{n}"}},
            "contacts": {"object": "Contact", "rows": 2000, "columns": {
                "LastName": ")" +
           name + R"(-{n}", "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "insert", "batchRows": 200, "inFlight": 1,
                 "pollEvery": "1s"},
        "strategies": [{"name": "plain"})" +
           more + "]}";
}

/// Loads written to a folder and read as a schedule.
struct TwoLoads {
    /// Both of the same accounts, or each of its own.
    TwoLoads(bool same_accounts, const std::string& second_start) {
        folder.write("a.json", account_load("a", 0));
        folder.write("b.json", account_load("b", same_accounts ? 0 : 10));
        auto read = read_schedule(arguments("02:00", second_start));
        if (!read) FAIL(read.error().message);
        loads = std::move(*read);
    }

    std::vector<std::string> arguments(const std::string& first, const std::string& second) const {
        return {folder.path("a.json") + "@" + first, folder.path("b.json") + "@" + second};
    }

    Folder folder;
    std::vector<ScheduledLoad> loads;
};

}  // namespace rowlock::test
