#include "harness/count/count_inputs.hpp"

#include "harness/count/count_rows.hpp"
#include "harness/count/name_list.hpp"
#include "harness/count/record_identity.hpp"
#include "harness/replay/api_choice.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/repeated_keys.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/result.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace rowlock {
namespace {

Result<void> check_options(const CountOptions& options) {
    const bool has_load = !options.load_file.empty();
    if (!options.journal_file.empty() && !has_load)
        return misuse("--journal tells of a load's rows, and which those are says --load FILE");
    if (!options.journal_file.empty() && !options.jobs.empty())
        return misuse("--journal and --jobs both name jobs; give one of them");
    const bool has_load_option = options.rows || !options.strategy.empty() || !options.api.empty();
    if (has_load_option && !has_load)
        return misuse("--strategy, --rows and --api are about a load: --load FILE");
    if (options.watch_seconds == 0U)
        return misuse("--watch is 0, expected at least 1 second between two counts");
    if (options.quiet_seconds && !options.watch_seconds)
        return misuse("--quiet says when a watch ends, and there is none: --watch SECONDS");
    return {};
}

Result<void> read_load_of(const CountOptions& options, CountInputs& inputs) {
    RowsDescription described = options.rows_described;
    described.api = options.api;
    auto load = read_load_input_again(options.load_file, std::move(described), options.object);
    if (!load) return Failure{std::move(load.error())};
    inputs.load = std::move(*load);
    std::string name = options.strategy;
    if (name.empty() && inputs.report) name = inputs.report->strategy;
    if (name.empty()) name = inputs.load->strategies.front().name;
    if (auto used = use_api(*inputs.load, options.api); !used) return used;
    const auto strategy = find_strategy(*inputs.load, name);
    if (!strategy) return Failure{strategy.error()};
    const std::string& object = inputs.load->sources[(*strategy)->load.source].object;
    if (!options.object.empty() && !equal_ignoring_case(options.object, object)) {
        return misuse(
            "--object " + options.object + ": the rows of " + options.load_file + " are of " +
            object
        );
    }
    const LocatedText& plan = (*strategy)->load.order.plan;
    // As the replay has it.
    if (options.rows && !plan.text.empty())
        return misuse(plan.where + ": a plan is loaded as a whole, expected no --rows");
    auto sources = open_sources(*inputs.load);
    if (!sources) return Failure{std::move(sources.error())};
    inputs.sources = std::move(*sources);
    inputs.counted = {&*inputs.load, *strategy, &inputs.sources, options.rows};
    return {};
}

Result<void> select(const CountOptions& options, CountInputs& inputs) {
    RecordSelection& selection = inputs.selection;
    selection = {options.object, options.where};
    if (inputs.report) {
        if (selection.object.empty()) selection.object = inputs.report->object;
        if (selection.where.empty()) selection.where = inputs.report->tag;
    }
    if (inputs.load) {
        const LoadStep& step = inputs.counted.strategy->load;
        if (selection.object.empty()) selection.object = inputs.load->sources[step.source].object;
        if (selection.where.empty()) selection.where = tag_condition(*inputs.load, step);
    }
    // A load's rows tell of themselves which records are theirs.
    if (inputs.report && !inputs.load && selection.where.empty()) {
        return misuse(
            "the report has no condition that finds the load's records: a CSV file or a plan has "
            "none. Give one with --where, or the rows themselves with --load, as they were replayed"
        );
    }
    // The jobs name it.
    if (selection.object.empty() && !inputs.jobs.empty()) return {};
    return check_selection(selection);
}

Result<void> choose_key(const CountOptions& options, CountInputs& inputs) {
    auto key = read_key_names(options.key);
    if (!key) return Failure{std::move(key.error())};
    inputs.key = std::move(*key);
    if (!inputs.load) return {};
    if (inputs.key.empty()) {
        const LoadStep& step = inputs.counted.strategy->load;
        std::string column = key_column(*inputs.load, step, inputs.counted.source());
        if (!column.empty()) inputs.key.push_back(std::move(column));
    }
    // A journal knows the rows by their places.
    if (!inputs.key.empty() || !options.journal_file.empty()) return {};
    return misuse(
        "the load has no external id to know its rows by; name one or more columns with --key"
    );
}

Result<void> make_folder(const std::string& path) {
    if (path.empty()) return {};
    std::error_code problem;
    std::filesystem::create_directories(path, problem);
    if (problem) return fail(ErrorCode::bad_file, path + ": " + problem.message());
    return {};
}

}  // namespace

std::optional<RecordRange> CountInputs::expected_records(const CountOptions& options) const {
    if (options.expect) return RecordRange{*options.expect, *options.expect};
    if (report) return records_of(*report);
    if (!load) return std::nullopt;
    const auto due = records_due(counted);
    return due ? std::optional{RecordRange{*due, *due}} : std::nullopt;
}

std::string CountInputs::operation() const {
    if (load) return std::string{name_of(counted.strategy->load.operation)};
    return report ? report->operation : std::string{};
}

Result<std::unique_ptr<CountInputs>> read_count_inputs(const CountOptions& options) {
    if (auto valid = check_options(options); !valid) return Failure{valid.error()};
    auto inputs = std::make_unique<CountInputs>();
    auto jobs = read_job_ids(options.jobs);
    if (!jobs) return Failure{std::move(jobs.error())};
    inputs->jobs = std::move(*jobs);
    if (!options.report_file.empty()) {
        auto read = read_report_file(options.report_file);
        if (!read) return Failure{std::move(read.error())};
        inputs->report = std::move(*read);
    }
    if (!options.load_file.empty()) {
        if (auto read = read_load_of(options, *inputs); !read) return Failure{read.error()};
    }
    if (auto selected = select(options, *inputs); !selected) return Failure{selected.error()};
    const bool contradicts =
        inputs->report && inputs->load &&
        removes_records(inputs->report->operation) != removes_records(inputs->operation());
    if (contradicts)
        return misuse("the report and the load are not of one replay: only one of them deletes");
    if (options.watch_seconds && inputs->selection.object.empty())
        return misuse("--watch counts records, and nothing says of which object: --object NAME");
    if (auto chosen = choose_key(options, *inputs); !chosen) return Failure{chosen.error()};
    if (auto made = make_folder(options.out_folder); !made) return Failure{made.error()};
    return inputs;
}

}  // namespace rowlock
