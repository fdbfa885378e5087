#include "harness/count/load_results.hpp"

#include "harness/replay/api_choice.hpp"
#include "harness/replay/load_fingerprint.hpp"
#include "harness/replay/load_pass.hpp"
#include "harness/replay/plan_cut.hpp"
#include "harness/replay/send_plan.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

namespace rowlock {
namespace {

/// How often an aborted job is asked for what its last transaction did, see Bulk2Api.
constexpr unsigned k_questions_max = 5;

/// Null if the load has none.
Result<std::shared_ptr<const SendPlan>> plan_of(const CountedLoad& counted) {
    const LoadStep& step = counted.strategy->load;
    if (step.order.plan.text.empty()) return std::shared_ptr<const SendPlan>{};
    return read_send_plan(step, counted.source().size());
}

RowNumber total_rows(const std::vector<RowSequence>& partitions) {
    RowNumber rows = 0;
    for (const RowSequence& partition : partitions) rows += partition.size();
    return rows;
}

class JournalReader {
public:
    JournalReader(const CountedLoad& counted, Journal& journal, const AskFn& ask)
        : counted_(counted), journal_(journal), ask_(ask) {
        results_.ids = empty_id_tables(counted);
    }

    Result<LoadResults> read(std::shared_ptr<const SendPlan> plan) {
        const Load& load = *counted_.load;
        for (std::size_t step = 0; step < load.setup.size(); ++step) {
            ResultLedger ledger{(*counted_.sources)[load.setup[step].source]->size()};
            auto partitions = rows_of(load.setup[step]);
            if (!partitions) return Failure{partitions.error()};
            auto read = read_step(load.setup[step], step, *partitions, nullptr, ledger);
            if (!read) return Failure{read.error()};
            results_.setup.push_back(std::move(ledger));
        }
        LoadStep step = counted_.strategy->load;
        plan = fit_plan(std::move(plan), step);
        if (counted_.rows) step.rows = std::min(step.rows.value_or(*counted_.rows), *counted_.rows);
        LoadOutcome& outcome = results_.outcome;
        outcome.ledger = ResultLedger{counted_.source().size()};
        if (plan != nullptr) {
            const auto rows = static_cast<RowNumber>(plan->rows->size());
            outcome.partitions = {RowSequence{plan->rows, 0, rows}};
        } else {
            auto partitions = rows_of(step);
            if (!partitions) return Failure{partitions.error()};
            outcome.partitions = std::move(*partitions);
        }
        outcome.rows = total_rows(outcome.partitions);
        const std::size_t number = load.setup.size();
        auto read = read_step(step, number, outcome.partitions, plan, outcome.ledger);
        if (!read) return Failure{read.error()};
        return std::move(results_);
    }

private:
    Result<std::vector<RowSequence>> rows_of(const LoadStep& step) const {
        return partition_rows(*(*counted_.sources)[step.source], step, results_.ids);
    }

    /// All passes of a step, the rows of later ones being those sent again.
    Result<void> read_step(
        const LoadStep& step,
        std::size_t number,
        const std::vector<RowSequence>& partitions,
        const std::shared_ptr<const SendPlan>& plan,
        ResultLedger& ledger
    ) {
        PassSpec spec;
        spec.source = (*counted_.sources)[step.source].get();
        spec.ids = results_.ids;
        spec.object = counted_.load->sources[step.source].object;
        spec.step = step;
        spec.partitions = partitions;
        spec.plan = plan;
        spec.ledger = &ledger;
        spec.created_ids = &results_.ids[step.source];
        PassNumber pass{static_cast<std::uint32_t>(number), 0};
        for (;;) {
            spec.journal = {&journal_, pass};
            if (auto read = read_pass(spec); !read) return read;
            ++pass.attempt;
            auto again = journal_.rows_of(pass);
            if (!again) return {};
            std::erase_if(*again, [&](RowNumber row) { return row >= spec.source->size(); });
            const auto count = static_cast<RowNumber>(again->size());
            auto rows = std::make_shared<const std::vector<RowNumber>>(std::move(*again));
            spec.partitions = {RowSequence{std::move(rows), 0, count}};
            spec.plan = nullptr;
        }
    }

    Result<void> read_pass(const PassSpec& spec) {
        PassStatistics statistics;
        PassContext context = pass_context(spec, statistics);
        const auto api = make_batch_api(spec.step.api, context);
        for (std::size_t partition = 0; partition < spec.partitions.size(); ++partition) {
            const RowSequence& rows = spec.partitions[partition];
            if (spec.plan != nullptr) {
                for (const SendPlan::Batch& batch : spec.plan->batches) {
                    const SentRows sent{&rows, batch.first, batch.count, {}};
                    const auto read = read_batch(*api, context, {partition, sent, batch.serial});
                    if (!read) return Failure{read.error()};
                }
                continue;
            }
            for (RowNumber first = 0; first < rows.size();) {
                const RowNumber count =
                    rows.batch_size(first, std::max<RowNumber>(1, spec.step.batch_rows));
                const SentRows sent{&rows, first, count, {}};
                const auto read = read_batch(*api, context, {partition, sent, context.serial});
                if (!read) return Failure{read.error()};
                first += *read;
            }
        }
        return {};
    }

