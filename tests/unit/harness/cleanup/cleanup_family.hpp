#pragma once

#include "harness/cleanup/cleanup_command.hpp"
#include "mockorg/base/random.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rowlock::test {

inline CleanupOptions options_for(
    const LiveServer& server, std::vector<std::string> objects, std::vector<std::string> conditions
) {
    CleanupOptions options;
    options.target = target_of(server);
    options.objects = std::move(objects);
    options.conditions = std::move(conditions);
    options.json = true;
    return options;
}

inline Json checked(const Printed& printed) {
    INFO(printed.out << printed.err);
    Json json = printed.json();
    CHECK(JsonSchema{"docs/cleanup.schema.json"}.fault_of(json) == "");
    return json;
}

/// Inserts CSV rows and gives the ids in their order.
inline std::vector<std::string> insert(
    const LiveServer& server,
    const Folder& folder,
    const std::string& object,
    const std::string& csv,
    const std::string& where
) {
    const std::string load = write_load(folder, "insert", object, csv, R"("operation": "insert")");
    REQUIRE(send_rows(server, load).code == 0);
    return ids_with(server, object, where);
}

/// Accounts `TAG-n`, and contacts and opportunities of theirs.
inline void make_family(
    const LiveServer& server, const Folder& folder, const std::string& tag, Random random
) {
    std::string accounts = "Name\n";
    const std::size_t families = 1 + random.below(4);
    for (std::size_t i = 0; i < families; ++i) accounts += tag + "-" + std::to_string(i) + '\n';
    const auto ids = insert(server, folder, "Account", accounts, "Name LIKE '" + tag + "-%'");
    std::string contacts = "LastName,AccountId\n";
    std::string opportunities = "Name,StageName,CloseDate,AccountId\n";
    for (std::size_t i = 0; i <= random.below(9); ++i)
        contacts += tag + "-" + std::to_string(i) + ',' + ids[random.below(ids.size())] + '\n';
    for (std::size_t i = 0; i <= random.below(9); ++i) {
        opportunities += tag + "-" + std::to_string(i) + ",Prospecting,2026-05-01," +
                         ids[random.below(ids.size())] + '\n';
    }
    insert(server, folder, "Contact", contacts, "LastName LIKE '" + tag + "-%'");
    insert(server, folder, "Opportunity", opportunities, "Name LIKE '" + tag + "-%'");
}

inline std::uint64_t family_records(const LiveServer& server, const std::string& tag) {
    return records_with(server, "Account", "Name LIKE '" + tag + "-%'") +
           records_with(server, "Contact", "LastName LIKE '" + tag + "-%'") +
           records_with(server, "Opportunity", "Name LIKE '" + tag + "-%'");
}

inline CleanupOptions family_options(const LiveServer& server, const std::string& tag) {
    return options_for(
        server,
        {"Account", "Contact", "Opportunity"},
        {"Name LIKE '" + tag + "-%'", "LastName LIKE '" + tag + "-%'", "Name LIKE '" + tag + "-%'"}
    );
}

}  // namespace rowlock::test
