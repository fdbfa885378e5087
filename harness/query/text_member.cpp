#include "harness/query/text_member.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {

std::string text_member(const Json& json, const char* name) {
    if (!json.is_object()) return {};
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace rowlock
