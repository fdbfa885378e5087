#include "mockorg/api/router.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_version = "{version}";
constexpr std::string_view k_bare_version = "{bare version}";

std::vector<std::string_view> split(std::string_view pattern) {
    std::vector<std::string_view> segments;
    while (!pattern.empty()) {
        pattern.remove_prefix(1);
        const std::size_t end = std::min(pattern.find('/'), pattern.size());
        segments.push_back(pattern.substr(0, end));
        pattern.remove_prefix(end);
    }
    return segments;
}

bool is_placeholder(std::string_view segment) {
    return !segment.empty() && segment.front() == '{';
}

bool fits(std::string_view segment, std::string_view text) {
    if (segment == k_version) return parse_api_version(text).has_value();
    if (segment == k_bare_version) return parse_bare_version(text).has_value();
    return is_placeholder(segment) || equal_ignoring_case(segment, text);
}

bool fits(const std::vector<std::string_view>& segments, const std::vector<std::string>& path) {
    return std::equal(
        segments.begin(),
        segments.end(),
        path.begin(),
        path.end(),
        [](std::string_view segment, const std::string& text) { return fits(segment, text); }
    );
}

Router::Match match_of(
    const Route& route,
    const std::vector<std::string_view>& segments,
    const std::vector<std::string>& path
) {
    Router::Match match{&route, {}, 0.0};
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i] == k_version) {
            match.api_version = parse_api_version(path[i]).value_or(0.0);
        } else if (segments[i] == k_bare_version) {
            match.api_version = parse_bare_version(path[i]).value_or(0.0);
        } else if (is_placeholder(segments[i])) {
            match.arguments.push_back(path[i]);
        }
    }
    return match;
}

}  // namespace

std::optional<double> parse_api_version(std::string_view segment) {
    if (segment.empty() || to_lower(segment.front()) != 'v') return std::nullopt;
    return parse_bare_version(segment.substr(1));
}

std::optional<double> parse_bare_version(std::string_view segment) {
    constexpr std::string_view k_tail = ".0";
    constexpr std::size_t k_digits_max = 3;
    if (!segment.ends_with(k_tail)) return std::nullopt;
    segment.remove_suffix(k_tail.size());
    const bool is_short =
        !segment.empty() && segment.size() <= k_digits_max && segment.front() != '0';
    const bool digits = std::all_of(segment.begin(), segment.end(), is_digit);
    return is_short && digits ? parse_number(segment) : std::nullopt;
}

Router::Router(std::span<const std::span<const Route>> tables) {
    for (const std::span<const Route> table : tables) {
        for (const Route& route : table) routes_.push_back({route, split(route.pattern)});
    }
}

std::variant<Router::Match, Router::WrongMethod, Router::NoRoute> Router::find(
    std::string_view method, const HttpTarget& target
) const {
    const auto first = std::find_if(routes_.begin(), routes_.end(), [&](const Compiled& compiled) {
        return fits(compiled.segments, target.path);
    });
    if (first == routes_.end()) return NoRoute{};
    const std::string_view wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    WrongMethod wrong;
    for (auto at = first; at != routes_.end(); ++at) {
        if (at->route.pattern != first->route.pattern) continue;
        if (at->route.method == wanted) return match_of(at->route, at->segments, target.path);
        if (at->route.method == "GET") wrong.allowed.push_back("HEAD");
        wrong.allowed.push_back(at->route.method);
    }
    return wrong;
}

}  // namespace rowlock
