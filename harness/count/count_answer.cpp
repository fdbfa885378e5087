#include "harness/count/count_answer.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/journal.hpp"
#include "harness/replay/load_fingerprint.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// "3 records missing, for instance A; B".
void find_fault(
    CountAnswer& answer,
    std::uint64_t number,
    const char* what,
    const std::vector<std::string>& samples
) {
    if (number == 0) return;
    std::string text = fmt::format("{} {}", counted(number, "record"), what);
    for (std::size_t i = 0; i < std::min<std::size_t>(samples.size(), 3); ++i)
        text += (i == 0 ? ", for instance " : "; ") + samples[i];
    answer.findings.push_back(std::move(text));
}

void check_sum(CountAnswer& answer) {
    const RowTally& rows = *answer.rows;
    if (rows.failed + rows.unprocessed > 0) {
        answer.findings.push_back(fmt::format(
            "{} did not arrive: {} failed, {} unprocessed",
            counted(rows.failed + rows.unprocessed, "row"),
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

void check_number(CountAnswer& answer, std::uint64_t expected, const char* who) {
    answer.expected_records = expected;
    if (answer.records == expected) return;
    answer.findings.push_back(fmt::format(
        "the org holds {}, {} {}", counted(answer.records, "record"), who, grouped(expected)
    ));
}

Result<LoadResults> read_journal(
    const CountOptions& options,
    const CountInputs& inputs,
    const std::string& target,
    const AskFn& ask
) {
    const CountedLoad& counted = inputs.counted;
    const auto fingerprint = load_fingerprint(
        options.load_file, *counted.load, *counted.strategy, *counted.sources, counted.rows
    );
    if (!fingerprint) return Failure{fingerprint.error()};
    const auto journal = Journal::look_at(
        options.journal_file, {counted.load->name, counted.strategy->name, target, *fingerprint}
    );
    if (!journal) return Failure{journal.error()};
    return read_journaled_results(counted, **journal, ask);
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
    if (results != nullptr) question.key = key;
    question.out_folder = options.out_folder;
    const bool by_key = !question.key.empty();
    auto check = check_results(std::move(question), org);
    if (!check) return Failure{std::move(check.error())};
    answer.records = check->records;
    find_fault(answer, check->missing, "missing that a job made", check->missing_sample);
    find_fault(answer, check->extra, "that no job made", check->extra_sample);
    find_fault(answer, check->duplicates, "more than once there", check->duplicate_sample);
    find_fault(
        answer,
        check->undecided,
        by_key ? "of rows whose outcome is not known, by their keys"
               : "that may be of rows whose outcome is not known, so that nobody can tell whether "
                 "they are extra",
        check->undecided_sample
    );
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
    auto results = read_journal(options, inputs, target, org.ask);
    if (!results) return Failure{std::move(results.error())};
    take_load_results(*results, answer);
    check_sum(answer);
    const auto operation = name_of(inputs.counted.strategy->load.operation);
    if (!keeps_records(std::string{operation})) return {};
    return check_records(options, inputs, key, &*results, {}, org, answer);
}

/// What the jobs are about, if nobody said.
Result<void> take_object(const JobResults& results, CountAnswer& answer) {
    std::string& object = answer.selection.object;
    for (const JobFacts& job : results.jobs) {
        if (object.empty()) object = job.object;
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
    if (auto taken = take_object(*results, answer); !taken) return taken;
    answer.rows = results->rows;
    for (const JobFacts& job : results->jobs) {
        if (!job.ended) answer.open_jobs.push_back(job.id);
    }
    if (results->load) take_load_results(*results->load, answer);
    check_sum(answer);
    if (results->strangers > 0) {
        answer.findings.push_back(fmt::format(
            "{} of the jobs that the load does not have", counted(results->strangers, "row")
        ));
    }
    const bool keeps =
        std::all_of(results->jobs.begin(), results->jobs.end(), [](const JobFacts& job) {
            return keeps_records(job.operation);
        });
    answer.jobs = std::move(results->jobs);
    if (!keeps) return {};
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
    find_fault(answer, rows->missing, "missing", rows->missing_sample);
    find_fault(answer, rows->extra, "of no row of the load", rows->extra_sample);
    find_fault(answer, rows->duplicates, "more than once there", rows->duplicate_sample);
    answer.comparison = std::move(*rows);
    return {};
}

Result<void> answer_by_key(
    const CountOptions& options, const RecordKey& key, const OrgQuestions& org, CountAnswer& answer
) {
    auto doubled = find_doubled_records(answer.selection, key, options.out_folder, org);
    if (!doubled) return Failure{std::move(doubled.error())};
    answer.records = doubled->records;
    find_fault(answer, doubled->duplicates, "more than once there", doubled->sample);
    answer.doubled = std::move(*doubled);
    return {};
}

}  // namespace

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
    if (inputs.report) {
        const ReplayReport& report = *inputs.report;
        check_ended(report, answer);
        if (!answer.rows) {
            answer.rows = report.rows;
            check_sum(answer);
        }
        const std::uint64_t kept = keeps_records(report.operation) ? report.rows.succeeded() : 0;
        check_number(answer, kept, "the report says");
    }
    if (options.expect) check_number(answer, *options.expect, "expected were");
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
