#pragma once

#include "checks/assess/assess.hpp"
#include "tests/unit/checks/input/files.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

/// Contacts of the accounts with these numbers, in this order.
inline std::string contacts_of(const std::vector<int>& accounts) {
    std::string text = "LastName,AccountId\n";
    for (const int account : accounts) {
        const std::string number = std::to_string(account);
        text += "C,001" + std::string(12 - number.size(), '0') + number + '\n';
    }
    return text;
}

/// A request for one load of contacts.
inline AssessRequest contact_request(
    const std::vector<std::string>& paths, std::uint32_t batch_rows = 2
) {
    AssessRequest wanted;
    wanted.input = contacts_request(paths);
    wanted.batch_rows = batch_rows;
    return wanted;
}

inline Assessment assessed(const AssessRequest& wanted) {
    auto assessment = assess(wanted);
    if (!assessment) FAIL(assessment.error().message);
    return *std::move(assessment);
}

}  // namespace rowlock::test
