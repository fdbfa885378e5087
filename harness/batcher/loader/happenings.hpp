#pragma once

#include "harness/batcher/loader/history.hpp"
#include "mockorg/codec/http_message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// The ways into an org, as a path tells them apart.
enum class WireApi : std::uint8_t { bulk2, bulk1, rest, other };

inline constexpr std::size_t k_wire_apis = 4;

/// `Bulk API 2.0`, `Bulk API 1.0`, `the REST API`, `another API`.
std::string_view name_of(WireApi api);

WireApi api_of(const HttpTarget& target);

/// What happened in one load.
struct Happenings {
    /// By WireApi: whether it was used, and whether anything happened at one of its requests.
    std::array<bool, k_wire_apis> used{};
    std::array<bool, k_wire_apis> disturbed{};
    /// By EventKind.
    std::array<bool, k_event_kinds> kinds{};

    void add(EventKind kind, WireApi api);

    /// Whether an answer was lost, so that a loader cannot know what a request did.
    bool any_doubt() const;
};

/// In how many loads what happened.
class HappeningCounts {
public:
    void count(const Happenings& happenings);

    /// What happened in less than 1 % of the loads (of those by an API), a phrase each: then a run
    /// proves little. None as long as there are less than 60 loads.
    std::vector<std::string> missing() const;

private:
    using PerApi = std::array<std::uint64_t, k_wire_apis>;

    std::uint64_t loads_ = 0;
    PerApi used_{};
    PerApi disturbed_{};
    std::array<std::uint64_t, k_event_kinds> kinds_{};
};

}  // namespace rowlock::loader
