#include "harness/cleanup/loaded_records.hpp"

#include "harness/count/job_reader.hpp"
#include "harness/count/record_identity.hpp"
#include "harness/replay/figures.hpp"
#include "harness/verify/object_conditions.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/result.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace rowlock {
namespace {

Failure not_at_an_end(const std::string& job) {
    return misuse(
        "job " + job + " is not at its end, and may create more records: wait for it, or abort it"
    );
}

/// Ids by object, in the order in which objects first come.
class CreatedIds {
public:
    std::vector<RecordId>& of(const std::string& object) {
        for (auto& [name, ids] : objects_) {
            if (equal_ignoring_case(name, object)) return ids;
        }
        return objects_.emplace_back(object, std::vector<RecordId>{}).second;
    }

    std::vector<DeletionTarget> targets(const std::string& what) && {
        std::vector<DeletionTarget> targets;
        for (auto& [object, ids] : objects_)
            targets.push_back({{object, ""}, pick_ids(what, std::move(ids))});
        return targets;
    }

private:
    std::vector<std::pair<std::string, std::vector<RecordId>>> objects_;
};

/// Rows that leave no record behind that can be named; or one that was there before.
struct OtherRows {
    std::uint64_t updated = 0;
    std::uint64_t unknown = 0;

    void add_to(std::vector<std::string>& left_alone, const std::string& object) const {
        if (updated > 0) {
            left_alone.push_back(fmt::format(
                "what {} of {} changed: the records were there before",
                counted(updated, "row"),
                object
            ));
        }
        if (unknown > 0) {
            left_alone.push_back(fmt::format(
                "what {} of {} may have created: no answer tells what became of them",
                counted(unknown, "row"),
                object
            ));
        }
    }
};

/// One step's rows: which of them created a record.
void take_step(
    const ResultLedger& ledger,
    const IdTable& ids,
    std::vector<RecordId>& created,
    OtherRows& others
) {
    others.updated += ledger.count(RowStatus::updated);
    others.unknown += ledger.count(RowStatus::sent) + ledger.count(RowStatus::missing);
    for (std::size_t row = 0; row < ledger.rows(); ++row) {
        if (ledger.status(static_cast<RowNumber>(row)) != RowStatus::created) continue;
        if (const auto id = RecordId::parse({ids[row].data(), ids[row].size()}))
            created.push_back(*id);
    }
}

Result<void> check_creates(const JobFacts& job) {
    if (job.operation != "insert" && job.operation != "upsert") {
        return misuse(fmt::format(
            "--jobs: {} is of operation {}: it created no records", job.id, job.operation
        ));
    }
    return job.ended ? Result<void>{} : Result<void>{not_at_an_end(job.id)};
}

}  // namespace

Result<DeletionTarget> records_of_rows(const DeletedLoad& load, const AskFn& ask) {
    const LoadStep& step = load.strategy->load;
    const SourceSpec& source = load.load->sources[step.source];
    const auto sources = open_sources(*load.load);
    if (!sources) return Failure{sources.error()};
    const CountedLoad counted_load{load.load, load.strategy, &*sources, load.rows};
    const std::string column = key_column(*load.load, step, counted_load.source());
    // A row that names its record did not make it.
    if (column.empty() || equal_ignoring_case(column, "Id")) {
        return misuse(fmt::format(
            "{}: its rows of {} have no external id that finds their records. What they created is "
            "known to the replay's journal (--replay-journal FILE) and to the jobs (--jobs ID,ID "
            "instead of --load); otherwise say it with --object {} --where CONDITION",
            load.file,
            source.object,
            source.object
        ));
    }
    auto key = read_record_key(ask, source.object, {column});
    if (!key) return Failure{std::move(key.error())};
    auto keys = LoadKeys::create(counted_load, std::move(*key));
    if (!keys) return Failure{std::move(keys.error())};
    std::string what = fmt::format("with {} of {}", column, load.file);
    return DeletionTarget{{source.object, ""}, pick_keys(std::move(what), std::move(*keys))};
}

Result<LoadedRecords> records_of_replay(
    const DeletedLoad& deleted,
    const std::string& journal_file,
    const std::string& target,
    const AskFn& ask
) {
    const Load& load = *deleted.load;
    const auto sources = open_sources(load);
    if (!sources) return Failure{sources.error()};
    const CountedLoad counted_load{&load, deleted.strategy, &*sources, deleted.rows};
    const auto results =
        read_replayed_results(counted_load, deleted.file, journal_file, target, ask);
    if (!results) return Failure{results.error()};
    if (!results->open_jobs.empty()) return not_at_an_end(results->open_jobs.front());
    CreatedIds created;
    LoadedRecords records;
    const auto take = [&](const LoadStep& step, const ResultLedger& ledger) {
        const std::string& object = load.sources[step.source].object;
        OtherRows others;
        take_step(ledger, results->ids[step.source], created.of(object), others);
        others.add_to(records.left_alone, object);
    };
    for (std::size_t step = 0; step < load.setup.size(); ++step)
        take(load.setup[step], results->setup[step]);
    take(deleted.strategy->load, results->outcome.ledger);
    records.targets = std::move(created).targets("that the replay of " + journal_file + " created");
    return records;
}

Result<LoadedRecords> records_of_jobs(const std::vector<std::string>& jobs, const AskFn& ask) {
    CreatedIds created;
    LoadedRecords records;
    for (const std::string& id : jobs) {
        std::vector<RecordId> ids;
        OtherRows others;
        const auto job = read_job(ask, id, [&](const JobRow& row) {
            const auto record = RecordId::parse(row.outcome.id);
            if (row.outcome.status == RowStatus::updated) ++others.updated;
            if (row.outcome.status == RowStatus::created && record) ids.push_back(*record);
        });
        if (!job) return Failure{job.error()};
        if (auto known = check_creates(*job); !known) return Failure{known.error()};
        auto& all = created.of(job->object);
        all.insert(all.end(), ids.begin(), ids.end());
        others.add_to(records.left_alone, job->object);
    }
    records.targets =
        std::move(created).targets("that " + counted(jobs.size(), "job") + " created");
    return records;
}

}  // namespace rowlock
