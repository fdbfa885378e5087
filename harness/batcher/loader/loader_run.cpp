#include "harness/batcher/loader/loader_run.hpp"

#include "harness/batcher/loader/happenings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock::loader {
namespace {

class LoaderRunner {
public:
    LoaderRunner(const Loader& loader, const LoaderRunSettings& settings)
        : loader_(loader), settings_(settings), pending_(settings.properties) {
        if (pending_.empty()) {
            for (const LoaderProperty& property : all_loader_properties()) {
                pending_.push_back(&property);
            }
        }
        result_.seed = settings.histories.seed;
        result_.rows_max = settings.histories.rows_max;
        result_.properties = pending_.size();
    }

    LoaderRunResult run() {
        const std::uint64_t first = std::max<std::uint64_t>(1, settings_.first) - 1;
        while (result_.cases < settings_.cases && !finished()) {
            const std::uint64_t number = first + result_.cases;
            ++result_.cases;
            try_history(make_history(settings_.histories, number), number + 1);
        }
        if (result_.cases == settings_.cases) result_.missing = counts_.missing();
        return std::move(result_);
    }

private:
    bool finished() {
        if (settings_.stop && settings_.stop()) result_.stopped = true;
        const auto is_enough = [this](const LoaderCounterexample& found) {
            const auto& enough = settings_.enough;
            return std::find(enough.begin(), enough.end(), found.property->id) != enough.end();
        };
        const auto& found = result_.counterexamples;
        return result_.stopped || pending_.empty() ||
               std::any_of(found.begin(), found.end(), is_enough);
    }

    void try_history(const History& history, std::uint64_t number) {
        const Course course = run_history(loader_, history);
        counts_.count(course.truth.happenings);
        // Those that fail leave the list.
        for (std::size_t i = 0; i < pending_.size();) {
            const LoaderProperty& property = *pending_[i];
            if (!property.check(course)) {
                ++i;
                continue;
            }
            pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i));
            add_counterexample(property, course, number);
        }
    }

    void add_counterexample(
        const LoaderProperty& property, const Course& course, std::uint64_t number
    ) {
        LoaderCounterexample found;
        found.property = &property;
        found.original = course.history;
        found.minimal = course;
        found.case_number = number;
        std::uint64_t tries = 0;
        while (tries < settings_.shrink_tries && make_simpler(found, tries)) ++found.shrink_steps;
        found.sentence = property.check(found.minimal).value_or("");
        result_.counterexamples.push_back(std::move(found));
    }

    /// Takes the first simpler history that still fails.
    bool make_simpler(LoaderCounterexample& found, std::uint64_t& tries) {
        for (const History& candidate : simpler_histories(found.minimal.history)) {
            if (++tries > settings_.shrink_tries) return false;
            if (settings_.stop && settings_.stop()) return false;
            Course course = run_history(loader_, candidate);
            if (!found.property->check(course)) continue;
            found.minimal = std::move(course);
            return true;
        }
        return false;
    }

    const Loader& loader_;
    const LoaderRunSettings& settings_;
    std::vector<const LoaderProperty*> pending_;
    HappeningCounts counts_;
    LoaderRunResult result_;
};

std::string account_text(const Course& course) {
    if (!course.account) return "  it gave no account\n";
    std::string text = "  it says:";
    for (std::size_t row = 0; row < course.account->size(); ++row) {
        text += fmt::format(" row {} {}", row + 1, name_of((*course.account)[row]));
        text += row + 1 < course.account->size() ? "," : "";
    }
    return text + '\n';
}

std::string counterexample_text(const LoaderCounterexample& found, const LoaderRunResult& result) {
    std::string text = fmt::format(
        "\n{} {}: {}\n  {}\n\n{}\n",
        found.property->id,
        found.property->name,
        found.property->title,
        found.sentence,
        history_text(found.minimal.history)
    );
    for (const std::string& line : found.minimal.transcript) text += line + '\n';
    text += account_text(found.minimal);
    text += fmt::format(
        "  found in history {} with {} rows; made simpler in {} steps\n",
        found.case_number,
        found.original.rows.size(),
        found.shrink_steps
    );
    text += fmt::format(
        "  replay: LoaderCheckOptions{{.only = {{\"{}\"}}, .cases = 1, .seed = {}, "
        ".first_case = {}, .rows_max = {}}}\n",
        found.property->id,
        result.seed,
        found.case_number,
        result.rows_max
    );
    return text;
}

}  // namespace

LoaderRunResult run_loader_properties(const Loader& loader, const LoaderRunSettings& settings) {
    return LoaderRunner{loader, settings}.run();
}

std::string loader_report_text(const LoaderRunResult& result) {
    const bool failed = !result.counterexamples.empty() || !result.missing.empty();
    const std::string_view word = failed ? "FAILED" : result.stopped ? "STOPPED" : "PASSED";
    std::string text = fmt::format(
        "{}: {} of {} properties failed in {} histories{}\n",
        word,
        result.counterexamples.size(),
        result.properties,
        result.cases,
        result.stopped ? "; stopped before the end" : ""
    );
    for (const LoaderCounterexample& found : result.counterexamples) {
        text += counterexample_text(found, result);
    }
    for (const std::string& phrase : result.missing) {
        text += fmt::format("  too rare, below 1 % of the histories: {}\n", phrase);
    }
    return text;
}

}  // namespace rowlock::loader
