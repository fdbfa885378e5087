#include "checks/assess/plan_batching.hpp"

#include <fmt/core.h>

#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// Where the first load's rows end.
RowNo count_own_rows(std::span<const LoadedFile> files) {
    RowNo rows = 0;
    for (const LoadedFile& file : files) rows += file.load == 0 ? file.rows : 0;
    return rows;
}

class PlanApplier {
public:
    PlanApplier(
        const PlanFile& plan, std::span<const LoadedFile> files, std::span<const BatchCut> cuts
    )
        : plan_(plan), files_(files), own_rows_(count_own_rows(files)) {
        others_ = cut_batches(files, cuts);
    }

    Result<Batching> run() {
        for (std::size_t i = 0; i < plan_.batches.size(); ++i) {
            auto added = add(i);
            if (!added) return Failure{std::move(added.error())};
        }
        if (plan_.source_rows > 0 && made_.order.size() > plan_.source_rows) {
            return unfit(fmt::format(
                "its batches have {} rows, its sources {}", made_.order.size(), plan_.source_rows
            ));
        }
        for (const PlannedBatch& batch : others_.batches) {
            if (batch.load == 0) continue;
            PlannedBatch moved = batch;
            moved.first = static_cast<std::uint32_t>(made_.order.size());
            const auto rows = others_.rows_of(batch);
            made_.order.insert(made_.order.end(), rows.begin(), rows.end());
            made_.batches.push_back(moved);
        }
        return std::move(made_);
    }

private:
    Failure unfit(const std::string& what) const {
        const std::string name = plan_.path.empty() ? "plan file" : plan_.path;
        return fail(ErrorCode::bad_file, name + ": " + what);
    }

    Failure unfit(std::size_t batch, const std::string& what) const {
        return unfit(fmt::format("batch {}: {}", batch, what));
    }

    Result<void> add(std::size_t number) {
        const PlanFileBatch& planned = plan_.batches[number];
        PlannedBatch batch;
        batch.first = static_cast<std::uint32_t>(made_.order.size());
        batch.lane = planned.lane;
        batch.phase = planned.phase;
        batch.feed_group = planned.feed_group;
        if (!planned.file.empty()) {
            add_range({files_[number].first_row, files_[number].rows});
        }
        for (const NumberRange& range : planned.rows) {
            if (std::uint64_t{range.first} + range.count > own_rows_) {
                return unfit(number, fmt::format("the load has {} rows only", own_rows_));
            }
            add_range(range);
        }
        batch.rows = static_cast<std::uint32_t>(made_.order.size()) - batch.first;
        if (batch.rows != planned.size.rows || batch.rows == 0) {
            return unfit(
                number, fmt::format("has {} rows, the plan says {}", batch.rows, planned.size.rows)
            );
        }
        made_.batches.push_back(batch);
        made_.held_apart.push_back(planned.conflicts);
        return {};
    }

    void add_range(const NumberRange& range) {
        for (std::uint32_t i = 0; i < range.count; ++i) made_.order.push_back(range.first + i);
    }

    const PlanFile& plan_;
    std::span<const LoadedFile> files_;
    RowNo own_rows_;
    Batching others_;
    Batching made_;
};

}  // namespace

Result<Batching> apply_plan(
    const PlanFile& plan, std::span<const LoadedFile> files, std::span<const BatchCut> cuts
) {
    return PlanApplier{plan, files, cuts}.run();
}

}  // namespace rowlock
