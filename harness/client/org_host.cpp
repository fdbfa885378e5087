#include "harness/client/org_host.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace rowlock {
namespace {

constexpr std::string_view k_my_domain = ".my.salesforce.com";

std::string in_lower_case(std::string_view text) {
    return to_lower(text);
}

bool has_sandbox_label(std::string_view labels) {
    constexpr std::array<std::string_view, 5> k_labels{
        ".sandbox", ".scratch", ".develop", ".demo", ".trailblaze"};
    return std::any_of(k_labels.begin(), k_labels.end(), [&](std::string_view label) {
        return labels.ends_with(label);
    });
}

}  // namespace

std::string_view host_of(std::string_view url) {
    const auto scheme = url.find("//");
    if (scheme == std::string_view::npos) return {};
    const auto begin = scheme + 2;
    // Where a path, a query or a fragment begins, the host has ended.
    std::string_view host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

bool is_loopback(std::string_view host) {
    if (equal_ignoring_case(host, "localhost") || host == "[::1]") return true;
    // A name may begin like an address.
    return host.starts_with("127.") &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_sandbox(std::string_view host) {
    const std::string name = in_lower_case(host);
    if (name == "test.salesforce.com") return true;
    if (!name.ends_with(k_my_domain)) return false;
    const std::string_view labels{name.data(), name.size() - k_my_domain.size()};
    return has_sandbox_label(labels) || labels.find("--") != std::string_view::npos;
}

bool may_be_production(std::string_view url) {
    const std::string_view host = host_of(url);
    return !is_loopback(host) && !is_sandbox(host);
}

}  // namespace rowlock
