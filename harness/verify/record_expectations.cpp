#include "harness/verify/record_expectations.hpp"

#include "harness/count/count_rows.hpp"
#include "harness/count/record_identity.hpp"
#include "harness/query/missing_object.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/repeated_keys.hpp"
#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace rowlock {
namespace {

/// Whether rows may create records.
bool makes_records(LoadOperation operation) {
    return operation == LoadOperation::insert || operation == LoadOperation::upsert;
}

/// The step's rows in the org's place of a count; they outlive it.
CountedLoad counted_load(const Load& load, const Strategy& strategy, const OpenSources& sources) {
    return {&load, &strategy, &sources, {}};
}

/// The strategy that loads this step alone.
Strategy strategy_of(const LoadStep& step) {
    Strategy strategy;
    strategy.load = step;
    return strategy;
}

std::string no_condition(const std::string& object) {
    return fmt::format(
        "no condition tells the load's records from others'; give one with --where {}:CONDITION",
        object
    );
}

/// The setup's, and then the strategy's own.
std::vector<const LoadStep*> steps_of(const PromisedLoad& promised) {
    std::vector<const LoadStep*> steps;
    for (const LoadStep& step : promised.load->setup) steps.push_back(&step);
    steps.push_back(&promised.strategy->load);
    return steps;
}

/// Null if its rows do not name their records.
std::shared_ptr<const ExpectedRows> rows_of_step(
    const PromisedLoad& promised, const LoadStep& step
) {
    const bool is_setup = &step != &promised.strategy->load;
    std::vector<std::string> key = is_setup ? std::vector<std::string>{} : promised.key;
    if (key.empty()) {
        std::string column = key_column(*promised.load, step, *promised.sources[step.source]);
        if (column.empty()) return nullptr;
        key.push_back(std::move(column));
    }
    return std::make_shared<const ExpectedRows>(ExpectedRows{
        promised.load, strategy_of(step), promised.sources, std::move(key)});
}

/// What one step promises; nothing if that is nothing.
Result<std::optional<RecordExpectation>> expectation_of_step(
    const PromisedLoad& promised, const LoadStep& step, const OwnRecords& own, bool gone
) {
    const std::string& object = promised.load->sources[step.source].object;
    const bool removes = removes_records(step.operation);
    if (gone && !removes && !makes_records(step.operation)) return std::nullopt;
    RecordExpectation expectation;
    expectation.selection = {object, own.of(object)};
    expectation.source = "the load";
    // What a delete was to take away is no more, whether or not the rest is.
    if (!gone || removes) {
        const Strategy strategy = strategy_of(step);
        const auto due = records_due(counted_load(*promised.load, strategy, promised.sources));
        if (!due) return Failure{due.error()};
        expectation.records = {*due, *due};
        expectation.rows = rows_of_step(promised, step);
    }
    const bool has_condition = !expectation.selection.where.empty();
    if (gone && !removes && !has_condition) {
        expectation.rows = rows_of_step(promised, step);
        expectation.gone = true;
    }
    // What is deleted by a condition is gone if that finds nothing, whatever the rows were.
    if (has_condition && removes) expectation.rows = nullptr;
    // Rows that name their records need no condition to find them.
    if (!has_condition && expectation.rows == nullptr)
        expectation.impossible = no_condition(object);
    return expectation;
}

/// Of a load that is said to be gone, and that changed records alone.
RecordExpectation nothing_to_be_gone(const PromisedLoad& promised) {
    const LoadStep& step = promised.strategy->load;
    RecordExpectation expectation;
    expectation.selection = {promised.load->sources[step.source].object, ""};
    expectation.source = "the load";
    expectation.impossible = fmt::format(
        "the load's operation is {}: it made no records that could be gone; without --gone its "
        "rows' records are looked for",
        name_of(step.operation)
    );
    return expectation;
}

/// Of records that a load makes, by number or by rows; not of those that it names.
bool is_count_of_made(const RecordExpectation& expectation) {
    return expectation.rows == nullptr || makes_records(expectation.rows->strategy.load.operation);
}

void add_samples(ProofCheck& check, const char* kind, const std::vector<std::string>& samples) {
    for (const std::string& sample : samples) check.add({kind, "", sample});
}

std::string condition_text(const RecordSelection& selection) {
    return selection.where.empty() ? "" : " with " + selection.where;
}

/// `200 records with X, for each of 200 rows of the load: 0 missing, 0 extra, 0 doubled`
std::string rows_text(const RecordExpectation& expectation, const RowCount& count, bool removes) {
    if (removes) {
        return fmt::format(
            "{} of {} of {} still there",
            counted(count.left, "record"),
            counted(count.rows, "row"),
            expectation.source
        );
    }
    const bool shared = count.records_due != count.rows;
    return fmt::format(
        "{}{}, {} of {}{}: {} missing, {}, {} doubled",
        counted(count.records, "record"),
        condition_text(expectation.selection),
        counted(count.rows, "row"),
        expectation.source,
        shared ? ", which make " + counted(count.records_due, "record") : "",
        grouped(count.missing),
        expectation.selection.where.empty() ? "no condition to tell extra ones by"
                                            : grouped(count.extra) + " extra",
        grouped(count.duplicates)
    );
}

/// Which rows have no record, and which records have no row.
Result<void> compare_rows(
    const OrgQuestions& org, const RecordExpectation& expectation, ProofCheck& check
) {
    const ExpectedRows& rows = *expectation.rows;
    RowCountQuestion question;
    question.counted = rows.counted();
    question.gone = expectation.gone;
    question.selection = expectation.selection;
    auto key = read_record_key(org.ask, expectation.selection.object, rows.key);
    if (!key) return Failure{std::move(key.error())};
    question.key = std::move(*key);
    const auto count = count_rows(question, org);
    if (!count) return Failure{count.error()};
    check.compared = "rowsByKey";
    const bool removes = expectation.gone || removes_records(rows.strategy.load.operation);
    check.detail = rows_text(expectation, *count, removes);
    add_samples(check, "missing", count->missing_sample);
    add_samples(check, "left", count->left_sample);
    add_samples(check, "extra", count->extra_sample);
    add_samples(check, "duplicate", count->duplicate_sample);
    check.faults = count->faults();
    return {};
}

/// How many records there are, and no more than that.
Result<void> compare_number(
    const OrgQuestions& org, const RecordExpectation& expectation, ProofCheck& check
) {
    const auto records = count_records(org.ask, expectation.selection);
    if (!records)
        return Failure{explain_refusal(org.ask, expectation.selection.object, records.error())};
    const RecordRange& expected = expectation.records;
    check.compared = "recordNumber";
    check.detail = fmt::format(
        "{}{}, {} by {}; only the number was compared",
        counted(*records, "record"),
        condition_text(expectation.selection),
        expected.has(*records) ? "as many as expected" : "expected " + range_text(expected),
        expectation.source
    );
    if (*records > expected.most)
        check.add({"count", "", grouped(*records - expected.most) + " too many"});
    if (*records < expected.least)
        check.add({"count", "", grouped(expected.least - *records) + " too few"});
    return {};
}

}  // namespace

