#pragma once

#include "harness/count/load_results.hpp"
#include "harness/count/report_records.hpp"
#include "harness/load/load.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/replay_report.hpp"
#include "harness/verify/finding_files.hpp"
#include "harness/verify/object_conditions.hpp"
#include "harness/verify/org_answers.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// A load as its expectations are asked for.
struct PromisedLoad {
    std::shared_ptr<const Load> load;
    const Strategy* strategy = nullptr;
    /// Of the load.
    OpenSources sources;
    /// Columns that the strategy's rows are known by; empty: their key_column.
    std::vector<std::string> key = {};
};

/// The rows of one step of a load, each of which names its record: by its Id, an external id, or
/// columns that the user names.
struct ExpectedRows {
    std::shared_ptr<const Load> load;
    /// Its load is the step.
    Strategy strategy;
    OpenSources sources;
    /// Columns that rows and records are known by.
    std::vector<std::string> key;

    /// As a count takes them; they outlive it.
    CountedLoad counted() const { return {load.get(), &strategy, &sources, {}}; }

    const std::string& object() const { return load->sources[strategy.load.source].object; }
};

/// So many records a condition must find.
struct RecordExpectation {
    RecordSelection selection;
    RecordRange records;
    /// Not only so many, but these; null: any.
    std::shared_ptr<const ExpectedRows> rows;
    /// The rows' records are to be no more, though they made them.
    bool gone = false;
    /// Who says so, in words: `--expect`, `the report`, `the load`.
    std::string source;
    /// Why it cannot be looked at; empty if it can.
    std::string impossible;
};

/// Reads `OBJECT=N` or `OBJECT:WHERE=N`; bad_configuration.
Result<RecordExpectation> parse_expectation(const std::string& text);

/// Conditions that find the records of loads, by object.
class OwnRecords {
public:
    /// What the user says goes before what the load and the report say. A condition without an
    /// object is about what they load, or about everything where there is neither.
    explicit OwnRecords(ObjectConditions given) : given_(std::move(given)) {}

    /// The records of each setup step, and of the strategy's load, as far as their tags tell them
    /// from others' (see tells_own_records).
    void add(const Load& load, const Strategy& strategy);

    void add(const ReplayReport& report);

    /// A condition; empty where there is none.
    std::string of(const std::string& object) const;

private:
    void add(const std::string& object, const std::string& condition);

    ObjectConditions given_;
    std::vector<RecordSelection> found_;
    /// Objects of the load itself and of the report.
    std::vector<std::string> loaded_;
};

/// What a strategy of the load, and its setup, leave in an org if every row succeeds: inserts and
/// upserts their rows' records, updates those that they name, deletes none of them. `gone`: nothing
/// of it is to be left, and updates promise nothing: a load of nothing else leaves nothing to look
/// at, which is impossible then. Errors: those of the load's plan.
Result<std::vector<RecordExpectation>> expectations_of(
    const PromisedLoad& promised, const OwnRecords& own, bool gone
);

/// What a report says was created or updated; `gone`, or deleted: nothing of it is to be left.
RecordExpectation expectation_of(const ReplayReport& report, const OwnRecords& own, bool gone);

/// The rows of the strategy and of its setup that make records and name them.
std::vector<std::shared_ptr<const ExpectedRows>> rows_that_make_records(const PromisedLoad& promised
);

/// How many rows the strategy sends. Errors: those of the load's plan.
Result<std::uint64_t> rows_sent_by(const PromisedLoad& promised);

/// Counts the records; where it is known which, looks for each of them by its external id or Id.
Result<ProofCheck> check_count(const OrgQuestions& org, const RecordExpectation& expectation);

}  // namespace rowlock
