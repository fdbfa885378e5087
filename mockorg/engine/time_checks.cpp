#include "mockorg/engine/write_plan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::int64_t k_ms_per_minute = 60'000;
constexpr std::int64_t k_ms_per_day = 86'400'000;
constexpr double k_minutes_per_day = 1'440.0;

/// [code and the form of the text: reported; the sentence: ours]
Failure out_of_order(std::string_view what, std::string_view field) {
    return fail(ErrorCode::field_integrity_exception, std::string{what}, {std::string{field}});
}

Failure missing(std::string_view field) {
    return fail(
        ErrorCode::required_field_missing,
        fmt::format("Required fields are missing: [{}]", field),
        {std::string{field}}
    );
}

/// The times of an event as they would be after a save.
class EventCheck {
public:
    EventCheck(
        const Store& store,
        const WritePlan::EventTimes& fields,
        std::optional<RecordHandle> record,
        std::span<const std::pair<FieldNo, Value>> written
    )
        : store_(store), fields_(fields), record_(record), written_(written) {}

    Result<void> run() const {
        const Value start = new_start();
        const Value minutes = written(fields_.minutes);
        const Value end = written(fields_.end);
        const bool must_tell = !record_ || empties(fields_.start) || empties(fields_.moment);
        if (must_tell && start.is_null()) return missing("StartDateTime");
        const bool has_length = !minutes.is_null() || !end.is_null() || is_all_day();
        if (!record_ && !has_length) return missing("EndDateTime");
        if (!minutes.is_null() && minutes.number < 0)
            return out_of_order("Duration must not be negative: Duration", "DurationInMinutes");
        return check_end(start.is_null() ? stored(fields_.start) : start, minutes, end);
    }

private:
    Result<void> check_end(const Value& start, const Value& minutes, const Value& end) const {
        if (start.is_null() || end.is_null()) return {};
        const std::int64_t length = end.datetime - start.datetime;
        if (length < 0)
            return out_of_order("The end of an event must not be before its start", "EndDateTime");
        // The last day of an event of whole days counts in full.
        const double last_day = is_all_day() ? k_minutes_per_day : 0.0;
        const double told = static_cast<double>(length / k_ms_per_minute) + last_day;
        if (minutes.is_null() || minutes.number == told) return {};
        return out_of_order(
            "DurationInMinutes and EndDateTime must say the same", "DurationInMinutes"
        );
    }

    /// Nothing if the save says nothing of the field.
    std::optional<Value> said_of(FieldNo field) const {
        const auto found = std::find_if(written_.begin(), written_.end(), [&](const auto& value) {
            return value.first == field;
        });
        return found == written_.end() ? std::nullopt : std::optional{found->second};
    }

    Value written(FieldNo field) const { return said_of(field).value_or(Value::of_null()); }

    bool empties(FieldNo field) const {
        const auto said = said_of(field);
        return said && said->is_null();
    }

    Value stored(FieldNo field) const {
        return record_ ? store_.value(*record_, field) : Value::of_null();
    }

    bool is_all_day() const {
        return said_of(fields_.all_day).value_or(stored(fields_.all_day)).boolean;
    }

    /// Null if the save says nothing of it.
    Value new_start() const {
        for (const FieldNo field : {fields_.start, fields_.moment}) {
            if (const Value start = written(field); !start.is_null()) return start;
        }
        const Value day = written(fields_.day);
        const bool tells = is_all_day() || stored(fields_.start).is_null();
        if (day.is_null() || !tells) return Value::of_null();
        return Value::of_datetime(day.date * k_ms_per_day);
    }

    const Store& store_;
    const WritePlan::EventTimes& fields_;
    std::optional<RecordHandle> record_;
    std::span<const std::pair<FieldNo, Value>> written_;
};

}  // namespace

Result<void> check_times(
    const Store& store,
    const WritePlan& plan,
    std::optional<RecordHandle> record,
    std::span<const std::pair<FieldNo, Value>> written
) {
    for (const WritePlan::EventTimes& fields : plan.event_times) {
        if (auto fine = EventCheck{store, fields, record, written}.run(); !fine) return fine;
    }
    return {};
}

}  // namespace rowlock
