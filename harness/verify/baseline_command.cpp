#include "harness/verify/baseline_command.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/progress.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/verify/object_conditions.hpp"
#include "harness/verify/take_baseline.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

std::string time_text(std::int64_t milliseconds) {
    std::string text;
    append_json_datetime(text, milliseconds);
    return text;
}

Result<BaselineQuestion> read_question(const BaselineOptions& options) {
    if (options.out_file.empty())
        return fail(ErrorCode::bad_configuration, "where does the baseline go? give --out FILE");
    auto objects = parse_object_names(options.objects);
    if (!objects) return Failure{std::move(objects.error())};
    if (!options.load_file.empty()) {
        const auto load = read_load_input_again(
            options.load_file,
            options.rows_described,
            objects->empty() ? std::string{} : objects->front()
        );
        if (!load) return Failure{load.error()};
        add_objects_of(*load, *objects);
    }
    if (objects->empty()) {
        return fail(
            ErrorCode::bad_configuration, "of which objects? give --object A,B or --load FILE"
        );
    }
    const auto conditions = ObjectConditions::parse(options.where);
    if (!conditions) return Failure{conditions.error()};
    if (auto known = conditions->check_objects(*objects); !known) return Failure{known.error()};
    auto without = parse_object_names(options.without);
    if (!without) return Failure{std::move(without.error())};
    BaselineQuestion question;
    for (const std::string& object : *objects)
        question.selections.push_back({object, conditions->of(object)});
    question.without = std::move(*without);
    question.records_max = options.records_max;
    return question;
}

void print_text(const Baseline& baseline, const BaselineOptions& options, Io& io) {
    io.out.line(fmt::format("{} at {}", baseline.target, time_text(baseline.taken_ms)));
    for (const BaselineObject& object : baseline.objects) {
        std::string line =
            fmt::format("  {}: {}", object.object, counted(object.records, "record"));
        if (!object.where.empty()) line += " with " + object.where;
        if (object.modified)
            line += ", the last one changed at " + time_text(object.modified->last_ms);
        if (!object.first_record) line += "; more than --records-max, so only totals are kept";
        io.out.line(line);
    }
    io.out.line("written to " + options.out_file);
}

}  // namespace

int run_baseline(const BaselineOptions& options, Io& io) {
    auto question = read_question(options);
    if (!question) return report_error(question.error(), io);
    auto target = RemoteTarget::connect(options.target, Access::reads);
    if (!target) return report_error(target.error(), io);
    const InterruptGuard guard;
    const auto baseline = [&] {
        std::optional<Progress> progress;
        std::string shown;
        question->on_progress = [&](const std::string& object, std::uint64_t records) {
            if (!progress || shown != object) progress.emplace(io, "reading " + object);
            shown = object;
            progress->show(records, records);
        };
        return take_baseline(
            OrgQuestions::of(*target), target->base_url(), *question, options.out_file
        );
    }();
    if (!baseline && interrupted()) {
        io.err.line("stopped: no baseline was written");
        return number_of(ExitCode::partial);
    }
    if (!baseline) return report_error(baseline.error(), io);
    if (options.json) {
        io.out.line(json_of(*baseline));
    } else {
        print_text(*baseline, options, io);
    }
    return number_of(ExitCode::clean);
}

}  // namespace rowlock