Result<RecordExpectation> parse_expectation(const std::string& text) {
    const auto wrong = [&](const std::string& why) {
        return fail(
            ErrorCode::bad_configuration,
            "--expect \"" + text + "\": " + why +
                ", expected OBJECT=NUMBER or OBJECT:CONDITION=NUMBER"
        );
    };
    const std::size_t sign = text.rfind('=');
    if (sign == std::string::npos) return wrong("there is no =");
    RecordExpectation expectation;
    expectation.source = "--expect";
    const std::string number = text.substr(sign + 1);
    const char* const end = number.data() + number.size();
    std::uint64_t records = 0;
    const auto read = std::from_chars(number.data(), end, records);
    if (read.ec != std::errc{} || read.ptr != end) return wrong("no number behind the last =");
    expectation.records = {records, records};
    const std::string what = text.substr(0, sign);
    expectation.selection = split_condition(what);
    if (expectation.selection.object.empty()) expectation.selection = {what, ""};
    if (!check_selection(expectation.selection)) return wrong("it does not begin with an object");
    return expectation;
}

void OwnRecords::add(const std::string& object, const std::string& condition) {
    // What a clean-up would not delete by proves nothing either.
    if (!tells_own_records(condition)) return;
    for (RecordSelection& known : found_) {
        if (!equal_ignoring_case(known.object, object)) continue;
        if (known.where != condition) known.where = "(" + known.where + ") OR (" + condition + ")";
        return;
    }
    found_.push_back({object, condition});
}

