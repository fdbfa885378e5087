#include "mockorg/schema/api_name.hpp"

namespace rowlock {

ApiName split_api_name(std::string_view name) {
    constexpr std::string_view k_between = "__";
    const std::size_t ending = name.rfind(k_between);
    if (ending == std::string_view::npos) return {{}, name};
    const std::string_view stem = name.substr(0, ending);
    const std::size_t first = stem.find(k_between);
    if (first == std::string_view::npos) return {{}, stem};
    return {stem.substr(0, first), stem.substr(first + k_between.size())};
}

std::string package_prefix(std::string_view name) {
    const std::string_view name_space = split_api_name(name).name_space;
    return name_space.empty() ? std::string{} : std::string{name_space} + "__";
}

}  // namespace rowlock
