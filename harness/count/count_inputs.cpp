#include "harness/count/count_inputs.hpp"

#include "harness/replay/api_choice.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "harness/replay/tag_condition.hpp"
#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace rowlock {
namespace {

Failure misuse(const char* message) {
    return fail(ErrorCode::bad_configuration, message);
}

std::vector<std::string> split_names(const std::string& text) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::size_t first = text.find_first_not_of(' ', begin);
        const std::size_t last = text.find_last_not_of(' ', end - 1);
        if (first < end) names.push_back(text.substr(first, last - first + 1));
        begin = end + 1;
    }
    return names;
}

/// Each job once, however its id is written.
Result<std::vector<std::string>> read_job_ids(const std::string& text) {
    std::vector<std::string> ids;
    for (const std::string& name : split_names(text)) {
        const auto id = RecordId::parse(name);
        if (!id)
            return fail(ErrorCode::bad_configuration, "--jobs: \"" + name + "\" is no id of a job");
        if (std::find(ids.begin(), ids.end(), id->text()) == ids.end()) ids.push_back(id->text());
    }
    if (!text.empty() && ids.empty())
        return misuse("--jobs names none, expected ids of jobs with commas between them");
    return ids;
}

Result<void> check_options(const CountOptions& options) {
    const bool has_load = !options.load_file.empty();
    if (!options.journal_file.empty() && !has_load)
        return misuse("--journal tells of a load's rows, and which those are says --load FILE");
    if (!options.journal_file.empty() && !options.jobs.empty())
        return misuse("--journal and --jobs both name jobs; give one of them");
    const bool has_load_option = options.rows || !options.strategy.empty() || !options.api.empty();
    if (has_load_option && !has_load)
        return misuse("--strategy, --rows and --api are about a load: --load FILE");
    return {};
}

Result<void> read_load_of(const CountOptions& options, CountInputs& inputs) {
    auto load = read_load_file(options.load_file);
    if (!load) return Failure{std::move(load.error())};
    inputs.load = std::move(*load);
    std::string name = options.strategy;
    if (name.empty() && inputs.report) name = inputs.report->strategy;
    if (name.empty()) name = inputs.load->strategies.front().name;
    if (auto used = use_api(*inputs.load, options.api); !used) return used;
    const auto strategy = find_strategy(*inputs.load, name);
    if (!strategy) return Failure{strategy.error()};
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
    if (inputs.report && selection.where.empty()) {
        return misuse(
            "the report has no condition that finds the load's records; give one with --where"
        );
    }
    // The jobs name it.
    if (selection.object.empty() && !inputs.jobs.empty()) return {};
    return check_selection(selection);
}

Result<void> choose_key(const CountOptions& options, CountInputs& inputs) {
    inputs.key = split_names(options.key);
    if (!inputs.load) return {};
    const std::string& external_id = inputs.counted.strategy->load.external_id;
    if (inputs.key.empty() && !external_id.empty()) inputs.key.push_back(external_id);
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

bool keeps_records(const std::string& operation) {
    return operation == "insert" || operation == "update" || operation == "upsert";
}

std::optional<std::uint64_t> CountInputs::expected_records(const CountOptions& options) const {
    if (options.expect) return options.expect;
    if (report) return keeps_records(report->operation) ? report->rows.succeeded() : 0;
    if (!load) return std::nullopt;
    const LoadOperation operation = counted.strategy->load.operation;
    if (!keeps_records(std::string{name_of(operation)})) return 0;
    const auto partitions = partitions_without_ids(counted);
    if (!partitions) return std::nullopt;
    std::uint64_t rows = 0;
    for (const RowSequence& partition : *partitions) rows += partition.size();
    return rows;
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
    if (options.watch_seconds > 0 && inputs->selection.object.empty())
        return misuse("--watch counts records, and nothing says of which object: --object NAME");
    if (auto chosen = choose_key(options, *inputs); !chosen) return Failure{chosen.error()};
    if (auto made = make_folder(options.out_folder); !made) return Failure{made.error()};
    return inputs;
}

}  // namespace rowlock
