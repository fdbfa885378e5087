#include "harness/replay/batch_exchange.hpp"

namespace rowlock {

std::string render_rows(const PassContext& context, SentRows& rows, std::size_t bytes_max) {
    std::string csv;
    context.source->append_header(csv);
    RowKeyReader keys{*context.source, context.ids};
    rows.keys.clear();
    rows.keys.reserve(rows.count);
    for (RowNumber i = 0; i < rows.count; ++i) {
        const RowNumber row = rows.row(i);
        const std::size_t before = csv.size();
        context.source->append_row(row, context.ids, csv);
        if (csv.size() > bytes_max && i > 0) {
            csv.resize(before);
            rows.count = i;
            break;
        }
        rows.keys.push_back(keys.key_of_line(std::string_view{csv}.substr(before)));
        // One growth instead of many: the first rows tell how long the rest will be.
        if (i == 15) csv.reserve((csv.size() / 16 + 16) * rows.count);
    }
    return csv;
}

void mark_sent(const PassContext& context, const SentRows& rows) {
    for (RowNumber i = 0; i < rows.count; ++i) context.ledger->set(rows.row(i), RowStatus::sent);
}

void leave_unknown(PassContext& context, const SentRows& rows) {
    mark_sent(context, rows);
    context.statistics->unsafe_rows += rows.count;
}

std::optional<Error> job_lost(
    const PassContext& context, Error refusal, const std::string& job, bool continued
) {
    if (continued) {
        if (!context.mock_org) return std::nullopt;
        return lost_everything("does not know job " + job + ", of which the journal tells");
    }
    refusal.message +=
        "; the org has lost this job: somebody deleted it, or it is a mock that was started anew "
        "or reset";
    return refusal;
}

Error untried(const std::string& what, const std::string& message) {
    return {ErrorCode::invalid_job, what + " failed: " + message, {}};
}

}  // namespace rowlock
