#include "checks/command/check_command.hpp"

#include "checks/assess/assess.hpp"
#include "checks/command/memory_option.hpp"
#include "checks/command/plan_source.hpp"
#include "checks/command/record_explanation.hpp"
#include "checks/command/row_explanation.hpp"
#include "checks/command/rules_fingerprint.hpp"
#include "checks/command/stopped.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/result.hpp"

namespace rowlock {
namespace {

/// The options, understood.
struct CheckSetup {
    AssessRequest request;
    ReportOutput output;
};

Result<void> set_up_job(const CheckOptions& options, AssessRequest& request) {
    request.batch_rows = options.input.batch_rows;
    request.workers = options.input.k;
    if (options.line_ending.empty()) return {};
    const auto ending = parse_line_ending(options.line_ending);
    if (!ending) return misuse("--line-ending: " + ending.error().message);
    request.line_ending = *ending;
    return {};
}

Result<void> set_up_input(const CheckOptions& options, AssessRequest& request, Io& io) {
    InputOptions input = options.input;
    const bool own_references = !input.references.empty();
    if (!options.plan_file.empty()) {
        auto plan = read_plan(options.plan_file, input);
        if (!plan) return Failure{std::move(plan.error())};
        request.plan = std::move(*plan);
    }
    const auto bulk2 = parse_bulk2(input.api);
    if (!bulk2) return Failure{bulk2.error()};
    request.bulk2 = *bulk2;
    request.serial = options.serial && !*bulk2;
    request.concurrency_mode_given = options.serial && *bulk2;
    auto made = make_input_request(input, options.beside, [&](const std::string& note) {
        io.err.line(note);
    });
    if (!made) return Failure{std::move(made.error())};
    request.input = std::move(*made);
    if (!request.plan) return {};
    if (!own_references) request.input.references = references_of(*request.plan, options.plan_file);
    const std::string& fingerprint = request.plan->rules_fingerprint;
    request.other_plan_rules =
        !fingerprint.empty() && fingerprint != rules_fingerprint(*request.input.rules);
    return {};
}

Result<CheckSetup> set_up(const CheckOptions& options, Io& io) {
    CheckSetup setup;
    auto output = ReportOutput::prepare(options);
    if (!output) return Failure{std::move(output.error())};
    setup.output = *std::move(output);
    if (!options.failed_results_file.empty() && options.finished_file.empty()) {
        return misuse("--failed-results goes with --finished: when did the batches run?");
    }
    setup.request.finished = {options.finished_file, options.failed_results_file};
    if (auto set = set_up_job(options, setup.request); !set) return Failure{set.error()};
    if (auto set = set_up_input(options, setup.request, io); !set) return Failure{set.error()};
    std::vector<std::string> inputs = input_paths(setup.request.input, options.input);
    for (const auto& path :
         {options.plan_file, options.finished_file, options.failed_results_file}) {
        inputs.push_back(path);
    }
    if (auto good = setup.output.check_targets(inputs); !good) return Failure{good.error()};
    auto memory = parse_memory_bound(options.memory, options.temporary_folder);
    if (!memory) return Failure{std::move(memory.error())};
    setup.request.memory = *std::move(memory);
    setup.request.parts = setup.output.parts();
    return setup;
}

int explain(const CheckOptions& options, const AssessRequest& request, Io& io) {
    const auto input = load_input(request.input);
    if (interrupted()) return end_stopped(io);
    if (!input) return report_error(input.error(), io);
    const LockRules& rules = *request.input.rules;
    if (const auto record = explain_record(*input, options.explain)) {
        if (options.json) {
            io.out.line(record_json(*input, rules, *record));
        } else {
            io.out.write(record_text(*input, rules, *record));
        }
        return number_of(ExitCode::clean);
    }
    const auto row = find_named_row(*input, options.explain);
    if (!row) return report_error(row.error(), io);
    if (options.json) {
        io.out.line(explanation_json(*input, request.input, *row));
    } else {
        io.out.write(explanation_text(*input, request.input, *row));
    }
    return number_of(ExitCode::clean);
}

}  // namespace

int run_check(const CheckOptions& options, Io& io) {
    const InterruptGuard guard;
    auto setup = set_up(options, io);
    if (!setup) return report_error(setup.error(), io);
    setup->request.input.stopped = interrupted;
    if (!options.explain.empty()) return explain(options, setup->request, io);
    auto assessment = assess(setup->request);
    if (interrupted()) return end_stopped(io);
    if (!assessment) return report_error(assessment.error(), io);
    return setup->output.finish(assessment->report, io);
}

}  // namespace rowlock
