#include "mockorg/engine/time_fields.hpp"

#include "mockorg/soql/functions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::int64_t k_ms_per_minute = 60'000;
constexpr double k_minutes_per_day = 1'440.0;
constexpr std::int64_t k_ms_per_day = 86'400'000;

/// The field of this name, if it has this type.
std::optional<FieldNo> find(const ObjectType& object, std::string_view name, FieldType type) {
    const Field* field = object.find_field(name);
    return field != nullptr && field->type == type ? std::optional{field->number} : std::nullopt;
}

void plan_fiscal_period(WritePlan& plan, const ObjectType& object) {
    const auto date = find(object, "CloseDate", FieldType::date);
    const auto year = find(object, "FiscalYear", FieldType::int_);
    const auto quarter = find(object, "FiscalQuarter", FieldType::int_);
    const auto period = find(object, "Fiscal", FieldType::string);
    if (date && year && quarter && period)
        plan.fiscal_periods.push_back({*date, *year, *quarter, *period});
}

void plan_contract_end(WritePlan& plan, const ObjectType& object) {
    if (object.name != "Contract") return;
    const auto start = find(object, "StartDate", FieldType::date);
    const auto months = find(object, "ContractTerm", FieldType::int_);
    const auto end = find(object, "EndDate", FieldType::date);
    if (start && months && end) plan.contract_ends.push_back({*start, *months, *end});
}

/// The last of so many months that begin on that day; null if no calendar goes that far. Where a
/// month has no such day, its last one counts.
Value last_day_of_months(std::int32_t start, double months) {
    constexpr double k_months_max = 12'000;
    if (!(months > 0 && months <= k_months_max)) return Value::of_null();
    const std::chrono::sys_days first{std::chrono::days{start}};
    std::chrono::year_month_day next{first};
    next += std::chrono::months{static_cast<int>(months)};
    if (!next.ok()) next = next.year() / next.month() / std::chrono::last;
    const auto day = std::chrono::sys_days{next} - std::chrono::days{1};
    return Value::of_date(static_cast<std::int32_t>(day.time_since_epoch().count()));
}

void plan_event_times(WritePlan& plan, const ObjectType& object) {
    if (object.name != "Event") return;
    const auto all_day = find(object, "IsAllDayEvent", FieldType::boolean);
    const auto start = find(object, "StartDateTime", FieldType::datetime);
    const auto moment = find(object, "ActivityDateTime", FieldType::datetime);
    const auto day = find(object, "ActivityDate", FieldType::date);
    const auto minutes = find(object, "DurationInMinutes", FieldType::int_);
    const auto end = find(object, "EndDateTime", FieldType::datetime);
    const auto end_day = find(object, "EndDate", FieldType::date);
    if (all_day && start && moment && day && minutes && end && end_day)
        plan.event_times.push_back({*all_day, *start, *moment, *day, *minutes, *end, *end_day});
}

Value day_of(const Value& moment) {
    const auto since = std::chrono::milliseconds{moment.datetime};
    return Value::of_date(
        static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(since).count())
    );
}

/// One save of an event.
class EventSave {
public:
    EventSave(
        Store& store,
        const WritePlan::EventTimes& fields,
        RecordHandle record,
        std::span<const std::pair<FieldNo, Value>> written
    )
        : store_(store), fields_(fields), record_(record), written_(written) {}

    void follow() {
        const Value start = new_start();
        const bool begins_anew = !start.is_null();
        if (begins_anew) {
            set(fields_.start, start);
            set(fields_.moment, start);
            set(fields_.day, day_of(start));
        }
        const bool sets_minutes = !written(fields_.minutes).is_null();
        const bool sets_end = !written(fields_.end).is_null();
        const bool sets_kind = !written(fields_.all_day).is_null();
        if (value(fields_.start).is_null()) return;
        if (sets_end && !sets_minutes) {
            set(fields_.minutes, Value::of_number(minutes_to_end()));
        } else if (sets_minutes || begins_anew || sets_kind) {
            end_after_length();
        }
        const Value end = value(fields_.end);
        set(fields_.end_day, end.is_null() ? end : day_of(end));
    }

private:
    Value value(FieldNo field) const { return store_.value(record_, field); }

    void set(FieldNo field, const Value& value) { store_.set(record_, field, value); }

    /// Null if it is not written, or written as null.
    Value written(FieldNo field) const {
        const auto found = std::find_if(written_.begin(), written_.end(), [&](const auto& value) {
            return value.first == field;
        });
        return found == written_.end() ? Value::of_null() : found->second;
    }

    /// Null if the save says nothing of it.
    Value new_start() const {
        for (const FieldNo field : {fields_.start, fields_.moment}) {
            if (const Value start = written(field); !start.is_null()) return start;
        }
        const Value day = written(fields_.day);
        const bool tells = value(fields_.all_day).boolean || value(fields_.start).is_null();
        if (day.is_null() || !tells) return Value::of_null();
        return Value::of_datetime(day.date * k_ms_per_day);
    }

    /// The last day of an event of whole days counts in full.
    double last_day() const { return value(fields_.all_day).boolean ? k_minutes_per_day : 0.0; }

    double minutes_to_end() const {
        const std::int64_t length = value(fields_.end).datetime - value(fields_.start).datetime;
        return static_cast<double>(length / k_ms_per_minute) + last_day();
    }

    void end_after_length() {
        Value minutes = value(fields_.minutes);
        if (minutes.is_null() && last_day() > 0.0) minutes = Value::of_number(k_minutes_per_day);
        if (minutes.is_null()) return;
        set(fields_.minutes, minutes);
        const double length = std::max(0.0, minutes.number - last_day());
        const auto ms = static_cast<std::int64_t>(length) * k_ms_per_minute;
        set(fields_.end, Value::of_datetime(value(fields_.start).datetime + ms));
    }

    Store& store_;
    const WritePlan::EventTimes& fields_;
    RecordHandle record_;
    std::span<const std::pair<FieldNo, Value>> written_;
};

}  // namespace

void plan_times(WritePlan& plan, const ObjectType& object) {
    plan_fiscal_period(plan, object);
    plan_contract_end(plan, object);
    plan_event_times(plan, object);
}

void derive_fiscal_periods(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const auto& fiscal : plan.fiscal_periods) {
        const Value date = store.value(record, fiscal.date);
        const Value year = soql::apply(soql::DateFunction::fiscal_year, date);
        const Value quarter = soql::apply(soql::DateFunction::fiscal_quarter, date);
        store.set(record, fiscal.year, year);
        store.set(record, fiscal.quarter, quarter);
        const std::string period =
            date.is_null() ? std::string{} : fmt::format("{} {}", year.number, quarter.number);
        store.set(
            record, fiscal.period, date.is_null() ? Value::of_null() : Value::of_text(period)
        );
    }
}

void derive_contract_ends(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const WritePlan::ContractEnd& contract : plan.contract_ends) {
        const Value start = store.value(record, contract.start);
        const Value months = store.value(record, contract.months);
        const bool known = !start.is_null() && !months.is_null();
        store.set(
            record,
            contract.end,
            known ? last_day_of_months(start.date, months.number) : Value::of_null()
        );
    }
}

void follow_times(
    Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
) {
    for (const WritePlan::EventTimes& fields : plan.event_times)
        EventSave{store, fields, record, written}.follow();
}

}  // namespace rowlock
