#include "harness/verify/record_expectations.hpp"

#include "harness/count/count_rows.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/send_plan.hpp"
#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace rowlock {
namespace {

bool leaves_records(LoadOperation operation) {
    return operation == LoadOperation::insert || operation == LoadOperation::upsert;
}

bool removes_records(LoadOperation operation) {
    return operation == LoadOperation::remove || operation == LoadOperation::hard_remove;
}

/// How many rows the step sends.
Result<std::uint64_t> rows_of(const LoadStep& step, const OpenSources& sources) {
    const RowSource& source = *sources[step.source];
    if (!step.order.plan.text.empty()) {
        const auto plan = read_send_plan(step, source.size());
        if (!plan) return Failure{plan.error()};
        return (*plan)->rows->size();
    }
    // An order changes no number, and may need ids of parents.
    LoadStep unordered = step;
    unordered.order = {};
    const auto partitions = partition_rows(source, unordered, {});
    if (!partitions) return Failure{partitions.error()};
    std::uint64_t rows = 0;
    for (const RowSequence& partition : *partitions) rows += partition.size();
    return rows;
}

std::string no_condition(const std::string& object) {
    return fmt::format(
        "no condition tells the load's records from others'; give one with --where {}:CONDITION",
        object
    );
}

/// Null if its rows have no external id of their own.
std::shared_ptr<const ExpectedRows> rows_to_find(
    const std::shared_ptr<const Load>& load, const LoadStep& step, const OpenSources& sources
) {
    const auto column = step.external_id.empty()
                            ? std::nullopt
                            : sources[step.source]->find_column(step.external_id);
    if (!column || sources[step.source]->parent_source(*column)) return nullptr;
    Strategy strategy;
    strategy.load = step;
    return std::make_shared<const ExpectedRows>(ExpectedRows{load, std::move(strategy), sources});
}

void add_samples(ProofCheck& check, const char* kind, const std::vector<std::string>& samples) {
    for (const std::string& sample : samples) check.add({kind, "", sample});
}

/// Which rows have no record, and which records have no row.
Result<void> compare_rows(
    const OrgQuestions& org, const RecordExpectation& expectation, ProofCheck& check
) {
    const ExpectedRows& rows = *expectation.rows;
    RowCountQuestion question;
    question.counted = {rows.load.get(), &rows.strategy, &rows.sources, {}};
    question.selection = expectation.selection;
    auto key =
        read_record_key(org.ask, expectation.selection.object, {rows.strategy.load.external_id});
    if (!key) return Failure{std::move(key.error())};
    question.key = std::move(*key);
    const auto count = count_rows(question, org);
    if (!count) return Failure{count.error()};
    check.detail = fmt::format(
        "{} with {}, {} of {}: {} missing, {} extra, {} doubled",
        counted(count->records, "record"),
        expectation.selection.where,
        counted(count->rows, "row"),
        expectation.source,
        grouped(count->missing),
        grouped(count->extra),
        grouped(count->duplicates)
    );
    add_samples(check, "missing", count->missing_sample);
    add_samples(check, "extra", count->extra_sample);
    add_samples(check, "duplicate", count->duplicate_sample);
    check.faults = count->missing + count->extra + count->duplicates;
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
    const auto read = std::from_chars(number.data(), end, expectation.records);
    if (read.ec != std::errc{} || read.ptr != end) return wrong("no number behind the last =");
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

Result<std::uint64_t> rows_sent_by(const Load& load, const Strategy& strategy) {
    const auto sources = open_sources(load);
    if (!sources) return Failure{sources.error()};
    return rows_of(strategy.load, *sources);
}

Result<std::vector<RecordExpectation>> expectations_of(
    const std::shared_ptr<const Load>& load,
    const Strategy& strategy,
    const OwnRecords& own,
    bool gone
) {
    const auto sources = open_sources(*load);
    if (!sources) return Failure{sources.error()};
    std::vector<LoadStep> steps = load->setup;
    steps.push_back(strategy.load);
    std::vector<RecordExpectation> expectations;
    for (const LoadStep& step : steps) {
        const std::string& object = load->sources[step.source].object;
        const bool none = gone || removes_records(step.operation);
        if (!none && !leaves_records(step.operation)) continue;
        const auto rows = none ? Result<std::uint64_t>{0} : rows_of(step, *sources);
        if (!rows) return Failure{rows.error()};
        const auto same =
            std::find_if(expectations.begin(), expectations.end(), [&](const auto& known) {
                return equal_ignoring_case(known.selection.object, object);
            });
        // Several steps of one object are found by one condition.
        if (same != expectations.end()) {
            same->records += *rows;
            same->rows = nullptr;
            continue;
        }
        RecordExpectation expectation;
        expectation.selection = {object, own.of(object)};
        expectation.records = *rows;
        expectation.source = "the load";
        if (!none) expectation.rows = rows_to_find(load, step, *sources);
        if (expectation.selection.where.empty()) expectation.impossible = no_condition(object);
        expectations.push_back(std::move(expectation));
    }
    return expectations;
}

RecordExpectation expectation_of(const ReplayReport& report, const OwnRecords& own, bool gone) {
    const bool removes = report.operation == "delete" || report.operation == "hardDelete";
    RecordExpectation expectation;
    expectation.selection = {report.object, own.of(report.object)};
    expectation.records = gone || removes ? 0 : report.rows.succeeded();
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
    if (expectation.rows != nullptr) {
        if (auto compared = compare_rows(org, expectation, check); !compared)
            return Failure{std::move(compared.error())};
        return check;
    }
    const auto records = count_records(org.ask, expectation.selection);
    if (!records) return Failure{records.error()};
    check.detail = fmt::format(
        "{}{}, {} by {}",
        counted(*records, "record"),
        expectation.selection.where.empty() ? "" : " with " + expectation.selection.where,
        *records == expectation.records ? "as expected"
                                        : "expected " + grouped(expectation.records),
        expectation.source
    );
    if (*records > expectation.records)
        check.add({"count", "", grouped(*records - expectation.records) + " too many"});
    if (*records < expectation.records)
        check.add({"count", "", grouped(expectation.records - *records) + " too few"});
    return check;
}

}  // namespace rowlock
