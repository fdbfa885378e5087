#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/faults/fault.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// A request as faults see it.
struct FaultedRequest {
    std::string_view method;
    /// Nothing for paths outside all APIs.
    std::optional<ApiFamily> family;
    /// With a slash in front of each segment, decoded.
    std::string_view path;
};

/// A batch that a worker takes up, or a query job of Bulk API 2.0 that starts.
struct FaultedJob {
    std::string_view id;
    std::string_view object;
    std::string_view operation;
};

/// The faults that are set, with their counters. Who is struck follows from the seed, the fault's
/// name and how many matched before: the same requests in the same order meet the same faults,
/// whatever else is set. A value; copies share nothing.
class FaultBook {
public:
    /// More than anybody writes by hand.
    static constexpr std::size_t k_faults_max = 1000;

    struct Entry {
        Fault fault;
        TimePoint begins{};
        /// TimePoint::max(): never.
        TimePoint ends{};
        /// How many matched, and how many of them were struck.
        std::uint64_t seen = 0;
        std::uint64_t struck = 0;

        bool holds_at(TimePoint now) const { return begins <= now && now < ends; }
    };

    using Entries = std::map<std::string, Entry, std::less<>>;

    explicit FaultBook(std::uint64_t seed) : random_(Random{seed}.split("faults")) {}

    bool empty() const { return entries_.empty(); }

    /// By name.
    const Entries& entries() const { return entries_; }

    /// Counts from zero, in place of one of the same name.
    const Entry& set(Fault fault, TimePoint now);

    /// False if there is none.
    bool remove(std::string_view name);

    /// The fault that strikes this request or job, if any does: of several the first by name, and
    /// those behind it do not see the request. Valid until the book changes.
    const Entry* strike(const FaultedRequest& request, TimePoint now);
    const Entry* strike(const FaultedJob& job, TimePoint now);

    /// Books that a lock fault took its records.
    void count_lock(std::string_view name);

private:
    template <class Matches>
    const Entry* strike_first(TimePoint now, const Matches& matches);
    bool draw(Entry& entry) const;

    Random random_;
    Entries entries_;
};

}  // namespace rowlock
