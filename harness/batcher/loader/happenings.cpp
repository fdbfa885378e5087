#include "harness/batcher/loader/happenings.hpp"

#include "harness/batcher/label.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::loader {
namespace {

bool is_rare(std::uint64_t count, std::uint64_t of) {
    return count * batcher::k_label_share < of;
}

std::string_view phrase_of(EventKind kind) {
    constexpr std::array<std::string_view, k_event_kinds> k_phrases{
        "a request is answered 503",
        "a request is lost",
        "a reply is lost",
        "a job is aborted",
        "an account is locked",
        "an hour passes",
        "a request is answered 504"};
    return k_phrases[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view name_of(WireApi api) {
    constexpr std::array<std::string_view, k_wire_apis> k_names{
        "Bulk API 2.0", "Bulk API 1.0", "the REST API", "another API"};
    return k_names[static_cast<std::size_t>(api)];
}

WireApi api_of(const HttpTarget& target) {
    const auto& path = target.path;
    const auto is = [&path](std::size_t place, std::string_view word) {
        return path.size() > place && equal_ignoring_case(path[place], word);
    };
    if (!is(0, "services")) return WireApi::other;
    if (is(1, "async")) return WireApi::bulk1;
    if (!is(1, "data")) return WireApi::other;
    return is(3, "jobs") ? WireApi::bulk2 : WireApi::rest;
}

void Happenings::add(EventKind kind, WireApi api) {
    disturbed[static_cast<std::size_t>(api)] = true;
    kinds[static_cast<std::size_t>(kind)] = true;
}

bool Happenings::any_doubt() const {
    for (std::uint8_t kind = 0; kind < k_event_kinds; ++kind) {
        if (kinds[kind] && leaves_doubt(static_cast<EventKind>(kind))) return true;
    }
    return false;
}

void HappeningCounts::count(const Happenings& happenings) {
    ++loads_;
    for (std::size_t api = 0; api < k_wire_apis; ++api) {
        used_[api] += happenings.used[api] ? 1U : 0U;
        disturbed_[api] += happenings.disturbed[api] ? 1U : 0U;
    }
    for (std::size_t kind = 0; kind < k_event_kinds; ++kind) {
        kinds_[kind] += happenings.kinds[kind] ? 1U : 0U;
    }
}

std::vector<std::string> HappeningCounts::missing() const {
    std::vector<std::string> rare;
    if (loads_ < batcher::k_labelled_cases_min) return rare;
    for (std::size_t api = 0; api < k_wire_apis; ++api) {
        if (!is_rare(disturbed_[api], used_[api])) continue;
        rare.push_back(fmt::format("something happens to {}", name_of(static_cast<WireApi>(api))));
    }
    const auto used = [this](WireApi api) { return used_[static_cast<std::size_t>(api)]; };
    const std::uint64_t with_jobs = std::max(used(WireApi::bulk2), used(WireApi::bulk1));
    for (std::uint8_t kind = 0; kind < k_event_kinds; ++kind) {
        const auto event = static_cast<EventKind>(kind);
        const std::uint64_t of = event == EventKind::job_aborted ? with_jobs : loads_;
        if (is_rare(kinds_[kind], of)) rare.emplace_back(phrase_of(event));
    }
    return rare;
}

}  // namespace rowlock::loader
