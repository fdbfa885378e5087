#pragma once

#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace rowlock::test {

/// Two workers load contacts of one account; a chunk holds its locks for longer than others wait.
inline OrgConfig quarrelsome_config() {
    OrgConfig config = steady_config();
    config.profile.hold = {15.0, 0.0};
    config.profile.workers = 2;
    return config;
}

inline std::string contacts_of(const std::string& account, int count) {
    std::string csv = "LastName,AccountId\n";
    for (int i = 0; i < count; ++i) csv += "C" + std::to_string(i) + "," + account + "\n";
    return csv;
}

inline nlohmann::json get(InProcessApi& org, const std::string& target) {
    return nlohmann::json::parse(org.send("GET", target).body);
}

struct Quarrel {
    InProcessApi org{ClockMode::Kind::manual, quarrelsome_config()};
    std::string account;
    std::string first;
    std::string second;

    Quarrel() {
        const auto made =
            org.begin("POST", "/services/data/v60.0/sobjects/Account", R"({"Name":"A"})");
        org.send("POST", "/rowlock/clock/run-until-idle");
        account = member(made->value().body, "id");
        const std::string create = R"({"object":"Contact","operation":"insert"})";
        first = org.create_job(create);
        second = org.create_job(create);
        org.run_job(first, contacts_of(account, 3));
        org.run_job(second, contacts_of(account, 2));
    }
};

}  // namespace rowlock::test
