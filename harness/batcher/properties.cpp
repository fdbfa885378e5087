#include "harness/batcher/properties.hpp"

#include "harness/batcher/answer_files.hpp"
#include "harness/batcher/corpus.hpp"
#include "harness/batcher/loader/loader_run.hpp"
#include "harness/batcher/run_choice.hpp"
#include "harness/batcher/run_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rowlock::batcher {
namespace {

CheckResult misused(const Error& error) {
    return {false, "the check cannot be run: " + error.message + "\n", false};
}

Result<RunSettings> settings_of(const CheckOptions& options) {
    RunSettings settings;
    settings.generator.seed = options.seed;
    settings.generator.rows_max = std::max(1U, options.rows_max);
    settings.generator.cap_rows_max = std::max(1U, options.cap_rows_max);
    settings.cases = options.cases;
    settings.first_case = options.first_case;
    const auto chosen = choose({options.only, options.skip, options.without, "."}, settings);
    if (!chosen) return Failure{chosen.error()};
    if (options.corpus.empty()) return settings;
    auto stored = read_corpus(options.corpus);
    if (!stored) return Failure{std::move(stored.error())};
    settings.stored = std::move(*stored);
    return settings;
}

/// The options that show a generated case again, in C++.
std::string replay_text(const CheckOptions& options, const Counterexample& found) {
    if (!found.stored_name.empty()) return "the corpus, whose cases are tried first";
    std::string text = fmt::format("CheckOptions{{.only = {{\"{}\"}}, ", found.property->id);
    if (!options.without.empty()) {
        text += fmt::format(".without = {{\"{}\"}}, ", fmt::join(options.without, "\", \""));
    }
    return text +
           fmt::format(
               ".cases = 1, .seed = {}, .first_case = {}, .rows_max = {}, .cap_rows_max = {}{}}}",
               options.seed,
               found.case_number,
               options.rows_max,
               options.cap_rows_max,
               options.warnings_fail ? ", .warnings_fail = true" : ""
           );
}

Result<CheckResult> report_of(
    const CheckOptions& options, const RunSettings& settings, const RunResult& result
) {
    RunReport report;
    report.seed = options.seed;
    report.result = &result;
    report.properties = settings.properties;
    report.warnings_fail = options.warnings_fail;
    for (const Counterexample& found : result.counterexamples) {
        CounterexampleNotes notes;
        notes.replay = replay_text(options, found);
        if (!options.corpus.empty()) {
            auto folder = store_counterexample(options.corpus, found);
            if (!folder) return Failure{std::move(folder.error())};
            notes.folder = std::move(*folder);
        }
        report.notes.push_back(std::move(notes));
    }
    const bool passed = report.passed();
    return CheckResult{passed, run_report_text(report), passed && result.any_warning()};
}

Result<std::vector<const loader::LoaderProperty*>> loader_properties(
    const LoaderCheckOptions& options
) {
    const auto named_by = [](const std::vector<std::string>& words, const auto* property) {
        return std::any_of(words.begin(), words.end(), [property](const std::string& word) {
            return loader::find_loader_property(word) == property;
        });
    };
    for (const auto* words : {&options.only, &options.skip}) {
        for (const std::string& word : *words) {
            if (loader::find_loader_property(word) == nullptr) {
                return fail(
                    ErrorCode::bad_configuration, "there is no loader property '" + word + "'"
                );
            }
        }
    }
    std::vector<const loader::LoaderProperty*> chosen;
    for (const loader::LoaderProperty& property : loader::all_loader_properties()) {
        const bool wanted = options.only.empty() || named_by(options.only, &property);
        if (wanted && !named_by(options.skip, &property)) chosen.push_back(&property);
    }
    if (chosen.empty()) return fail(ErrorCode::bad_configuration, "there is nothing to check");
    return chosen;
}

}  // namespace

CheckResult check_batcher(Batcher& batcher, const CheckOptions& options) {
    const auto settings = settings_of(options);
    if (!settings) return misused(settings.error());
    const RunResult result = run_properties(batcher, *settings);
    const auto report = report_of(options, *settings, result);
    return report ? *report : misused(report.error());
}

CheckResult check_loader(const loader::Loader& loader, const LoaderCheckOptions& options) {
    auto properties = loader_properties(options);
    if (!properties) return misused(properties.error());
    loader::LoaderRunSettings settings;
    settings.histories.seed = options.seed;
    settings.histories.rows_max = std::max(1U, options.rows_max);
    settings.cases = options.cases;
    settings.first = options.first_case;
    settings.properties = std::move(*properties);
    const loader::LoaderRunResult result = run_loader_properties(loader, settings);
    return {result.passed(), loader_report_text(result), false};
}

std::string violation_of(
    Batcher& batcher, const AbstractCase& abstract, const std::vector<std::string>& only
) {
    RunSettings settings;
    const auto chosen = choose({only, {}, {}, "."}, settings);
    if (!chosen) return chosen.error().message;
    // A variant that a property asks about may be what has no answer: once more at the end.
    settings.properties.push_back(find_property("I12"));
    Trial trial{abstract, batcher};
    for (const Property* const property : settings.properties) {
        if (only.empty() && property->grade == PropertyGrade::warning) continue;
        const auto violation = property->check(trial);
        if (!violation) continue;
        return fmt::format("{} {}: {}", property->id, property->name, violation->sentence);
    }
    return {};
}

std::string violation_of(
    const loader::Loader& loader,
    const loader::History& history,
    const std::vector<std::string>& only
) {
    LoaderCheckOptions options;
    options.only = only;
    const auto properties = loader_properties(options);
    if (!properties) return properties.error().message;
    const loader::Course course = loader::run_history(loader, history);
    for (const loader::LoaderProperty* const property : *properties) {
        const auto sentence = property->check(course);
        if (sentence) return fmt::format("{} {}: {}", property->id, property->name, *sentence);
    }
    return {};
}

Answer answer_of(const Instance&, Answer answer) {
    return answer;
}

Answer answer_of(const Instance& instance, const NumberedBatches& batches) {
    Answer answer;
    for (const std::vector<std::size_t>& rows : batches) {
        AnswerBatch& batch = answer.batches.emplace_back();
        batch.label = std::to_string(answer.batches.size());
        for (const std::size_t row : rows) {
            if (row < instance.rows.size()) {
                batch.rows.push_back(static_cast<std::uint32_t>(row));
            } else {
                batch.invented.push_back("row " + std::to_string(row + 1));
            }
        }
    }
    return answer;
}

Answer answer_of(const Instance& instance, const CellBatches& batches) {
    std::vector<BatchFile> files;
    for (const auto& rows : batches) {
        BatchFile& file = files.emplace_back();
        file.name = std::to_string(files.size());
        file.text = header_line(instance);
        for (const std::vector<std::string>& cells : rows) {
            file.text += csv_line(cells, instance.line_ending);
        }
    }
    return answer_of_files(instance, files);
}

}  // namespace rowlock::batcher
