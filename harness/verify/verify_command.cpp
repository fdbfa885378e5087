#include "harness/verify/verify_command.hpp"

#include "harness/count/name_list.hpp"
#include "harness/replay/api_choice.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/progress.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "harness/verify/report_check.hpp"
#include "harness/verify/verify_org.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace rowlock {
namespace {

/// The files of the options, read.
struct Inputs {
    /// Nothing: none was given.
    std::optional<PromisedLoad> promised;
    std::optional<ReplayReport> report;
};

Result<void> check_options(const VerifyOptions& options) {
    const bool has_load = !options.load_file.empty() || !options.report_file.empty();
    const bool asks = has_load || !options.baseline_file.empty() || !options.objects.empty() ||
                      !options.expectations.empty() || options.wait_seconds;
    if (!asks) {
        return fail(
            ErrorCode::bad_configuration,
            "verify what? give --load, --report, --baseline, --expect or --object; --wait 0 alone "
            "looks at jobs only"
        );
    }
    if (!options.where.empty() && !has_load && options.baseline_file.empty()) {
        return fail(
            ErrorCode::bad_configuration,
            "--where says which records are the load's own, and nothing asks for them: give "
            "--load, --report or --baseline"
        );
    }
    if (options.load_file.empty() && !(options.api.empty() && options.key.empty()))
        return fail(ErrorCode::bad_configuration, "--api and --key are about a load: --load FILE");
    if (!options.gone || has_load) return {};
    return fail(
        ErrorCode::bad_configuration,
        "--gone says that a load's records are no more, and which those are says --load or --report"
    );
}

/// As the replay has it.
Result<void> limit_rows(Load& load, std::optional<RowNumber> rows) {
    if (!rows) return {};
    for (Strategy& strategy : load.strategies) {
        LoadStep& step = strategy.load;
        if (!step.order.plan.text.empty()) {
            return fail(
                ErrorCode::bad_configuration,
                step.order.plan.where + ": a plan is loaded as a whole, expected no --rows"
            );
        }
        step.rows = std::min(step.rows.value_or(*rows), *rows);
    }
    return {};
}

/// A plan says of what object its rows are; others may be looked at beside it.
Result<void> check_objects(
    const VerifyOptions& options, const std::vector<std::string>& objects, const Load& load
) {
    const LoadStep& step = load.strategies.front().load;
    const std::string& planned = load.sources[step.source].object;
    const bool is_plan = step.order.plan.text == options.load_file;
    const auto is_planned = [&](const std::string& object) {
        return equal_ignoring_case(object, planned);
    };
    if (!is_plan || objects.empty() || std::any_of(objects.begin(), objects.end(), is_planned))
        return {};
    return fail(
        ErrorCode::bad_configuration,
        "--object " + objects.front() + ": the rows of " + options.load_file + " are of " +
            planned + "; to look at further objects, name that one, too"
    );
}

Result<void> read_inputs(const VerifyOptions& options, Inputs& inputs) {
    if (!options.report_file.empty()) {
        auto report = read_report_file(options.report_file);
        if (!report) return Failure{std::move(report.error())};
        inputs.report = std::move(*report);
    }
    if (options.load_file.empty()) return {};
    const auto objects = parse_object_names(options.objects);
    if (!objects) return Failure{objects.error()};
    auto key = read_key_names(options.key);
    if (!key) return Failure{std::move(key.error())};
    RowsDescription described = options.rows_described;
    described.api = options.api;
    auto load = read_load_input_again(
        options.load_file, std::move(described), objects->empty() ? std::string{} : objects->front()
    );
    if (!load) return Failure{std::move(load.error())};
    const auto fits = check_objects(options, *objects, *load)
                          .and_then([&] { return use_api(*load, options.api); })
                          .and_then([&] { return limit_rows(*load, options.rows); });
    if (!fits) return fits;
    PromisedLoad& promised = inputs.promised.emplace();
    promised.load = std::make_shared<const Load>(std::move(*load));
    promised.key = std::move(*key);
    std::string name = options.strategy;
    if (name.empty() && inputs.report) name = inputs.report->strategy;
    if (name.empty()) name = promised.load->strategies.front().name;
    const auto strategy = find_strategy(*promised.load, name);
    if (!strategy) return Failure{strategy.error()};
    promised.strategy = *strategy;
    auto sources = open_sources(*promised.load);
    if (!sources) return Failure{std::move(sources.error())};
    promised.sources = std::move(*sources);
    return {};
}

Result<void> read_objects(
    const VerifyOptions& options, const Inputs& inputs, VerifyQuestion& question
) {
    auto objects = parse_object_names(options.objects);
    if (!objects) return Failure{std::move(objects.error())};
    question.objects = std::move(*objects);
    if (inputs.promised) add_objects_of(*inputs.promised->load, question.objects);
    if (inputs.report) add_object_name(question.objects, inputs.report->object);
    if (!question.baseline) return {};
    for (const BaselineObject& object : question.baseline->objects)
        add_object_name(question.objects, object.object);
    return {};
}

Result<void> read_expectations(
    const VerifyOptions& options, const Inputs& inputs, VerifyQuestion& question
) {
    for (const std::string& text : options.expectations) {
        auto expectation = parse_expectation(text);
        if (!expectation) return Failure{std::move(expectation.error())};
        question.expectations.push_back(std::move(*expectation));
    }
    bool report_counts = inputs.report.has_value();
    if (inputs.promised) {
        auto expected = expectations_of(*inputs.promised, question.own, options.gone);
        if (!expected) return Failure{std::move(expected.error())};
        for (RecordExpectation& expectation : *expected) {
            const bool same =
                report_counts && expectation.selection.object == inputs.report->object;
            // The report knows how many of the load's rows came through, but not which.
            if (same && expectation.rows == nullptr) continue;
            if (same) report_counts = false;
            question.expectations.push_back(std::move(expectation));
        }
    }
    if (report_counts)
        question.expectations.push_back(expectation_of(*inputs.report, question.own, options.gone));
    return {};
}

Result<void> read_report(
    const VerifyOptions& options, const Inputs& inputs, VerifyQuestion& question
) {
    if (!inputs.report || options.gone) return {};
    std::optional<std::uint64_t> load_rows;
    if (inputs.promised) {
        const auto rows = rows_sent_by(*inputs.promised);
        if (!rows) return Failure{rows.error()};
        load_rows = *rows;
    }
    question.report = check_report(*inputs.report, load_rows);
    return {};
}

Result<void> read_schema(
    const VerifyOptions& options, const Inputs& inputs, VerifyQuestion& question
) {
    std::string path = options.schema_file;
    if (path.empty() && inputs.promised) path = inputs.promised->load->schema.text;
    if (path.empty()) return {};
    auto schema = read_schema_file(path);
    if (!schema) return Failure{std::move(schema.error())};
    question.schema = std::move(*schema);
    return {};
}

Result<VerifyQuestion> read_question(const VerifyOptions& options) {
    Inputs inputs;
    if (auto read = read_inputs(options, inputs); !read) return Failure{std::move(read.error())};
    VerifyQuestion question;
    if (!options.baseline_file.empty()) {
        auto baseline = read_baseline_file(options.baseline_file);
        if (!baseline) return Failure{std::move(baseline.error())};
        question.baseline = std::move(*baseline);
    }
    auto conditions = ObjectConditions::parse(options.where);
    if (!conditions) return Failure{std::move(conditions.error())};
    question.own = OwnRecords{*conditions};
    if (inputs.promised) question.own.add(*inputs.promised->load, *inputs.promised->strategy);
    if (inputs.promised && question.baseline)
        question.own_rows = rows_that_make_records(*inputs.promised);
    if (inputs.report) question.own.add(*inputs.report);
    using Read = Result<void> (*)(const VerifyOptions&, const Inputs&, VerifyQuestion&);
    for (const Read read : {&read_objects, &read_expectations, &read_report, &read_schema}) {
        if (auto done = read(options, inputs, question); !done)
            return Failure{std::move(done.error())};
    }
    if (auto known = conditions->check_objects(question.objects); !known)
        return Failure{std::move(known.error())};
    question.wait = std::chrono::seconds{options.wait_seconds.value_or(0)};
    return question;
}

Result<Proof> prove(
    const VerifyOptions& options, VerifyQuestion& question, RemoteTarget& target, Io& io
) {
    auto files = FindingFiles::open(options.out_folder);
    if (!files) return Failure{std::move(files.error())};
    Progress progress{io, "verifying"};
    std::uint64_t steps = 0;
    question.on_step = [&](const std::string& step) {
        const std::uint64_t all = 2 + question.expectations.size() + question.objects.size() +
                                  (question.baseline ? question.baseline->objects.size() : 0);
        progress.show(++steps, std::max(steps, all), step);
    };
    auto proof = verify_org(OrgQuestions::of(target), question, *files);
    if (!proof) return Failure{std::move(proof.error())};
    proof->target = target.base_url();
    auto paths = files->close();
    if (!paths) return Failure{std::move(paths.error())};
    proof->files = std::move(*paths);
    return proof;
}

}  // namespace

int run_verify(const VerifyOptions& options, Io& io) {
    if (auto valid = check_options(options); !valid) return report_error(valid.error(), io);
    auto question = read_question(options);
    if (!question) return report_error(question.error(), io);
    auto target = RemoteTarget::connect(options.target, Access::reads);
    if (!target) return report_error(target.error(), io);
    if (question->baseline && question->baseline->target != target->base_url())
        io.err.line("note: the baseline was taken of " + question->baseline->target);
    const InterruptGuard guard;
    const auto proof = prove(options, *question, *target, io);
    if (!proof && interrupted()) {
        io.err.line("stopped: nothing is proven");
        return number_of(ExitCode::partial);
    }
    if (!proof) return report_error(proof.error(), io);
    options.json ? io.out.line(json_of(*proof)) : io.out.write(text_of(*proof));
    return number_of(proof->holds() ? ExitCode::clean : ExitCode::finding);
}

}  // namespace rowlock
