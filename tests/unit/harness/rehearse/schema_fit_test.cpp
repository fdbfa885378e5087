#include "harness/rehearse/schema_fit.hpp"

#include "harness/rehearse/rehearse.hpp"
#include "tests/support/test.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

std::string mistakes_of(const std::string& sources, const std::string& step) {
    const auto load = read_load(
        R"({"name": "tiny",)"
        "\n\"sources\": {" +
            sources +
            "},\n"
            "\"load\": {" +
            step + "}}",
        "tiny.json"
    );
    if (!load) return "unreadable: " + load.error().message;
    const auto rehearsal = rehearse(*load, {});
    return rehearsal ? "" : rehearsal.error().message;
}

constexpr const char* k_insert = R"("source": "s", "operation": "insert")";

TEST_CASE("objects and columns that no schema has are named before anything runs") {
    CHECK(
        mistakes_of(
            R"("s": {"object": "Acount", "rows": 1, "columns": {"Name": "A"}})", k_insert
        ) == R"(tiny.json:2:29: the schema has no object "Acount"; did you mean "Account"?)"
    );
    CHECK(
        mistakes_of(
            R"("s": {"object": "Account", "rows": 1, "columns": {"Name": "A", "Nam": "B", "Account.Q": "c"}})",
            k_insert
        ) ==
        "tiny.json:2:76: Account has no field \"Nam\"; did you mean \"Name\"?\n"
        "tiny.json:2:88: Account has no field \"Account.Q\", expected one of the object or of the "
        "load's \"schema\""
    );
    CHECK(
        mistakes_of(R"("s": {"object": "Account", "rows": 1, "columns": {"name": "A"}})", k_insert)
            .empty()
    );
}

TEST_CASE("an upsert needs a key that the schema knows as one") {
    const std::string sources =
        R"("s": {"object": "Account", "rows": 1, "columns": {"Name": "A", "Phone": "1"}})";
    CHECK(
        mistakes_of(sources, R"("source": "s", "operation": "upsert", "externalId": "Phone")") ==
        "tiny.json:3:9: field Phone of Account is no external id, expected one for an upsert"
    );
}

TEST_CASE("a column of a file is named with its file") {
    const auto path = std::filesystem::temp_directory_path() /
                      ("rowlock-schema-fit-" + std::to_string(::getpid()) + ".csv");
    std::ofstream(path) << "Name,Whatever\nA,B\n";
    const std::string sources = R"("s": {"object": "Account", "file": ")" + path.string() + R"("})";
    const std::string mistakes = mistakes_of(sources, k_insert);
    std::filesystem::remove(path);
    CHECK(
        mistakes == "tiny.json:2:48: column 2 of " + path.string() +
                        ": Account has no field \"Whatever\", expected one of the object or of the "
                        "load's \"schema\""
    );
}

TEST_CASE("lock rules of the load's own change what it meets") {
    const auto path = std::filesystem::temp_directory_path() /
                      ("rowlock-own-rules-" + std::to_string(::getpid()) + ".json");
    const auto failed_with = [&](const std::string& rules) {
        std::ofstream(path) << rules;
        const auto load = read_load(
            R"({"name": "tiny", "profile": "heavy", "lockRules": ")" + path.string() + R"(",
                "sources": {
                    "accounts": {"object": "Account", "rows": 1, "columns": {"Name": "A"}},
                    "contacts": {"object": "Contact", "rows": 200, "columns": {
                        "LastName": "C-{n}", "AccountId": {"parent": "accounts"}}}},
                "setup": [{"source": "accounts", "operation": "insert"}],
                "load": {"source": "contacts", "operation": "insert", "batchRows": 20}})",
            "tiny.json"
        );
        if (!load) FAIL(load.error().message);
        const auto rehearsal = rehearse(*load, {});
        if (!rehearsal) FAIL(rehearsal.error().message);
        return rehearsal->strategies.front().rows.failed;
    };
    CHECK(failed_with(R"({"rules": []})") > 0);
    CHECK(
        failed_with(
            R"({"rules": [{"id": "contact.account", "object": "Contact", "operations": [],
                           "path": "Account", "strength": "always", "evidence": "inferred",
                           "source": "ours", "note": "off"}]})"
        ) == 0
    );
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace rowlock
