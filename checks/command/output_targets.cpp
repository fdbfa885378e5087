#include "checks/command/output_targets.hpp"

#include <filesystem>
#include <system_error>

namespace rowlock {
namespace {

/// Whether both names lead to one file, be it there already or not.
bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code error;
    if (std::filesystem::equivalent(a, b, error)) return true;
    const auto one = std::filesystem::weakly_canonical(std::filesystem::absolute(a), error);
    const auto other = std::filesystem::weakly_canonical(std::filesystem::absolute(b), error);
    return one == other;
}

/// Where reports may go more than once: one after the other is written there.
bool is_stream(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    return !error && std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
           !std::filesystem::is_directory(status);
}

}  // namespace

std::vector<std::string> input_paths(const InputRequest& request, const InputOptions& options) {
    std::vector<std::string> paths{options.schema_file, options.lock_rules_file};
    const auto add = [&](const std::vector<std::string>& more) {
        paths.insert(paths.end(), more.begin(), more.end());
    };
    for (const LoadFiles& load : request.loads) add(load.paths);
    for (const ReferenceFiles& reference : request.references) add(reference.paths);
    return paths;
}

Result<void> check_output_targets(
    const std::vector<OutputTarget>& targets, const std::vector<std::string>& inputs
) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const OutputTarget& target = targets[i];
        if (target.path.empty() || is_stream(target.path)) continue;
        for (const std::string& input : inputs) {
            if (input.empty() || !is_same_file(target.path, input)) continue;
            return fail(
                ErrorCode::bad_configuration,
                target.option + ": " + input + " is a file to be read; write to another one"
            );
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (targets[j].path.empty() || !is_same_file(target.path, targets[j].path)) continue;
            return fail(
                ErrorCode::bad_configuration,
                targets[j].option + " and " + target.option + " name the same file"
            );
        }
    }
    return {};
}

}  // namespace rowlock
