#pragma once

#include "harness/count/count_command.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace rowlock::test {

inline std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
}

inline constexpr const char* k_header = "External_ID__c,LastName,Phone\n";

/// A line as somebody's tool writes it: quotes here and there.
inline std::string contact_line(
    const std::string& external_id, const std::string& name, std::size_t i
) {
    const std::string quote = i % 3 == 0 ? "\"" : "";
    return quote + external_id + quote + ",\"" + name + ", " + std::to_string(i % 7) + "\"," +
           std::to_string(100 + i) + '\n';
}

inline CountOptions options_for(const LiveServer& server, const std::string& where) {
    CountOptions options;
    options.target = target_of(server);
    options.object = "Contact";
    options.where = where;
    options.json = true;
    return options;
}

inline std::string checked(const Json& json) {
    return JsonSchema{"docs/count.schema.json"}.fault_of(json);
}

inline std::size_t lines_in(const std::string& path) {
    const std::string text = text_of(path);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    return lines == 0 ? 0 : lines - 1;
}

}  // namespace rowlock::test
