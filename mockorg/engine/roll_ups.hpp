#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/line_item_totals.hpp"
#include "mockorg/engine/write_plan.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/predicate.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace rowlock {

/// What a schema's masters sum up of their details, ready to be kept: its roll-up summaries, those
/// of the platform's own objects, and the totals of opportunities. Immutable; any thread.
class RollUpPlans {
public:
    struct Plan {
        RollUp roll_up;
        std::optional<soql::Predicate> filter;
        /// Digits behind the point of what is summed up.
        int scale = 0;
    };

    /// bad_configuration if a filter is no condition on its object.
    static Result<std::shared_ptr<const RollUpPlans>> make(const Schema& schema);

    const Plan& plan(std::uint32_t number) const { return plans_[number]; }

    /// Plans that this object's rows count in.
    std::span<const std::uint32_t> of_detail(ObjectNo detail) const {
        return by_detail_[static_cast<std::size_t>(detail)];
    }

    /// Plans whose result this object's rows hold.
    std::span<const std::uint32_t> of_master(ObjectNo master) const {
        return by_master_[static_cast<std::size_t>(master)];
    }

    /// Nothing if the schema's opportunities have no products.
    const std::optional<LineItemTotals>& line_items() const { return line_items_; }

private:
    std::vector<Plan> plans_;
    std::optional<LineItemTotals> line_items_;
    std::vector<std::vector<std::uint32_t>> by_detail_;
    std::vector<std::vector<std::uint32_t>> by_master_;
};

/// Lets every save of the schema's objects keep its summaries.
Result<void> attach_roll_ups(const Schema& schema, std::span<WritePlan> plans);

/// Keeps summaries right while rows change: each is what a recount over the master's live details
/// would give, with 0 for the count and sum of none and null for their minimum and maximum. Masters
/// whose summary changes count in their own masters' summaries in turn. Works on a store it does
/// not own; one change at a time.
class RollUpKeeper {
public:
    RollUpKeeper(Store& store, const RollUpPlans& plans) : store_(store), plans_(plans) {}

    /// The row was just made and has no values yet.
    void begin_new(RecordHandle record);

    /// The row is about to change or to be deleted or brought back. Once for each row.
    void begin(RecordHandle record);

    /// The changes begun are done.
    void settle();

private:
    /// What a row is worth to one summary.
    struct Share {
        std::optional<RecordHandle> master;
        Value value;
    };

    struct Begun {
        std::uint32_t plan;
        RecordHandle record;
        Share before;
    };

    struct BegunItem {
        RecordHandle record;
        LineItemShare before;
    };

    using Recount = std::pair<std::uint32_t, RecordHandle>;

    bool is_line_item(RecordHandle record) const;
    void move_item(const BegunItem& begun);
    Share share_of(const RollUpPlans::Plan& plan, RecordHandle record) const;
    void move_share(std::uint32_t plan, const Share& before, const Share& after);
    void add(const RollUpPlans::Plan& plan, RecordHandle master, const Value& value);
    void take(std::uint32_t plan, RecordHandle master, const Value& value);
    void recount(const Recount& recount);
    void set(const RollUpPlans::Plan& plan, RecordHandle master, const Value& value);

    Store& store_;
    const RollUpPlans& plans_;
    std::vector<Begun> begun_;
    std::vector<BegunItem> begun_items_;
    /// Extremes that went: somebody else must be the next.
    std::set<Recount> recounts_;
};

}  // namespace rowlock
