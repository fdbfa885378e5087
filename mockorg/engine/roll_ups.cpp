#include "mockorg/engine/roll_ups.hpp"

#include "mockorg/engine/standard_summaries.hpp"
#include "mockorg/soql/parser.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

Failure bad_filter(const Schema& schema, const RollUp& roll_up, const std::string& message) {
    const ObjectType& master = schema.object(roll_up.master);
    constexpr auto* k_message = "object '{}', field '{}', 'summary', filter: {}";
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(k_message, master.name, master.field(roll_up.field).name, message)
    );
}

Result<std::optional<soql::Predicate>> bind_filter(const Schema& schema, const RollUp& roll_up) {
    if (roll_up.filter.empty()) return std::nullopt;
    const auto condition = soql::parse_condition(roll_up.filter);
    if (!condition) return bad_filter(schema, roll_up, condition.error().message);
    const ObjectType& detail = schema.object(roll_up.detail);
    auto bound = soql::Predicate::bind(schema, detail, *condition);
    if (!bound) return bad_filter(schema, roll_up, bound.error().message);
    return std::optional{*std::move(bound)};
}

bool is_less(const Value& a, const Value& b) {
    switch (a.kind) {
        case Value::Kind::number:
            return a.number < b.number;
        case Value::Kind::date:
            return a.date < b.date;
        case Value::Kind::datetime:
            return a.datetime < b.datetime;
        default:
            return false;
    }
}

bool is_same(const Value& a, const Value& b) {
    return a.kind == b.kind && !is_less(a, b) && !is_less(b, a);
}

/// Whether `a` comes before `b` as the result of the summary.
bool wins(RollUpKind kind, const Value& a, const Value& b) {
    return kind == RollUpKind::min ? is_less(a, b) : is_less(b, a);
}

/// Adding and taking away again must leave no trace, as it would in binary fractions.
double rounded(double sum, int scale) {
    const double factor = std::pow(10.0, scale);
    return std::round(sum * factor) / factor;
}

bool is_extreme(RollUpKind kind) {
    return kind == RollUpKind::min || kind == RollUpKind::max;
}

}  // namespace

Result<std::shared_ptr<const RollUpPlans>> RollUpPlans::make(const Schema& schema) {
    auto made = std::make_shared<RollUpPlans>();
    made->by_detail_.resize(schema.objects().size());
    made->by_master_.resize(schema.objects().size());
    made->line_items_ = LineItemTotals::find(schema);
    std::vector<RollUp> roll_ups = standard_summaries(schema);
    roll_ups.insert(roll_ups.end(), schema.roll_ups().begin(), schema.roll_ups().end());
    for (const RollUp& roll_up : roll_ups) {
        auto filter = bind_filter(schema, roll_up);
        if (!filter) return Failure{filter.error()};
        const auto number = static_cast<std::uint32_t>(made->plans_.size());
        made->by_detail_[static_cast<std::size_t>(roll_up.detail)].push_back(number);
        made->by_master_[static_cast<std::size_t>(roll_up.master)].push_back(number);
        int scale = 0;
        if (roll_up.summarized) {
            scale = schema.object(roll_up.detail).field(*roll_up.summarized).scale;
        }
        made->plans_.push_back({roll_up, *std::move(filter), scale});
    }
    return std::shared_ptr<const RollUpPlans>{std::move(made)};
}

Result<void> attach_roll_ups(const Schema& schema, std::span<WritePlan> plans) {
    const auto roll_ups = RollUpPlans::make(schema);
    if (!roll_ups) return Failure{roll_ups.error()};
    for (WritePlan& plan : plans) plan.roll_ups = *roll_ups;
    return {};
}

void RollUpKeeper::begin_new(RecordHandle record) {
    for (const std::uint32_t number : plans_.of_master(record.object)) {
        const RollUp& roll_up = plans_.plan(number).roll_up;
        if (!is_extreme(roll_up.kind)) store_.set(record, roll_up.field, Value::of_number(0.0));
    }
    for (const std::uint32_t number : plans_.of_detail(record.object)) {
        begun_.push_back({number, record, {}});
    }
    if (is_line_item(record)) begun_items_.push_back({record, {}});
}