void OwnRecords::add(const Load& load, const Strategy& strategy) {
    for (const LoadStep& step : load.setup)
        add(load.sources[step.source].object, tag_condition(load, step));
    const LoadStep& step = strategy.load;
    add_object_name(loaded_, load.sources[step.source].object);
    add(load.sources[step.source].object, tag_condition(load, step));
}

void OwnRecords::add(const ReplayReport& report) {
    add_object_name(loaded_, report.object);
    add(report.object, report.tag);
}

std::string OwnRecords::of(const std::string& object) const {
    std::string given = given_.only_of(object);
    const bool is_loaded =
        loaded_.empty() || std::any_of(loaded_.begin(), loaded_.end(), [&](const auto& loaded) {
            return equal_ignoring_case(loaded, object);
        });
    if (given.empty() && is_loaded) given = given_.of_all();
    if (!given.empty()) return given;
    for (const RecordSelection& known : found_) {
        if (equal_ignoring_case(known.object, object)) return known.where;
    }
    return {};
}

std::vector<std::shared_ptr<const ExpectedRows>> rows_that_make_records(const PromisedLoad& promised
) {
    std::vector<std::shared_ptr<const ExpectedRows>> all;
    for (const LoadStep* step : steps_of(promised)) {
        if (!makes_records(step->operation)) continue;
        if (auto rows = rows_of_step(promised, *step)) all.push_back(std::move(rows));
    }
    return all;
}

Result<std::uint64_t> rows_sent_by(const PromisedLoad& promised) {
    const auto partitions =
        partitions_without_ids(counted_load(*promised.load, *promised.strategy, promised.sources));
    if (!partitions) return Failure{partitions.error()};
    std::uint64_t rows = 0;
    for (const RowSequence& partition : *partitions) rows += partition.size();
    return rows;
}

Result<std::vector<RecordExpectation>> expectations_of(
    const PromisedLoad& promised_load, const OwnRecords& own, bool gone
) {
    std::vector<RecordExpectation> expectations;
    for (const LoadStep* step : steps_of(promised_load)) {
        auto promised = expectation_of_step(promised_load, *step, own, gone);
        if (!promised) return Failure{std::move(promised.error())};
        if (!*promised) continue;
        const auto same =
            std::find_if(expectations.begin(), expectations.end(), [&](const auto& known) {
                return is_count_of_made(known) &&
                       equal_ignoring_case(known.selection.object, (*promised)->selection.object);
            });
        if (same == expectations.end() || !is_count_of_made(**promised)) {
            expectations.push_back(std::move(**promised));
            continue;
        }
        // Several steps of one object are found by one condition.
        same->records.least += (*promised)->records.least;
        same->records.most += (*promised)->records.most;
        same->rows = nullptr;
        same->gone = false;
        if (same->selection.where.empty()) same->impossible = no_condition(same->selection.object);
    }
    if (expectations.empty()) expectations.push_back(nothing_to_be_gone(promised_load));
    return expectations;
}

RecordExpectation expectation_of(const ReplayReport& report, const OwnRecords& own, bool gone) {
    RecordExpectation expectation;
    expectation.selection = {report.object, own.of(report.object)};
    expectation.records = gone ? RecordRange{} : records_of(report);
    expectation.source = "the report";
    if (expectation.selection.where.empty()) expectation.impossible = no_condition(report.object);
    return expectation;
}

Result<ProofCheck> check_count(const OrgQuestions& org, const RecordExpectation& expectation) {
    ProofCheck check;
    check.name = "count";
    check.subject = expectation.selection.object;
    check.asked = true;
    if (!expectation.impossible.empty()) {
        check.status = ProofStatus::not_possible;
        check.detail = expectation.impossible;
        return check;
    }
    const bool by_rows = expectation.rows != nullptr;
    auto compared =
        by_rows ? compare_rows(org, expectation, check) : compare_number(org, expectation, check);
    if (!compared) return Failure{std::move(compared.error())};
    return check;
}

}  // namespace rowlock
