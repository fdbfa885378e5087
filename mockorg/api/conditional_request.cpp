#include "mockorg/api/conditional_request.hpp"

#include "mockorg/api/http_date.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace rowlock {
namespace {

/// One tag without what clients and proxies that pack bodies add to it.
std::string_view bare_tag(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') return {};
    tag = tag.substr(1, tag.size() - 2);
    for (const std::string_view ending : {"-gzip", "-"}) {
        if (tag.ends_with(ending)) tag.remove_suffix(ending.size());
    }
    return tag;
}

/// `"a", "b"` or `*`.
bool names_tag(std::string_view header, std::string_view tag) {
    if (header == "*") return true;
    const auto tags = split_names(header);
    return std::any_of(tags.begin(), tags.end(), [&](const std::string& each) {
        return !bare_tag(each).empty() && bare_tag(each) == bare_tag(tag);
    });
}

bool are_tags(std::string_view header) {
    if (header == "*") return true;
    const auto tags = split_names(header);
    return !tags.empty() && std::none_of(tags.begin(), tags.end(), [](const std::string& each) {
        return bare_tag(each).empty();
    });
}

/// Whether it was changed after the date; nothing if the header is missing or no date.
std::optional<bool> changed_since(std::string_view header, const ResourceState& state) {
    const auto since = parse_http_date(header);
    if (!since || !state.modified) return std::nullopt;
    return std::chrono::floor<std::chrono::seconds>(*state.modified) > *since;
}

}  // namespace

std::string entity_tag(std::string_view content) {
    return fmt::format("\"{:016x}\"", hash_text(content));
}

ResourceState state_of(const RecordFields& record) {
    ResourceState state;
    if (const auto time = parse_datetime(field_text(record, "LastModifiedDate")))
        state.modified = TimePoint{std::chrono::milliseconds{*time}};
    if (record.object != "Account") return state;
    std::uint64_t hash = 0;
    for (const auto& [name, value] : record.fields) hash = hash_combine(hash, hash_text(value));
    state.tag = fmt::format("\"{:016x}\"", hash);
    return state;
}

bool has_condition(const HttpHeaders& headers) {
    constexpr std::array<std::string_view, 4> k_names = {
        "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"};
    return std::any_of(k_names.begin(), k_names.end(), [&](std::string_view name) {
        return headers.has(name);
    });
}

Condition condition_of(const HttpHeaders& headers, const ResourceState& state, bool reads) {
    const bool has_tag = !state.tag.empty();
    if (has_tag && headers.has("If-Match")) {
        if (!names_tag(headers.get("If-Match"), state.tag)) return Condition::failed;
    } else if (changed_since(headers.get("If-Unmodified-Since"), state).value_or(false)) {
        return Condition::failed;
    }
    if (has_tag && headers.has("If-None-Match")) {
        if (!names_tag(headers.get("If-None-Match"), state.tag)) return Condition::met;
        return reads ? Condition::not_modified : Condition::failed;
    }
    const bool changed = changed_since(headers.get("If-Modified-Since"), state).value_or(true);
    return reads && !changed ? Condition::not_modified : Condition::met;
}

Result<void> check_condition_headers(const HttpHeaders& headers) {
    for (const std::string_view name : {"If-Match", "If-None-Match"}) {
        if (!headers.has(name) || are_tags(headers.get(name))) continue;
        return fail(ErrorCode::malformed_request, fmt::format("Invalid value of {}", name));
    }
    constexpr std::string_view k_date = "If-Unmodified-Since";
    if (headers.has(k_date) && !parse_http_date(headers.get(k_date)))
        return fail(ErrorCode::malformed_request, fmt::format("Invalid value of {}", k_date));
    return {};
}

void add_state(HttpResponse& response, const ResourceState& state) {
    if (!state.tag.empty()) response.headers.add("ETag", state.tag);
    if (state.modified) response.headers.add("Last-Modified", http_date(*state.modified));
}

Error condition_failed() {
    return {
        ErrorCode::precondition_failed,
        "The record is not in the state that the request's headers ask for",
        {}};
}

}  // namespace rowlock
