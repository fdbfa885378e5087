#include "tests/unit/mockorg/engine/oracle/telling.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock::oracle {
namespace {

std::string text_of(const TransactionOrigin& origin) {
    constexpr std::array<std::string_view, 3> k_kinds = {"chunk", "rest", "outsider"};
    return fmt::format(
        "{} {}/{} rows {}+{}",
        k_kinds.at(static_cast<std::size_t>(origin.kind)),
        origin.job,
        origin.batch,
        origin.first_row,
        origin.rows
    );
}

std::string line_of(const std::vector<std::string>& lines, std::size_t at) {
    return at < lines.size() ? lines[at] : "(nothing more)";
}

}  // namespace

void Telling::at(Duration time) {
    time_ = fmt::format("{:>8.3f} ", to_seconds(time));
}

void Telling::line(std::string text) {
    lines_.push_back(time_ + text);
}

void Telling::job_created(std::uint64_t job) {
    line(fmt::format("job {} is made", job));
}

void Telling::job_state(std::uint64_t job, JobState state) {
    line(fmt::format("job {} is {}", job, name_of(state)));
}

void Telling::batch(std::string_view what, std::uint64_t job, std::uint64_t batch) {
    line(fmt::format("batch {}/{} {}", job, batch, what));
}

void Telling::begins(std::size_t transaction, std::uint64_t owner, std::uint64_t first_row) {
    line(fmt::format("T{} begins: owner {}, row {}", transaction, owner, first_row));
}

void Telling::has_all(std::size_t transaction, std::uint64_t keys) {
    line(fmt::format("T{} has all its {} keys", transaction, keys));
}

void Telling::waits(std::size_t transaction, RecordName key) {
    line(fmt::format("T{} waits for {}", transaction, oracle::text_of(key)));
}

void Telling::gives_up(std::size_t transaction, RecordName key) {
    line(fmt::format("T{} gives up on {}", transaction, oracle::text_of(key)));
}

void Telling::commits(std::size_t transaction) {
    line(fmt::format("T{} commits", transaction));
}

void Telling::row_written(std::uint64_t row, std::uint64_t record) {
    line(fmt::format("row {} is saved in record {}", row, record));
}

void Telling::row_failed(std::uint64_t row, ErrorCode code) {
    line(fmt::format("row {} fails: {}", row, wire_code(code)));
}

void Telling::reply(std::size_t action, const std::vector<RowEnd>& rows, bool rolled_back) {
    std::string text = fmt::format("action {} is answered{}", action, rolled_back ? ", back" : "");
    for (const RowEnd& row : rows) text.append("; ").append(oracle::text_of(row));
    line(std::move(text));
}

void Telling::job_end(std::size_t job, const JobInfo& info) {
    line(fmt::format(
        "job {} ended {}: {} rows, {} failed, {} requeues, {} s, active {} s, {}",
        job,
        name_of(info.state),
        info.rows_processed,
        info.rows_failed,
        info.retries,
        to_seconds(info.total_time),
        to_seconds(info.active_time),
        info.error_message
    ));
}

void Telling::batch_end(
    std::size_t job, std::size_t batch, BatchState state, const std::string& message, Duration total
) {
    line(fmt::format(
        "batch {}/{} ended {} after {} s {}", job, batch, name_of(state), to_seconds(total), message
    ));
}

void Telling::unordered_rows(std::size_t job, std::vector<std::string> rows) {
    std::sort(rows.begin(), rows.end());
    for (const std::string& row : rows) line(fmt::format("job {}: {}", job, row));
}

void Telling::row_end(std::size_t job, std::size_t row, const RowEnd& end) {
    line(fmt::format("job {}, row {}: {}", job, row, oracle::text_of(end)));
}

void Telling::failure(const LockFailure& failure, RecordName key, TimePoint start) {
    line(fmt::format(
        "at {} {} failed with {} rows, row {} waited since {} for {} held by {} row {}{}",
        to_seconds(failure.time - start),
        text_of(failure.waiter),
        failure.rows_failed,
        failure.waiter_row,
        to_seconds(failure.waiting_since - start),
        oracle::text_of(key),
        text_of(failure.holder),
        failure.holder_row,
        failure.deadlock ? ", deadlock" : ""
    ));
}

void Telling::statistics(std::string_view whose, const LockStatistics& statistics) {
    line(fmt::format(
        "{}: {} transactions, {} waits of {} s, {} failed, {} deadlocks, {} rows, held {} s, "
        "batches {} s",
        whose,
        statistics.transactions,
        statistics.lock_waits,
        to_seconds(statistics.waited),
        statistics.lock_timeouts,
        statistics.deadlocks,
        statistics.rows_failed,
        to_seconds(statistics.hold_time),
        to_seconds(statistics.batch_time)
    ));
}

std::string text_of(const RowEnd& end) {
    switch (end.kind) {
        case RowEnd::Kind::created:
            return "created " + text_of(end.record);
        case RowEnd::Kind::changed:
            return "changed " + text_of(end.record);
        case RowEnd::Kind::failed:
            return "failed " + end.error;
        case RowEnd::Kind::unprocessed:
            break;
    }
    return "unprocessed";
}

std::string difference(const Telling& engine, const Telling& oracle) {
    const auto& a = engine.lines();
    const auto& b = oracle.lines();
    std::size_t at = 0;
    while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
    if (at == a.size() && at == b.size()) return {};
    std::string text;
    for (std::size_t i = 0; i < at; ++i) text.append("  both:   ").append(a[i]).append("\n");
    text.append("  engine: ").append(line_of(a, at)).append("\n");
    text.append("  oracle: ").append(line_of(b, at)).append("\n");
    return text;
}

std::string short_error(std::string_view text) {
    if (text.starts_with("UNABLE_TO_LOCK_ROW")) return std::string{text};
    return std::string{text.substr(0, text.find(':'))};
}

}  // namespace rowlock::oracle