    /// How many rows the batch has: fewer than it was to carry where their bytes were too many.
    Result<RowNumber> read_batch(BatchApi& api, PassContext& context, BatchSlot slot) {
        const RowNumber planned = slot.rows.count;
        const JournaledBatch* known = context.journal.find(slot.place());
        if (known == nullptr) return planned;
        const auto exchange = api.begin(std::move(slot));
        const SentRows& rows = exchange->rows();
        if (exchange->phase() == BatchPhase::settled) return rows.count;
        for (RowNumber i = 0; i < rows.count; ++i)
            context.ledger->set(rows.row(i), RowStatus::sent);
        if (auto read = follow(*exchange); !read) return Failure{read.error()};
        return rows.count;
    }

    /// Asks on while the answers are to be had by asking alone.
    Result<void> follow(BatchExchange& exchange) {
        unsigned questions = 0;
        for (;;) {
            const BatchPhase phase = exchange.phase();
            if (phase == BatchPhase::settled || phase == BatchPhase::withdrawn) return {};
            const bool is_running = phase == BatchPhase::running;
            if (phase == BatchPhase::committing || phase == BatchPhase::aborting) return {};
            if (is_running && ++questions == k_questions_max) {
                results_.open_jobs.push_back(exchange.job_id());
                return {};
            }
            const HttpRequest request = exchange.request();
            if (request.method != "GET") return {};
            auto answer = ask_(request);
            if (!answer) return Failure{std::move(answer.error())};
            auto read = exchange.read(RequestLine::of(request), std::move(*answer), false);
            if (!read) return read;
        }
    }

    const CountedLoad& counted_;
    Journal& journal_;
    const AskFn& ask_;
    LoadResults results_;
};

}  // namespace

std::string CountedLoad::encoding() const {
    const auto* file = std::get_if<CsvFileSpec>(&load->sources[strategy->load.source].rows);
    return file == nullptr ? std::string{} : file->encoding;
}

std::vector<IdTable> empty_id_tables(const CountedLoad& counted) {
    std::vector<IdTable> tables(counted.sources->size());
    for (std::size_t i = 0; i < tables.size(); ++i) tables[i].resize((*counted.sources)[i]->size());
    return tables;
}

Result<std::vector<RowSequence>> partitions_without_ids(const CountedLoad& counted) {
    const auto plan = plan_of(counted);
    if (!plan) return Failure{plan.error()};
    if (*plan != nullptr) {
        const auto count = static_cast<RowNumber>((*plan)->rows->size());
        return std::vector{RowSequence{(*plan)->rows, 0, count}};
    }
    LoadStep step = counted.strategy->load;
    if (counted.rows) step.rows = std::min(step.rows.value_or(*counted.rows), *counted.rows);
    const auto column = step.order.by_column.empty()
                            ? std::nullopt
                            : counted.source().find_column(step.order.by_column);
    if (!column || !counted.source().parent_source(*column))
        return partition_rows(counted.source(), step, {});
    // The rows are the same in any order, and where one partition ends only the ids tell.
    step.order = {};
    auto partitions = partition_rows(counted.source(), step, {});
    if (!partitions) return partitions;
    auto rows = std::make_shared<std::vector<RowNumber>>();
    for (const RowSequence& partition : *partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) rows->push_back(partition[i]);
    }
    const auto count = static_cast<RowNumber>(rows->size());
    return std::vector{RowSequence{std::move(rows), 0, count}};
}

Result<LoadResults> read_journaled_results(
    const CountedLoad& counted, Journal& journal, const AskFn& ask
) {
    auto plan = plan_of(counted);
    if (!plan) return Failure{std::move(plan.error())};
    return JournalReader{counted, journal, ask}.read(std::move(*plan));
}

Result<LoadResults> read_replayed_results(
    const CountedLoad& counted,
    const std::string& load_file,
    const std::string& journal_file,
    const std::string& target,
    const AskFn& ask
) {
    const auto fingerprint = load_fingerprint(
        load_file, *counted.load, *counted.strategy, *counted.sources, counted.rows
    );
    if (!fingerprint) return Failure{fingerprint.error()};
    const auto journal = Journal::look_at(
        journal_file, {counted.load->name, counted.strategy->name, target, *fingerprint}
    );
    if (!journal) return Failure{journal.error()};
    return read_journaled_results(counted, **journal, ask);
}

}  // namespace rowlock
