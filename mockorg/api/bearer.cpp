#include "mockorg/api/bearer.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {

std::string_view bearer_token(const HttpHeaders& headers) {
    const std::string_view value = headers.get("Authorization");
    const std::size_t space = std::min(value.find(' '), value.size());
    const std::string_view scheme = value.substr(0, space);
    const bool known =
        equal_ignoring_case(scheme, "Bearer") || equal_ignoring_case(scheme, "OAuth");
    const std::size_t start = value.find_first_not_of(' ', space);
    return known && start != std::string_view::npos ? value.substr(start) : std::string_view{};
}

}  // namespace rowlock
