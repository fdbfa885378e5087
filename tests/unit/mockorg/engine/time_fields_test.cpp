#include "mockorg/engine/time_fields.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct TimeFieldsFixture : EngineFixture {
    void update(RecordHandle record, const std::string& object_name, Fields fields) {
        fields.emplace_back("Id", id(record));
        require_value(write(object_name, Operation::update, fields));
    }

    /// `start end minutes day endDay` of an event, `-` for null.
    std::string times(RecordHandle event) const {
        std::string out;
        const auto moment = [&](const std::string& name) {
            const Value value = this->value(event, name);
            if (value.is_null()) return std::string{"-"};
            std::string text;
            append_z_datetime(text, value.datetime);
            return text.substr(5, 11);
        };
        const auto day = [&](const std::string& name) {
            const Value value = this->value(event, name);
            if (value.is_null()) return std::string{"-"};
            std::string text;
            append_date(text, value.date);
            return text.substr(5);
        };
        const Value minutes = value(event, "DurationInMinutes");
        CHECK(moment("StartDateTime") == moment("ActivityDateTime"));
        return moment("StartDateTime") + " " + moment("EndDateTime") + " " +
               (minutes.is_null() ? "-" : std::to_string(static_cast<int>(minutes.number))) + " " +
               day("ActivityDate") + " " + day("EndDate");
    }
};

TEST_CASE_METHOD(TimeFieldsFixture, "the fiscal period follows the close date") {
    const RecordHandle deal =
        add("Opportunity",
            {{"Name", "Deal"}, {"StageName", "Prospecting"}, {"CloseDate", "2026-03-31"}});
    CHECK(value(deal, "FiscalYear").number == 2026);
    CHECK(value(deal, "FiscalQuarter").number == 1);
    CHECK(text(deal, "Fiscal") == "2026 1");
    update(deal, "Opportunity", {{"CloseDate", "2027-10-01"}});
    CHECK(value(deal, "FiscalYear").number == 2027);
    CHECK(value(deal, "FiscalQuarter").number == 4);
    CHECK(text(deal, "Fiscal") == "2027 4");
}

TEST_CASE_METHOD(
    TimeFieldsFixture, "a case is closed since it was closed, and not at all once reopened"
) {
    const RecordHandle record = add("Case", {{"Status", "New"}});
    CHECK(value(record, "ClosedDate").is_null());
    now += std::chrono::hours{1};
    update(record, "Case", {{"Status", "Closed"}});
    const Value closed = value(record, "ClosedDate");
    REQUIRE(closed.kind == Value::Kind::datetime);
    CHECK(closed.datetime == value(record, "LastModifiedDate").datetime);
    now += std::chrono::hours{1};
    update(record, "Case", {{"Subject", "Still closed"}});
    CHECK(value(record, "ClosedDate").datetime == closed.datetime);
    update(record, "Case", {{"Status", "Working"}});
    CHECK(value(record, "ClosedDate").is_null());
    CHECK(value(add("Case", {{"Status", "Closed"}}), "ClosedDate").kind == Value::Kind::datetime);
}

TEST_CASE_METHOD(TimeFieldsFixture, "an event's start, end and length follow from each other") {
    const RecordHandle event =
        add("Event",
            {{"StartDateTime", "2026-01-05T23:30:00Z"}, {"EndDateTime", "2026-01-06T00:15:00Z"}});
    CHECK(times(event) == "01-05T23:30 01-06T00:15 45 01-05 01-06");
    update(event, "Event", {{"DurationInMinutes", "15"}});
    CHECK(times(event) == "01-05T23:30 01-05T23:45 15 01-05 01-05");
    // Moved, it keeps its length.
    update(event, "Event", {{"ActivityDateTime", "2026-02-01T10:00:00Z"}});
    CHECK(times(event) == "02-01T10:00 02-01T10:15 15 02-01 02-01");
    update(event, "Event", {{"EndDateTime", "2026-02-01T12:00:00Z"}});
    CHECK(times(event) == "02-01T10:00 02-01T12:00 120 02-01 02-01");
    update(event, "Event", {{"Subject", "Call"}});
    CHECK(times(event) == "02-01T10:00 02-01T12:00 120 02-01 02-01");
    CHECK(
        times(add(
            "Event", {{"ActivityDateTime", "2026-01-05T08:00:00Z"}, {"DurationInMinutes", "60"}}
        )) == "01-05T08:00 01-05T09:00 60 01-05 01-05"
    );
}