void RollUpKeeper::begin(RecordHandle record) {
    for (const std::uint32_t number : plans_.of_detail(record.object)) {
        begun_.push_back({number, record, share_of(plans_.plan(number), record)});
    }
    if (is_line_item(record)) {
        begun_items_.push_back({record, share_of_line_item(store_, *plans_.line_items(), record)});
    }
}

void RollUpKeeper::settle() {
    for (const Begun& begun : begun_) {
        move_share(begun.plan, begun.before, share_of(plans_.plan(begun.plan), begun.record));
    }
    begun_.clear();
    for (const BegunItem& begun : begun_items_) move_item(begun);
    begun_items_.clear();
    for (const Recount& each : recounts_) recount(each);
    recounts_.clear();
}

bool RollUpKeeper::is_line_item(RecordHandle record) const {
    return plans_.line_items() && plans_.line_items()->item == record.object;
}

void RollUpKeeper::move_item(const BegunItem& begun) {
    const LineItemTotals& totals = *plans_.line_items();
    const LineItemShare after = share_of_line_item(store_, totals, begun.record);
    if (after == begun.before) return;
    RollUpKeeper above{store_, plans_};
    std::set<RecordHandle> opportunities;
    if (begun.before.opportunity) opportunities.insert(*begun.before.opportunity);
    if (after.opportunity) opportunities.insert(*after.opportunity);
    for (const RecordHandle opportunity : opportunities) above.begin(opportunity);
    move_line_item(store_, totals, begun.record, begun.before, after);
    above.settle();
}

RollUpKeeper::Share RollUpKeeper::share_of(const RollUpPlans::Plan& plan, RecordHandle record)
    const {
    if (store_.state(record) != RowState::live) return {};
    const Value master = store_.value(record, plan.roll_up.reference);
    if (master.kind != Value::Kind::reference) return {};
    if (plan.filter && !plan.filter->matches(StoredRow{store_, record}, store_)) return {};
    if (!plan.roll_up.summarized) return {master.record, Value::of_number(1.0)};
    return {master.record, store_.value(record, *plan.roll_up.summarized)};
}

void RollUpKeeper::move_share(std::uint32_t number, const Share& before, const Share& after) {
    if (before.master == after.master && is_same(before.value, after.value)) return;
    if (before.master && !before.value.is_null()) take(number, *before.master, before.value);
    if (after.master && !after.value.is_null()) {
        add(plans_.plan(number), *after.master, after.value);
    }
}

void RollUpKeeper::add(const RollUpPlans::Plan& plan, RecordHandle master, const Value& value) {
    const Value now = store_.value(master, plan.roll_up.field);
    if (is_extreme(plan.roll_up.kind)) {
        if (now.is_null() || wins(plan.roll_up.kind, value, now)) set(plan, master, value);
        return;
    }
    const double sum = now.is_null() ? 0.0 : now.number;
    set(plan, master, Value::of_number(rounded(sum + value.number, plan.scale)));
}

void RollUpKeeper::take(std::uint32_t number, RecordHandle master, const Value& value) {
    const RollUpPlans::Plan& plan = plans_.plan(number);
    const Value now = store_.value(master, plan.roll_up.field);
    if (is_extreme(plan.roll_up.kind)) {
        if (is_same(now, value)) recounts_.emplace(number, master);
        return;
    }
    const double sum = now.is_null() ? 0.0 : now.number;
    set(plan, master, Value::of_number(rounded(sum - value.number, plan.scale)));
}

void RollUpKeeper::recount(const Recount& recount) {
    const RollUpPlans::Plan& plan = plans_.plan(recount.first);
    const RollUp& roll_up = plan.roll_up;
    Value best;
    for (const std::uint32_t row :
         store_.children(roll_up.detail, roll_up.reference, recount.second)) {
        const Share share = share_of(plan, {roll_up.detail, row});
        if (!share.master || share.value.is_null()) continue;
        if (best.is_null() || wins(roll_up.kind, share.value, best)) best = share.value;
    }
    if (!is_same(best, store_.value(recount.second, roll_up.field))) {
        set(plan, recount.second, best);
    }
}

void RollUpKeeper::set(const RollUpPlans::Plan& plan, RecordHandle master, const Value& value) {
    if (store_.state(master) == RowState::purged) return;
    RollUpKeeper above{store_, plans_};
    above.begin(master);
    store_.set(master, plan.roll_up.field, value);
    above.settle();
}

}  // namespace rowlock
