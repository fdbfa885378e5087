#pragma once

#include "checks/findings/data_settings.hpp"
#include "checks/findings/findings.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

/// Rows of contacts, comma and LF.
inline DataSettings contact_settings(WriteOperation operation, const char* external_id = nullptr) {
    static const auto k_schema = Schema::standard();
    DataSettings settings;
    settings.schema = k_schema.get();
    settings.object = k_schema->find("Contact");
    settings.operation = operation;
    settings.line_ending = LineEnding::lf;
    if (external_id != nullptr) settings.external_id = settings.object->find_field(external_id);
    return settings;
}

/// The ids of the rules found, in report order.
inline std::vector<std::string> rules_of(const Findings& findings) {
    std::vector<std::string> ids;
    for (const Finding& finding : findings.sorted()) ids.emplace_back(info_of(finding.rule).id);
    return ids;
}

}  // namespace rowlock::test
