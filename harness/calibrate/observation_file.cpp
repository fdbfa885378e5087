#include "harness/calibrate/observation_file.hpp"

#include "harness/calibrate/load_choice.hpp"
#include "harness/load/object_reader.hpp"
#include "harness/load/step_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>

namespace rowlock {
namespace {

constexpr std::uint64_t k_rows_max = 1'000'000'000;
/// One number for each is kept while chunks are cut.
constexpr std::uint64_t k_parents_max = 100'000'000;
constexpr std::uint32_t k_batch_rows_max = 10'000;
constexpr std::uint64_t k_batches_max = 1'000'000;
constexpr std::size_t k_runs_max = 20;
constexpr std::size_t k_files_max = 100'000;
constexpr double k_seconds_max = 1e9;

constexpr std::array<std::string_view, 2> k_lanes{"parallel", "serial"};

std::string resolved(const std::filesystem::path& folder, const std::string& path) {
    return (folder / path).lexically_normal().string();
}

/// The load's figures; `needs_rows`: no file tells them.
LoadShape read_shape(const LocatedJson& value, Mistakes& mistakes, bool needs_rows) {
    ObjectReader object(value, "\"load\"", mistakes);
    LoadShape shape;
    const auto set = [](auto& into, const auto& given) {
        if (given) into = *given;
    };
    object.need("parents");
    if (needs_rows) object.need("rows");
    set(shape.rows, object.whole<std::uint64_t>("rows", 1, k_rows_max));
    set(shape.batch_rows, object.whole<std::uint32_t>("batchRows", 1, k_batch_rows_max));
    set(shape.parents, object.whole<std::uint64_t>("parents", 1, k_parents_max));
    if (const auto lane = object.word("lane", k_lanes)) shape.serial = *lane == 1;
    set(shape.partitions, object.whole<std::uint32_t>("partitions", 1, 1'000));
    set(shape.stagger, object.duration("stagger"));
    set(shape.in_flight, object.whole<std::uint32_t>("inFlight", 0, 1'000'000));
    read_interval(object, shape.interval);
    object.reject_unknown();
    if (shape.rows / shape.batch_rows > k_batches_max)
        object.mistake(value, "batchRows", "at most 1,000,000 batches");
    return shape;
}

ObservedFigures read_figures(const LocatedJson& value, Mistakes& mistakes) {
    ObjectReader object(value, "\"observed\"", mistakes);
    ObservedFigures figures;
    figures.rows_processed = object.whole<std::uint64_t>("rowsProcessed", 1, k_rows_max);
    figures.rows_failed_on_locks = object.whole<std::uint64_t>("rowsFailedOnLocks", 0, k_rows_max);
    figures.seconds = object.number("durationSeconds", 0.001, k_seconds_max);
    figures.active_seconds = object.number("activeSeconds", 0.001, k_seconds_max);
    object.reject_unknown();
    return figures;
}

class ObservationReader {
public:
    ObservationReader(const LocatedJson& root, const std::string& file_name, Mistakes& mistakes)
        : root_(root, "the observation file", mistakes),
          folder_(std::filesystem::path{file_name}.parent_path()),
          mistakes_(mistakes) {}

    std::vector<ObservedRun> read() {
        root_.text("$schema");
        root_.text("name");
        std::vector<ObservedRun> runs;
        const LocatedJson* list = root_.need("runs");
        root_.reject_unknown();
        if (list == nullptr) return runs;
        if (list->items.empty() || list->items.size() > k_runs_max) {
            report_wrong_value(mistakes_, *list, "\"runs\"", "a list of 1 to 20 finished loads");
            return runs;
        }
        for (const LocatedJson& item : list->items) runs.push_back(read_run(item));
        return runs;
    }

private:
    ObservedRun read_run(const LocatedJson& value) {
        ObjectReader object(value, "a run", mistakes_);
        ObservedRun run;
        run.where = mistakes_.where(value.offset);
        run.name = object.needed_text("name").value_or("");
        if (const LocatedJson* files = object.find("files")) read_files(*files, run);
        if (const LocatedJson* figures = object.find("observed")) {
            const ObservedFigures told = run.figures;
            run.figures = read_figures(*figures, mistakes_);
            complete(run.figures, told);
        }
        if (const LocatedJson* load = object.need("load")) read_load(*load, run);
        object.reject_unknown();
        return run;
    }

    static void complete(ObservedFigures& figures, const ObservedFigures& others) {
        const auto take = [](auto& into, const auto& other) {
            if (!into) into = other;
        };
        take(figures.rows_processed, others.rows_processed);
        take(figures.rows_failed_on_locks, others.rows_failed_on_locks);
        take(figures.seconds, others.seconds);
        take(figures.active_seconds, others.active_seconds);
    }

    void read_files(const LocatedJson& list, ObservedRun& run) {
        if (list.items.empty() || list.items.size() > k_files_max) {
            return report_wrong_value(
                mistakes_, list, "\"files\"", "a list of files that the org gave"
            );
        }
        OrgFacts facts;
        for (const LocatedJson& item : list.items) {
            if (item.kind != LocatedJson::Kind::text || item.text.empty()) {
                report_wrong_value(mistakes_, item, "\"files\"", "the path of a file");
                continue;
            }
            if (auto added = add_org_file(facts, resolved(folder_, item.text)); !added)
                mistakes_.add(item.offset, added.error().message);
        }
        add_facts(run, std::move(facts));
    }

    void read_load(const LocatedJson& value, ObservedRun& run) {
        if (value.kind != LocatedJson::Kind::text) {
            run.load = read_shape(value, mistakes_, run.batches.empty());
            return;
        }
        auto load = read_load_choice(resolved(folder_, value.text), {});
        if (load) {
            run.load = std::move(*load);
        } else {
            mistakes_.add(value.offset, load.error().message);
        }
    }

    ObjectReader root_;
    std::filesystem::path folder_;
    Mistakes& mistakes_;
};

}  // namespace

bool is_observation(std::string_view text) {
    const auto root = read_located_json(text, "");
    if (root) return find_member(*root, "runs") != nullptr;
    // Meant for one: its reader says best what is wrong with it.
    return text.find("\"runs\"") != std::string_view::npos;
}

Result<std::vector<ObservedRun>> read_observation(
    std::string_view text, const std::string& file_name
) {
    const auto root = read_located_json(text, file_name);
    if (!root) return Failure{root.error()};
    Mistakes mistakes(text, file_name);
    auto runs = ObservationReader{*root, file_name, mistakes}.read();
    if (!mistakes.empty()) return Failure{mistakes.error()};
    return runs;
}

void add_facts(ObservedRun& run, OrgFacts facts) {
    run.batches = std::move(facts.batches);
    std::stable_sort(
        run.batches.begin(),
        run.batches.end(),
        [](const ObservedBatch& a, const ObservedBatch& b) {
            return a.created.value_or(0) < b.created.value_or(0);
        }
    );
    run.figures = facts.figures;
    run.notes = std::move(facts.notes);
    if (facts.rows_failed_on_locks) {
        run.figures.rows_failed_on_locks = facts.rows_failed_on_locks;
        const std::uint64_t others = *facts.rows_failed - *facts.rows_failed_on_locks;
        if (others > 0) {
            run.notes.push_back(
                fmt::format("{} rows failed for other reasons than locks and are left out", others)
            );
        }
    } else if (!run.batches.empty()) {
        run.notes.emplace_back(
            "every failed row is taken for one that failed on a lock; failed-results files say "
            "which "
            "did"
        );
    }
}

}  // namespace rowlock
