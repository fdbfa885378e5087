#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/schema/roll_up.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// Recounts one roll-up summary from its details and compares it with what the masters show. First
/// all masters, then all details; dates and times count as numbers. 48 bytes a master. A value.
class RollUpRecount {
public:
    struct Mismatch {
        RecordId master;
        std::optional<double> shown;
        std::optional<double> recounted;

        bool operator==(const Mismatch&) const = default;
    };

    /// `scale`: digits behind the point of the summary; sums may differ by half of the last one.
    RollUpRecount(RollUpKind kind, int scale);

    void add_master(const RecordId& id, std::optional<double> shown);

    /// Before the first detail.
    void end_masters();

    /// A detail that counts; its value does not matter for a count, and an empty one is passed
    /// over. False if there is no such master.
    bool add_detail(const RecordId& master, std::optional<double> value);

    std::uint64_t masters() const { return masters_.size(); }

    /// By master. An empty count or sum is 0; the minimum and maximum of nothing are empty.
    std::vector<Mismatch> mismatches() const;

private:
    struct Master {
        RecordId id;
        std::optional<double> shown;
        std::optional<double> value;
    };

    void include(std::optional<double>& value, double detail) const;
    bool equal(const Master& master) const;
    std::optional<double> or_zero(std::optional<double> value) const;

    RollUpKind kind_;
    double tolerance_;
    std::vector<Master> masters_;
};

}  // namespace rowlock
