#include "harness/batcher/loader/loader.hpp"

#include "harness/batcher/instance.hpp"

namespace rowlock::loader {

std::string_view name_of(RowFate fate) {
    switch (fate) {
        case RowFate::loaded:
            return "loaded";
        case RowFate::failed:
            return "failed";
        case RowFate::unprocessed:
            break;
    }
    return "unprocessed";
}

std::string csv_of(const LoadTask& task, const std::vector<std::size_t>& rows) {
    std::string csv = batcher::csv_line(task.columns, LineEnding::lf);
    for (const std::size_t row : rows) csv += batcher::csv_line(task.rows[row], LineEnding::lf);
    return csv;
}

}  // namespace rowlock::loader
