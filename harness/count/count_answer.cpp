#include "harness/count/count_answer.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/repeated_keys.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// "3 rows without a record, for instance A; B".
void find_fault(
    CountAnswer& answer,
    std::uint64_t number,
    const char* unit,
    const char* what,
    const std::vector<std::string>& samples
) {
    if (number == 0) return;
    std::string text = fmt::format("{} {}", counted(number, unit), what);
    for (std::size_t i = 0; i < std::min<std::size_t>(samples.size(), 3); ++i)
        text += (i == 0 ? ", for instance " : "; ") + samples[i];
    answer.findings.push_back(std::move(text));
}

void add_comparison(CountAnswer& answer, Comparison what) {
    if (!answer.has_compared(what)) answer.compared.push_back(what);
}

void check_sum(CountAnswer& answer) {
    const RowTally& rows = *answer.rows;
    if (rows.failed + rows.unprocessed > 0) {
        answer.findings.push_back(fmt::format(
            "{} {}: {} failed, {} unprocessed",
            counted(rows.failed + rows.unprocessed, "row"),
            answer.removes() ? "not deleted" : "did not arrive",
            grouped(rows.failed),
            grouped(rows.unprocessed)
        ));
    }
    const std::uint64_t accounted = answer.rows_accounted();
    if (accounted == rows.submitted) return;
    answer.findings.push_back(fmt::format(
        "{} submitted, but only {} accounted for: {} missing, {} of unknown outcome, {} never sent",
        counted(rows.submitted, "row"),
        grouped(accounted),
        grouped(rows.missing),
        grouped(rows.unknown),
        grouped(rows.not_sent)
    ));
}

/// A replay that did not come to its end has not sent what its load holds, whatever its rows say.
void check_ended(const ReplayReport& report, CountAnswer& answer) {
    if (report.interrupted)
        answer.findings.push_back("the report is of a replay that was interrupted");
    if (!report.error.empty())
        answer.findings.push_back("the report is of a replay that broke off: " + report.error);
}

void check_number(CountAnswer& answer, RecordRange expected, const char* who) {
    answer.expected_records = expected;
    add_comparison(answer, Comparison::record_number);
    if (expected.has(answer.records)) return;
    answer.findings.push_back(fmt::format(
        "the org holds {}, {} {}", counted(answer.records, "record"), who, range_text(expected)
    ));
}

void check_report(const ReplayReport& report, CountAnswer& answer) {
    check_ended(report, answer);
    add_comparison(answer, Comparison::report_sum);
    if (!answer.rows) {
        answer.rows = report.rows;
        check_sum(answer);
    }
    // Without a condition others' records are among those counted.
    if (answer.selection.where.empty()) return;
    check_number(answer, records_of(report), "the rows of the report make");
}

/// `by_rows`: jobs tell of a load's rows; `by_key`: which have keys.
void find_record_faults(CountAnswer& answer, const ResultCheck& check, bool by_rows, bool by_key) {
    const char* const unit = by_rows ? "row" : "record";
    find_fault(
        answer,
        check.missing,
        unit,
        !by_rows             ? "missing that a job made"
        : check.missing == 1 ? "succeeded and has no record"
                             : "succeeded and have no record",
        check.missing_sample
    );
    find_fault(answer, check.left, unit, "deleted, and still there", check.left_sample);
    find_fault(answer, check.extra, "record", "that no job made", check.extra_sample);
    find_fault(answer, check.duplicates, "record", "more than once there", check.duplicate_sample);
    find_fault(
        answer,
        check.undecided,
        "record",
        by_key ? "of rows whose outcome is not known, by their keys"
               : "that may be of rows whose outcome is not known, so that nobody can tell whether "
                 "they are extra",
        check.undecided_sample
    );
}

/// The records' side of what the jobs told.
Result<void> check_records(
    const CountOptions& options,
    const CountInputs& inputs,
    const RecordKey& key,
    LoadResults* results,
    IdTable ids,
    const OrgQuestions& org,
    CountAnswer& answer
) {
    ResultQuestion question;
    question.selection = answer.selection;
    question.counted = results == nullptr ? nullptr : &inputs.counted;
    question.results = results;
    question.ids = std::move(ids);
    question.outcomes_open = !answer.open_jobs.empty() || !answer.rows->complete();
    question.removes = answer.removes();
    question.rows_share_records =
        results != nullptr && key.size() == 1 &&
        equal_ignoring_case(key.front().name, identity_column(inputs.counted.strategy->load));
    if (results != nullptr) question.key = key;
    question.out_folder = options.out_folder;
    auto check = check_results(std::move(question), org);
    if (!check) return Failure{std::move(check.error())};
    answer.records = check->records;
    add_comparison(answer, Comparison::records_by_id);
    find_record_faults(answer, *check, results != nullptr, results != nullptr && !key.empty());
    answer.results = std::move(*check);
    return {};
}

void take_load_results(LoadResults& results, CountAnswer& answer) {
    answer.rows = tally_of(results.outcome);
    answer.partitions = partition_tallies(results.outcome);
    answer.open_jobs = results.open_jobs;
}

Result<void> answer_by_journal(
    const CountOptions& options,
    const CountInputs& inputs,
    const RecordKey& key,
    const std::string& target,
    const OrgQuestions& org,
    CountAnswer& answer
) {
    auto results = read_replayed_results(
        inputs.counted, options.load_file, options.journal_file, target, org.ask
    );
    if (!results) return Failure{std::move(results.error())};
    take_load_results(*results, answer);
    add_comparison(answer, Comparison::job_outcomes);
    check_sum(answer);
    return check_records(options, inputs, key, &*results, {}, org, answer);
}

