#include "harness/batcher/loader/loader.hpp"

#include "harness/batcher/instance.hpp"
#include "mockorg/base/error.hpp"

namespace rowlock::loader {

std::string_view name_of(RowFate fate) {
    switch (fate) {
        case RowFate::loaded:
            return "loaded";
        case RowFate::failed:
            return "failed";
        case RowFate::unprocessed:
            return "unprocessed";
        case RowFate::unknown:
            break;
    }
    return "unknown";
}

std::string csv_of(const LoadTask& task, const std::vector<std::size_t>& rows) {
    std::string csv = batcher::csv_line(task.columns, task.line_ending);
    for (const std::size_t row : rows) csv += batcher::csv_line(task.rows[row], task.line_ending);
    return csv;
}

bool may_pass_later(std::string_view error) {
    const Reaction wanted = reaction(error.substr(0, error.find(':')));
    return wanted == Reaction::retry_row || wanted == Reaction::retry_batch;
}

}  // namespace rowlock::loader
