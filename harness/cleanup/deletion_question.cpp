#include "harness/cleanup/deletion_question.hpp"

#include "harness/cleanup/loaded_records.hpp"
#include "harness/count/name_list.hpp"
#include "harness/replay/api_choice.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/result.hpp"

namespace rowlock {
namespace {

Result<void> check_sources(const CleanupOptions& options) {
    const bool has_load = !options.load_file.empty();
    const bool has_jobs = !options.jobs.empty();
    const bool has_conditions = !options.objects.empty() || !options.conditions.empty();
    if (!has_load && !has_jobs && !has_conditions) {
        return misuse(
            "which records? give --object and --where, the load with --load, or what loaded them "
            "with --jobs"
        );
    }
    if (has_load && has_jobs)
        return misuse("--load and --jobs both say which records; give one of them");
    const bool about_load = !options.strategy.empty() || options.rows || !options.api.empty() ||
                            !options.replay_journal_file.empty();
    if (about_load && !has_load) {
        return misuse(
            "--strategy, --rows, --api and --replay-journal are about a load, and there is none: "
            "--load FILE"
        );
    }
    return {};
}

Result<void> read_load(const CleanupOptions& options, DeletionQuestion& question) {
    RowsDescription described = options.rows_described;
    described.api = options.api;
    auto load = read_load_input_again(
        options.load_file,
        std::move(described),
        options.objects.empty() ? std::string{} : options.objects.front()
    );
    if (!load) return Failure{std::move(load.error())};
    question.load = std::move(*load);
    if (auto used = use_api(*question.load, options.api); !used) return used;
    const std::string& first = question.load->strategies.front().name;
    const auto strategy =
        find_strategy(*question.load, options.strategy.empty() ? first : options.strategy);
    if (!strategy) return Failure{strategy.error()};
    question.strategy = *strategy;
    return {};
}

/// Without a condition an object only says what the load's rows are of.
Result<void> check_loaded_object(const CleanupOptions& options, const std::string& loaded) {
    for (const std::string& object : options.objects) {
        if (equal_ignoring_case(object, loaded)) continue;
        return misuse(
            "--object " + object + ": the rows of " + options.load_file + " are of " + loaded +
            "; records of another object need a condition for each --object, in the same order: "
            "--where CONDITION"
        );
    }
    return {};
}

/// What the options say, of a load's object if they name none.
Result<DeletionScope> read_given_scope(
    const CleanupOptions& options, const DeletionQuestion& question
) {
    std::vector<std::string> objects = options.objects;
    if (question.load) {
        const std::string& loaded = question.load->sources[question.strategy->load.source].object;
        if (options.conditions.empty()) {
            if (auto fits = check_loaded_object(options, loaded); !fits)
                return Failure{std::move(fits.error())};
            return DeletionScope{};
        }
        if (objects.empty()) objects.push_back(loaded);
    }
    if (objects.empty() && options.conditions.empty()) return DeletionScope{};
    return scope_of_conditions(objects, options.conditions);
}

/// Adds what jobs tell, of objects that nobody else speaks of.
Result<DeletionScope> with_created(
    DeletionScope scope, Result<LoadedRecords> created, const char* option
) {
    if (!created) return Failure{std::move(created.error())};
    for (DeletionTarget& target : created->targets) {
        const std::string& object = target.selection.object;
        if (scope.find(object) != nullptr) {
            return misuse(
                std::string{option} + " and --where both say which records of " + object +
                "; give one of them"
            );
        }
        scope.targets.push_back(std::move(target));
    }
    scope.left_alone = std::move(created->left_alone);
    return scope;
}

}  // namespace

Result<std::unique_ptr<DeletionQuestion>> read_deletion_question(const CleanupOptions& options) {
    if (auto valid = check_sources(options); !valid) return Failure{valid.error()};
    auto question = std::make_unique<DeletionQuestion>();
    auto jobs = read_job_ids(options.jobs);
    if (!jobs) return Failure{std::move(jobs.error())};
    question->jobs = std::move(*jobs);
    question->load_file = options.load_file;
    question->rows = options.rows;
    question->replay_journal_file = options.replay_journal_file;
    if (!options.load_file.empty()) {
        if (auto read = read_load(options, *question); !read) return Failure{read.error()};
    }
    auto given = read_given_scope(options, *question);
    if (!given) return Failure{std::move(given.error())};
    question->scope = std::move(*given);
    if (!question->load) return question;
    auto loaded = scope_of_load(*question->load, *question->strategy, question->scope);
    if (!loaded) return Failure{std::move(loaded.error())};
    // What was created the journal knows, and needs no tag.
    if (!options.replay_journal_file.empty()) return question;
    for (DeletionTarget& target : loaded->targets) question->scope.add(std::move(target.selection));
    question->scope.left_alone = std::move(loaded->left_alone);
    question->scope.needs_rows = loaded->needs_rows;
    return question;
}

Result<DeletionScope> find_scope(
    const DeletionQuestion& question, const std::string& target, const AskFn& ask
) {
    DeletionScope scope = question.scope;
    if (!question.jobs.empty())
        return with_created(std::move(scope), records_of_jobs(question.jobs, ask), "--jobs");
    if (!question.load) return scope;
    const DeletedLoad load{question.load_file, &*question.load, question.strategy, question.rows};
    if (!question.replay_journal_file.empty()) {
        return with_created(
            std::move(scope),
            records_of_replay(load, question.replay_journal_file, target, ask),
            "--replay-journal"
        );
    }
    if (!scope.needs_rows) return scope;
    auto own = records_of_rows(load, ask);
    if (!own) return Failure{std::move(own.error())};
    scope.targets.push_back(std::move(*own));
    scope.may_be_older = question.strategy->load.operation == LoadOperation::upsert;
    return scope;
}

}  // namespace rowlock
