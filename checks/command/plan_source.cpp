#include "checks/command/plan_source.hpp"

#include "mockorg/base/file_text.hpp"

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr std::uint64_t k_plan_size_max = std::uint64_t{2} << 30;

/// The files that the plan's rows are in, in the order in which the plan counts.
std::vector<std::string> files_of(const PlanFile& plan) {
    if (plan.batches.empty() || plan.batches.front().file.empty()) return plan.sources;
    std::vector<std::string> files;
    for (const PlanFileBatch& batch : plan.batches) files.push_back(batch.file);
    return files;
}

}  // namespace

Result<PlanFile> read_plan(const std::string& path, InputOptions& options) {
    const auto text = read_file(path, k_plan_size_max);
    if (!text) return Failure{text.error()};
    auto plan = read_plan_file(*text);
    if (!plan) return fail(ErrorCode::bad_file, path + ": " + plan.error().message);
    const bool by_files = !plan->batches.empty() && !plan->batches.front().file.empty();
    const bool mixed =
        std::any_of(plan->batches.begin(), plan->batches.end(), [&](const PlanFileBatch& batch) {
            return batch.file.empty() == by_files;
        });
    if (mixed) return fail(ErrorCode::bad_file, path + ": some batches have a file, some rows");
    if (by_files && !options.files.empty()) {
        return fail(
            ErrorCode::bad_configuration, path + ": the plan names its files itself; give no others"
        );
    }
    if (options.object.empty()) options.object = plan->object;
    // A plan does not say what the key of an upsert is.
    if (options.operation == "insert" && !plan->operation.empty()) {
        options.operation = plan->operation;
    }
    if (options.files.empty()) {
        const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
        for (const std::string& file : files_of(*plan)) options.files.push_back(folder / file);
    }
    return plan;
}

}  // namespace rowlock