/// What the jobs are about, if nobody said. Nothing can be told of records that some of them made
/// and others deleted.
Result<void> take_kind(const JobResults& results, CountAnswer& answer) {
    for (const JobFacts& job : results.jobs) {
        if (answer.selection.object.empty()) answer.selection.object = job.object;
        if (answer.operation.empty()) answer.operation = job.operation;
        if (removes_records(job.operation) == answer.removes()) continue;
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "--jobs: {} is of operation {}, and what it is counted with of {}; count them "
                "apart",
                job.id,
                job.operation,
                answer.operation
            )
        );
    }
    return check_selection(answer.selection);
}

Result<void> answer_by_jobs(
    const CountOptions& options,
    const CountInputs& inputs,
    const RecordKey& key,
    const OrgQuestions& org,
    CountAnswer& answer
) {
    JobQuestion question;
    question.jobs = inputs.jobs;
    question.counted = inputs.load ? &inputs.counted : nullptr;
    question.key = key;
    question.out_folder = options.out_folder;
    auto results = read_jobs(question, org.ask);
    if (!results) return Failure{std::move(results.error())};
    if (auto taken = take_kind(*results, answer); !taken) return taken;
    answer.rows = results->rows;
    for (const JobFacts& job : results->jobs) {
        if (!job.ended) answer.open_jobs.push_back(job.id);
    }
    if (results->load) take_load_results(*results->load, answer);
    add_comparison(answer, Comparison::job_outcomes);
    check_sum(answer);
    if (results->strangers > 0) {
        answer.findings.push_back(fmt::format(
            "{} of the jobs that the load does not have", counted(results->strangers, "row")
        ));
    }
    answer.jobs = std::move(results->jobs);
    LoadResults* load = results->load ? &*results->load : nullptr;
    return check_records(options, inputs, key, load, std::move(results->ids), org, answer);
}

Result<void> answer_by_rows(
    const CountOptions& options,
    const CountInputs& inputs,
    const RecordKey& key,
    const OrgQuestions& org,
    CountAnswer& answer
) {
    const RowCountQuestion question{inputs.counted, key, answer.selection, options.out_folder};
    auto rows = count_rows(question, org);
    if (!rows) return Failure{std::move(rows.error())};
    answer.records = rows->records;
    add_comparison(answer, Comparison::rows_by_key);
    find_fault(answer, rows->missing, "row", "without a record", rows->missing_sample);
    find_fault(answer, rows->left, "row", "whose record is still there", rows->left_sample);
    find_fault(answer, rows->extra, "record", "of no row of the load", rows->extra_sample);
    find_fault(answer, rows->duplicates, "record", "more than once there", rows->duplicate_sample);
    for (const std::string& column : rows->emptied_columns) {
        answer.notes.push_back(
            column +
            " is empty in missing.csv and left.csv: the load's setup has no external id for these "
            "parents, and only --journal knows their record ids"
        );
    }
    answer.comparison = std::move(*rows);
    return {};
}

Result<void> answer_by_key(
    const CountOptions& options, const RecordKey& key, const OrgQuestions& org, CountAnswer& answer
) {
    auto doubled = find_doubled_records(answer.selection, key, options.out_folder, org);
    if (!doubled) return Failure{std::move(doubled.error())};
    answer.records = doubled->records;
    add_comparison(answer, Comparison::repeated_keys);
    find_fault(answer, doubled->duplicates, "record", "more than once there", doubled->sample);
    answer.doubled = std::move(*doubled);
    return {};
}

}  // namespace

bool CountAnswer::has_compared(Comparison what) const {
    return std::find(compared.begin(), compared.end(), what) != compared.end();
}

bool CountAnswer::removes() const {
    return removes_records(operation);
}

Result<void> find_answer(
    const CountOptions& options,
    const CountInputs& inputs,
    const std::string& target,
    const OrgQuestions& org,
    CountAnswer& answer
) {
    // Jobs without a load stand for themselves: no key is needed.
    const bool is_keyed = inputs.load || inputs.jobs.empty();
    const auto key = is_keyed ? read_record_key(org.ask, answer.selection.object, inputs.key)
                              : Result<RecordKey>{RecordKey{}};
    if (!key) return Failure{key.error()};
    answer.operation = inputs.operation();
    for (const KeyColumn& column : *key) answer.key.push_back(column.name);
    Result<void> found;
    if (!options.journal_file.empty()) {
        found = answer_by_journal(options, inputs, *key, target, org, answer);
    } else if (!inputs.jobs.empty()) {
        found = answer_by_jobs(options, inputs, *key, org, answer);
    } else if (inputs.load) {
        found = answer_by_rows(options, inputs, *key, org, answer);
    } else if (!inputs.key.empty()) {
        found = answer_by_key(options, *key, org, answer);
    }
    if (!found) return found;
    if (inputs.report) check_report(*inputs.report, answer);
    if (options.expect) check_number(answer, {*options.expect, *options.expect}, "expected were");
    if (!answer.open_jobs.empty()) {
        answer.findings.push_back(fmt::format(
            "{} not at an end, for instance {}",
            counted(answer.open_jobs.size(), "job"),
            answer.open_jobs.front()
        ));
    }
    return {};
}

}  // namespace rowlock
