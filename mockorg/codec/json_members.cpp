#include "mockorg/codec/json_members.hpp"

#include "mockorg/codec/duration_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

constexpr std::size_t k_name_max = 100;
constexpr std::size_t k_text_max = 4096;

}  // namespace

const Json* JsonMembers::find(std::string_view member) const {
    const auto found = object_.find(member);
    return found == object_.end() ? nullptr : &*found;
}

std::string JsonMembers::text(std::string_view member) {
    const Json* value = find(member);
    if (value == nullptr) return {};
    const auto* read = value->get_ptr<const std::string*>();
    if (read != nullptr && !read->empty() && read->size() <= k_text_max) return *read;
    mistake(member, fmt::format("a text of 1 to {} characters", k_text_max));
    return {};
}

std::string JsonMembers::name(std::string_view given) {
    std::string name = given.empty() ? text("name") : std::string{given};
    if (!given.empty() && has("name") && text("name") != given)
        mistake("name", fmt::format("'{}', as in the request's path, or left out", given));
    if (!is_plain_name(name))
        mistake("name", "a text of 1 to 100 letters, digits, '.', '_' and '-'");
    return name;
}

std::optional<double> JsonMembers::number(std::string_view member, double low, double high) {
    const Json* value = find(member);
    if (value == nullptr) return std::nullopt;
    const double read = value->is_number() ? value->get<double>() : std::nan("");
    if (read >= low && read <= high) return read;
    mistake(member, fmt::format("a number from {} to {:.0f}", low, high));
    return std::nullopt;
}

std::optional<std::uint64_t> JsonMembers::whole(
    std::string_view member, std::uint64_t low, std::uint64_t high
) {
    const Json* value = find(member);
    if (value == nullptr) return std::nullopt;
    const bool is_whole = value->is_number_unsigned();
    const std::uint64_t read = is_whole ? value->get<std::uint64_t>() : 0;
    if (is_whole && read >= low && read <= high) return read;
    mistake(member, fmt::format("a whole number from {} to {}", low, high));
    return std::nullopt;
}

void JsonMembers::read_flag(std::string_view member, bool& into) {
    const Json* value = find(member);
    if (value == nullptr) return;
    if (!value->is_boolean()) return mistake(member, "true or false");
    into = value->get<bool>();
}

std::optional<Duration> JsonMembers::duration(
    std::string_view member, Duration low, Duration high
) {
    const Json* value = find(member);
    if (value == nullptr) return std::nullopt;
    const auto* written = value->get_ptr<const std::string*>();
    const auto read = written == nullptr ? std::nullopt : parse_duration(*written);
    if (read && *read >= low && *read <= high) return read;
    mistake(
        member,
        fmt::format(
            "a duration such as \"4.05s\", from {} to {}",
            written_duration(low),
            written_duration(high)
        )
    );
    return std::nullopt;
}

std::optional<std::size_t> JsonMembers::word(
    std::string_view member, std::span<const std::string_view> words
) {
    const std::string read = text(member);
    const auto found = std::find(words.begin(), words.end(), read);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    if (has(member)) mistake(member, fmt::format("one of {}", fmt::join(words, ", ")));
    return std::nullopt;
}

void JsonMembers::refuse_others(std::span<const std::string_view> known, std::string_view of) {
    if (wrong_) return;
    for (const auto& [name, value] : object_.items()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        wrong_ = Error{
            ErrorCode::client_input_error,
            fmt::format("'{}' means nothing in {}; there are {}", name, of, fmt::join(known, ", ")),
            {name}};
        return;
    }
}

void JsonMembers::mistake(std::string_view member, std::string_view expected) {
    if (wrong_) return;
    wrong_ = Error{
        ErrorCode::client_input_error,
        fmt::format("'{}' must be {}", member, expected),
        {std::string{member}}};
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= k_name_max &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
           });
}

}  // namespace rowlock
