#include "mockorg/testing/scenario_expectations.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

namespace rowlock {
namespace {

using Unit = ExpectFigure::Unit;

constexpr std::array<std::string_view, 7> k_figures = {
    "processed", "failed", "created", "updated", "unprocessed", "retries", "ended"};

constexpr std::array<std::string_view, 8> k_foreign_figures = {
    "runs", "committed", "records", "waits", "timeouts", "deadlocks", "retries", "given-up"};

constexpr std::string_view k_range_forms = "a number, A..B, at least A or at most A";
constexpr std::string_view k_time_range_forms =
    "a duration, or a range of durations such as 30s..40s";

std::string_view kind_word(LabelKind kind) {
    switch (kind) {
        case LabelKind::record:
            return "a record's name";
        case LabelKind::job:
            return "a job's name";
        case LabelKind::write:
            return "a write's name";
        case LabelKind::foreign:
            break;
    }
    return "a foreign writer's name";
}

std::optional<JobFigure> parse_figure(std::string_view word) {
    const auto found = std::find(k_figures.begin(), k_figures.end(), word);
    if (found == k_figures.end()) return std::nullopt;
    return static_cast<JobFigure>(found - k_figures.begin());
}

std::optional<JobState> parse_state(std::string_view word) {
    for (const JobState state :
         {JobState::open,
          JobState::upload_complete,
          JobState::in_progress,
          JobState::job_complete,
          JobState::failed,
          JobState::aborted,
          JobState::closed}) {
        if (name_of(state) == word) return state;
    }
    return std::nullopt;
}

/// One end of a range, and the unit its text shows.
struct Bound {
    double value = 0.0;
    Unit unit = Unit::count;
};

std::optional<Bound> parse_bound(std::string_view text) {
    if (text.ends_with('%')) {
        const auto value = parse_number(text.substr(0, text.size() - 1));
        return value ? std::optional{Bound{*value / 100.0, Unit::share}} : std::nullopt;
    }
    if (const auto time = parse_scenario_duration(text))
        return Bound{to_seconds(*time), Unit::seconds};
    const auto value = parse_integer(text);
    if (!value) return std::nullopt;
    return Bound{static_cast<double>(*value), Unit::count};
}

/// `200`, `9%..13%`, `at least 3`, `at most 40s`.
struct UnitRange {
    ExpectedRange range;
    Unit unit = Unit::count;
};

std::optional<UnitRange> parse_range(std::string_view text) {
    const auto dots = text.find("..");
    const auto low = parse_bound(text.substr(0, dots));
    const auto high = dots == std::string_view::npos ? low : parse_bound(text.substr(dots + 2));
    if (!low || !high || low->unit != high->unit || low->value > high->value) return std::nullopt;
    return UnitRange{{low->value, high->value}, low->unit};
}

/// `times`: durations are wanted, otherwise counts or shares.
UnitRange read_range(WordReader& words, bool times) {
    constexpr double k_endless = std::numeric_limits<double>::infinity();
    const std::string_view forms = times ? k_time_range_forms : k_range_forms;
    const bool open = words.accept("at");
    const bool least = open && words.accept("least");
    if (open && !least && !words.accept("most"))
        words.complain("least or most", words.word("least or most"));
    const std::string text = words.word(forms);
    auto range = parse_range(text);
    const bool both = open && text.find("..") != std::string::npos;
    if (!range || both || times != (range->unit == Unit::seconds)) {
        words.complain(forms, text);
        return {};
    }
    if (least) range->range.high = k_endless;
    if (open && !least) range->range.low = -k_endless;
    return *range;
}

ExpectFigure read_figure(WordReader& words, JobRef job, JobFigure figure) {
    ExpectFigure expected;
    expected.job = std::move(job);
    expected.figure = figure;
    if (words.accept("multiple")) {
        if (!words.accept("of")) words.complain("of", words.word("of"));
        expected.unit = Unit::multiple;
        expected.range.low = static_cast<double>(words.whole("a number", 1, 1'000'000));
        return expected;
    }
    const UnitRange read = read_range(words, figure == JobFigure::ended);
    expected.unit = read.unit;
    expected.range = read.range;
    return expected;
}

/// `contains TEXT`
std::string read_contained(WordReader& words) {
    if (!words.accept("contains")) words.complain("contains", words.word("contains"));
    return words.rest("a text");
}

Expectation read_job_expectation(WordReader& words, JobRef job) {
    const std::string what = words.word("what is expected of the job");
    if (what == "state") {
        const std::string name = words.word("a job state");
        const auto state = parse_state(name);
        if (!state) {
            words.complain(
                "Open, UploadComplete, InProgress, JobComplete, Failed, Aborted or Closed", name
            );
        }
        return ExpectState{std::move(job), state.value_or(JobState::open)};
    }
    if (what == "error")
        return ExpectText{std::move(job), ExpectText::Where::row_error, read_contained(words)};
    if (what == "message")
        return ExpectText{std::move(job), ExpectText::Where::job_error, read_contained(words)};
    if (what == "refused")
        return ExpectText{std::move(job), ExpectText::Where::refusal, words.rest("a text")};
    if (what == "lost") {
        if (!words.accept("whole") || !words.accept("chunks")) words.complain("whole chunks", what);
        return ExpectWholeChunks{std::move(job)};
    }
    const auto figure = parse_figure(what);
    if (!figure) {
        words.complain(
            "state, processed, failed, created, updated, unprocessed, retries, ended, lost whole "
            "chunks, error, "
            "message or refused",
            what
        );
    }
    return read_figure(words, std::move(job), figure.value_or(JobFigure::processed));
}

/// A job, or a foreign writer: who holds and waits.
LabelRef read_owner(WordReader& words, const ScenarioLabels& labels) {
    WordReader ahead = words;
    const auto foreign = labels.find(ahead.word("a job's name"), LabelKind::foreign);
    if (!foreign) return read_single_label(words, labels, LabelKind::job);
    words = ahead;
    return *foreign;
}

Expectation read_lock_expectation(WordReader& words, const ScenarioLabels& labels) {
    ExpectLock lock;
    lock.record = read_single_label(words, labels, LabelKind::record);
    const std::string what = words.word("free, held by or waiting");
    if (what == "held") {
        if (!words.accept("by")) words.complain("by", words.word("by"));
        lock.what = ExpectLock::What::held_by;
        lock.jobs.push_back(read_owner(words, labels));
    } else if (what == "waiting") {
        lock.what = ExpectLock::What::waiting;
        while (!words.at_end()) lock.jobs.push_back(read_owner(words, labels));
    } else if (what != "free") {
        words.complain("free, held by or waiting", what);
    }
    return lock;
}

Expectation read_query_expectation(WordReader& words) {
    const UnitRange read = read_range(words, false);
    if (read.unit != Unit::count) words.complain("a range of whole numbers", "percent");
    return ExpectQuery{read.range, words.rest("a query")};
}

Expectation read_foreign_expectation(WordReader& words, LabelRef writer) {
    const std::string name = words.word("what a foreign writer did");
    const auto found = std::find(k_foreign_figures.begin(), k_foreign_figures.end(), name);
    if (found == k_foreign_figures.end()) {
        words.complain(
            "runs, committed, records, waits, timeouts, deadlocks, retries or given-up", name
        );
        return ExpectForeign{};
    }
    const auto figure = static_cast<ForeignFigure>(found - k_foreign_figures.begin());
    const UnitRange read = read_range(words, false);
    if (read.unit != Unit::count) words.complain("a range of whole numbers", "percent");
    return ExpectForeign{std::move(writer), figure, read.range};
}

Expectation read_write_expectation(WordReader& words, LabelRef write) {
    using Outcome = ExpectWrite::Outcome;
    const std::string outcome = words.word("waiting, succeeded or failed");
    if (outcome == "waiting") return ExpectWrite{std::move(write), Outcome::waiting, {}};
    if (outcome == "succeeded") return ExpectWrite{std::move(write), Outcome::succeeded, {}};
    if (outcome != "failed") words.complain("waiting, succeeded or failed", outcome);
    return ExpectWrite{std::move(write), Outcome::failed, words.rest("part of the error's text")};
}

}  // namespace

std::string_view name_of(JobFigure figure) {
    return k_figures.at(static_cast<std::size_t>(figure));
}

std::string_view name_of(ForeignFigure figure) {
    return k_foreign_figures.at(static_cast<std::size_t>(figure));
}

LabelRef read_label(WordReader& words, const ScenarioLabels& labels, LabelKind kind) {
    const std::string text = words.word(kind_word(kind));
    auto ref = labels.find(text, kind);
    if (!ref) words.complain(fmt::format("{} ({})", kind_word(kind), labels.names(kind)), text);
    return ref.value_or(LabelRef{});
}

LabelRef read_single_label(WordReader& words, const ScenarioLabels& labels, LabelKind kind) {
    LabelRef ref = read_label(words, labels, kind);
    if (labels.is_group(ref))
        words.complain(fmt::format("one of them, such as {}1", ref.label), ref.label);
    return ref;
}

Expectation read_expectation(WordReader& words, const ScenarioLabels& labels) {
    if (words.accept("lock")) return read_lock_expectation(words, labels);
    if (words.accept("query")) return read_query_expectation(words);
    if (words.accept("all")) return read_job_expectation(words, JobRef{});
    const std::string subject = words.word("lock, query, all, or the name of a job or write");
    if (auto write = labels.find(subject, LabelKind::write)) {
        return read_write_expectation(words, std::move(*write));
    }
    if (auto writer = labels.find(subject, LabelKind::foreign))
        return read_foreign_expectation(words, std::move(*writer));
    auto job = labels.find(subject, LabelKind::job);
    if (!job) {
        words.complain(
            fmt::format(
                "lock, query, all, a job ({}), a write ({}) or a foreign writer ({})",
                labels.names(LabelKind::job),
                labels.names(LabelKind::write),
                labels.names(LabelKind::foreign)
            ),
            subject
        );
    }
    return read_job_expectation(words, JobRef{std::move(job)});
}

}  // namespace rowlock
