#pragma once

#include "harness/load/load.hpp"
#include "tests/support/test.hpp"

#include <string>

namespace rowlock::test {

/// Two hundred contacts of four accounts in jobs of twenty, a second apart: they fight, and some
/// lose. `strategies` and `more` are JSON, the latter further members of the top level.
inline std::string tiny_load_text(const std::string& strategies, const std::string& more = "") {
    return R"({"name": "tiny", "seed": 3, "profile": "heavy", )" + more + R"(
        "sources": {
            "accounts": {"object": "Account", "rows": 4, "columns": {"Name": "Account {n}"}},
            "contacts": {"object": "Contact", "rows": 200, "columns": {
                "LastName": "C-{n}", "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "insert", "batchRows": 20,
                 "interval": {"mean": "1s", "jitter": 0.5}},
        "strategies": [)" +
           strategies + "]}";
}

inline Load tiny_load(const std::string& strategies, const std::string& more = "") {
    auto load = read_load(tiny_load_text(strategies, more), "tiny.json");
    if (!load) FAIL(load.error().message);
    return std::move(*load);
}

}  // namespace rowlock::test