TEST_CASE_METHOD(
    TimeFieldsFixture, "an event without a start or length, or with two lengths, is refused"
) {
    const std::string start = "2026-01-05T08:00:00Z";
    const auto refused = [&](Operation operation, Fields fields) {
        return error_of(write("Event", operation, fields));
    };
    using enum Operation;
    const std::string no_start =
        "REQUIRED_FIELD_MISSING:Required fields are missing: [StartDateTime]:StartDateTime --";
    CHECK(refused(insert, {{"DurationInMinutes", "60"}}) == no_start);
    CHECK(
        refused(insert, {{"StartDateTime", start}}) ==
        "REQUIRED_FIELD_MISSING:Required fields are missing: [EndDateTime]:EndDateTime --"
    );
    CHECK(
        refused(insert, {{"StartDateTime", start}, {"DurationInMinutes", "-1"}}) ==
        "FIELD_INTEGRITY_EXCEPTION:Duration must not be negative: Duration:DurationInMinutes --"
    );
    CHECK(
        refused(insert, {{"StartDateTime", start}, {"EndDateTime", "2026-01-05T07:59:00Z"}}) ==
        "FIELD_INTEGRITY_EXCEPTION:The end of an event must not be before its start:EndDateTime --"
    );
    const Fields both{
        {"StartDateTime", start},
        {"EndDateTime", "2026-01-05T08:30:00Z"},
        {"DurationInMinutes", "30"}};
    const RecordHandle event = add("Event", both);
    CHECK(times(event) == "01-05T08:00 01-05T08:30 30 01-05 01-05");
    const auto change = [&](Fields fields) {
        fields.emplace_back("Id", id(event));
        return refused(update, fields);
    };
    CHECK(change({{"EndDateTime", "2026-01-05T09:00:00Z"}, {"DurationInMinutes", "30"}}
    ).starts_with("FIELD_INTEGRITY_EXCEPTION:"));
    CHECK(change({{"EndDateTime", "2026-01-05T07:00:00Z"}}
    ).starts_with("FIELD_INTEGRITY_EXCEPTION:"));
    CHECK(change({{"StartDateTime", "#N/A"}}) == no_start);
    CHECK(times(event) == "01-05T08:00 01-05T08:30 30 01-05 01-05");
}

TEST_CASE_METHOD(TimeFieldsFixture, "a contract ends on the last day of its term") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const auto ends = [&](const std::string& start, const std::string& months) {
        const RecordHandle contract =
            add("Contract",
                {{"AccountId", id(account)}, {"StartDate", start}, {"ContractTerm", months}});
        const Value end = value(contract, "EndDate");
        std::string day;
        if (!end.is_null()) append_date(day, end.date);
        return day;
    };
    CHECK(ends("2026-01-01", "12") == "2026-12-31");
    CHECK(ends("2026-01-15", "1") == "2026-02-14");
    CHECK(ends("2026-01-31", "1") == "2026-02-27");
    CHECK(ends("", "12").empty());
    CHECK(ends("2026-01-01", "").empty());
}

TEST_CASE_METHOD(
    TimeFieldsFixture, "a task is completed when it was, and not at all once reopened"
) {
    const RecordHandle task = add("Task", {{"Subject", "Call"}});
    CHECK(value(task, "CompletedDateTime").is_null());
    now += std::chrono::hours{1};
    update(task, "Task", {{"Status", "Completed"}});
    const Value completed = value(task, "CompletedDateTime");
    REQUIRE(completed.kind == Value::Kind::datetime);
    CHECK(completed.datetime == value(task, "LastModifiedDate").datetime);
    update(task, "Task", {{"Status", "In Progress"}});
    CHECK(value(task, "CompletedDateTime").is_null());
}

TEST_CASE_METHOD(TimeFieldsFixture, "an event of whole days lasts one, or up to its last") {
    const RecordHandle one =
        add("Event", {{"IsAllDayEvent", "true"}, {"ActivityDate", "2026-01-05"}});
    CHECK(times(one) == "01-05T00:00 01-05T00:00 1440 01-05 01-05");
    update(one, "Event", {{"EndDateTime", "2026-01-07T00:00:00Z"}});
    CHECK(times(one) == "01-05T00:00 01-07T00:00 4320 01-05 01-07");
    update(one, "Event", {{"ActivityDate", "2026-02-01"}});
    CHECK(times(one) == "02-01T00:00 02-03T00:00 4320 02-01 02-03");
}

}  // namespace
}  // namespace rowlock
