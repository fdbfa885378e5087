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

/// What the command line leaves open, as the plan says.
void fill_in(const PlanFile& plan, const std::filesystem::path& folder, InputOptions& options) {
    const auto take = [](std::string& option, const std::string& planned) {
        if (option.empty()) option = planned;
    };
    const auto take_path = [&](std::string& option, const std::string& planned) {
        if (!planned.empty()) take(option, (folder / planned).string());
    };
    take(options.object, plan.object);
    // Of an operation nobody can say whether it was given; insert is what it is if not.
    if (options.operation == "insert" && !plan.operation.empty()) {
        options.operation = plan.operation;
    }
    take(options.api, plan.context.api);
    if (options.operation == plan.operation) take(options.external_id, plan.context.external_id);
    take(options.delimiter, plan.context.delimiter);
    take_path(options.schema_file, plan.context.schema);
    take_path(options.lock_rules_file, plan.context.lock_rules);
    if (!options.files.empty()) return;
    for (const std::string& file : files_of(plan)) options.files.push_back(folder / file);
}

}  // namespace

std::vector<ReferenceFiles> references_of(const PlanFile& plan, const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
    std::vector<ReferenceFiles> references;
    for (const PlanReference& planned : plan.context.references) {
        ReferenceFiles& reference = references.emplace_back();
        reference.object = planned.object;
        for (const std::string& file : planned.files) reference.paths.push_back(folder / file);
    }
    return references;
}

Result<PlanFile> read_plan(const std::string& path, InputOptions& options) {
    const auto text = read_file(path, k_plan_size_max);
    if (!text) return Failure{text.error()};
    auto plan = read_plan_file(*text);
    if (!plan) return fail(ErrorCode::bad_file, path + ": " + plan.error().message);
    plan->path = path;
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
    fill_in(*plan, std::filesystem::path{path}.parent_path(), options);
    return plan;
}

}  // namespace rowlock
