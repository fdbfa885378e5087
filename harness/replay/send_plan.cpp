#include "harness/replay/send_plan.hpp"

#include "checks/plan/plan_file.hpp"
#include "mockorg/base/file_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_plan_size_max = std::uint64_t{2} << 30;

/// Takes over batches and rows one after another.
class SendPlanMaker {
public:
    explicit SendPlanMaker(RowNumber source_rows) : source_rows_(source_rows) {}

    /// What is wrong, or nothing.
    std::string add(const PlanFileBatch& planned) {
        SendPlan::Batch batch;
        batch.first = static_cast<RowNumber>(rows_.size());
        batch.phase = planned.phase;
        batch.serial = planned.lane == BatchLane::serial;
        const bool has_file = !planned.file.empty();
        if (has_file) {
            plan_.has_files = true;
            add_range({batch.first, static_cast<std::uint32_t>(planned.size.rows)});
        }
        for (const NumberRange& range : planned.rows) add_range(range);
        if (!fits_) return fmt::format("has rows beyond the {} of the source", source_rows_);
        batch.count = static_cast<RowNumber>(rows_.size()) - batch.first;
        if (batch.count == 0) return "has no rows";
        const auto number = static_cast<std::uint32_t>(plan_.batches.size());
        for (const NumberRange& range : planned.conflicts) {
            const std::uint32_t end = std::min(range.first + range.count, number);
            for (std::uint32_t other = range.first; other < end; ++other) {
                ++batch.waits_for;
                plan_.batches[other].waited_for_by.push_back(number);
            }
        }
        fed_ = fed_ || batch.waits_for > 0;
        plan_.batches.push_back(std::move(batch));
        return {};
    }

    SendPlan finish(const PlanFile& file) && {
        plan_.rows = std::make_shared<const std::vector<RowNumber>>(std::move(rows_));
        plan_.workers = fed_ ? file.workers : 0;
        plan_.source_rows = file.source_rows;
        if (file.context.api == name_of(LoadApi::bulk1)) plan_.api = LoadApi::bulk1;
        if (file.context.api == name_of(LoadApi::bulk2)) plan_.api = LoadApi::bulk2;
        return std::move(plan_);
    }

private:
    void add_range(const NumberRange& range) {
        fits_ = fits_ && std::uint64_t{range.first} + range.count <= source_rows_;
        for (std::uint32_t i = 0; fits_ && i < range.count; ++i) rows_.push_back(range.first + i);
    }

    RowNumber source_rows_;
    SendPlan plan_;
    std::vector<RowNumber> rows_;
    bool fits_ = true;
    bool fed_ = false;
};

}  // namespace

Result<std::shared_ptr<const SendPlan>> read_send_plan(
    const LoadStep& step, RowNumber source_rows
) {
    const LocatedText& path = step.order.plan;
    const auto bad = [&](const std::string& what) {
        return fail(ErrorCode::bad_file, fmt::format("{}: {}: {}", path.where, path.text, what));
    };
    const auto text = read_file(path.text, k_plan_size_max);
    if (!text) return bad(text.error().message);
    const auto file = read_plan_file(*text);
    if (!file) return bad(file.error().message);
    SendPlanMaker maker{source_rows};
    for (std::size_t i = 0; i < file->batches.size(); ++i) {
        const std::string wrong = maker.add(file->batches[i]);
        if (!wrong.empty()) return bad(fmt::format("batch {}: {}", i, wrong));
    }
    auto plan = std::make_shared<const SendPlan>(std::move(maker).finish(*file));
    // Batch files follow each other; which rows they leave out, nothing shows.
    if (!plan->has_files && plan->source_rows > 0 && plan->source_rows != source_rows) {
        return bad(fmt::format(
            "was made for {} rows, but the source has {}; plan it anew",
            plan->source_rows,
            source_rows
        ));
    }
    return plan;
}

Result<void> check_plan_source(
    const SendPlan& plan, const LoadStep& step, const SourceSpec& source
) {
    if (!plan.has_files) return {};
    namespace fs = std::filesystem;
    const auto* files = std::get_if<CsvFileSpec>(&source.rows);
    const fs::path folder = fs::absolute(step.order.plan.text).parent_path();
    std::error_code ignored;
    if (files != nullptr && fs::equivalent(files->path.text, folder, ignored)) return {};
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{}: the batches of {} are files of their own; expected the source {} to be their "
            "folder, or a plan made with --plan-file, which names rows",
            step.order.plan.where,
            step.order.plan.text,
            source.name
        )
    );
}

}  // namespace rowlock
