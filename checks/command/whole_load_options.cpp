#include "checks/command/whole_load_options.hpp"

namespace rowlock {
namespace {

Failure refused(const std::string& option, const std::string& reason) {
    return fail(
        ErrorCode::bad_configuration,
        option + " does not go with parts of a load: " + reason +
            ". Use rowlock check on all files, with --memory if they are large"
    );
}

}  // namespace

Result<void> refuse_for_parts(const WholeLoadOptions& options) {
    if (!options.plan_file.empty()) {
        return refused("--plan", "a plan is about the rows of all files, wherever they are");
    }
    if (!options.beside.empty()) {
        return refused("--beside", "a part holds the files of one load");
    }
    if (!options.finished_file.empty() || !options.failed_results_file.empty()) {
        const std::string option =
            options.finished_file.empty() ? "--failed-results" : "--finished";
        return refused(option, "rows that failed are found by their content, which parts lack");
    }
    if (!options.explain.empty()) {
        return refused("--explain", "it reads the row itself, and parts hold no text of rows");
    }
    return {};
}

}  // namespace rowlock
