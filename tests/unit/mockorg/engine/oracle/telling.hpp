#pragma once

#include "mockorg/engine/ledger.hpp"
#include "mockorg/engine/requests.hpp"
#include "tests/unit/mockorg/engine/oracle/lock_story.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::oracle {

/// What became of a row.
struct RowEnd {
    enum class Kind : std::uint8_t { unprocessed, created, changed, failed };

    Kind kind = Kind::unprocessed;
    /// created, changed.
    RecordName record;
    /// failed: the whole text of a lock failure, else only the code.
    std::string error;
};

/// What happened in a story, in the words of whoever tells it: the engine or the oracle. Two
/// tellings are the same if all their lines are.
class Telling {
public:
    /// Everything said from now on happened then.
    void at(Duration time);

    // While it happens. Transactions are numbered in the order they begin.

    void job_created(std::uint64_t job);
    void job_state(std::uint64_t job, JobState state);
    void batch(std::string_view what, std::uint64_t job, std::uint64_t batch);
    void begins(std::size_t transaction, std::uint64_t owner, std::uint64_t first_row);
    void has_all(std::size_t transaction, std::uint64_t keys);
    void waits(std::size_t transaction, RecordName key);
    void gives_up(std::size_t transaction, RecordName key);
    void commits(std::size_t transaction);
    void row_written(std::uint64_t row, std::uint64_t record);
    void row_failed(std::uint64_t row, ErrorCode code);
    void reply(std::size_t action, const std::vector<RowEnd>& rows, bool rolled_back);

    // At the end.

    void job_end(std::size_t job, const JobInfo& info);
    void batch_end(
        std::size_t job,
        std::size_t batch,
        BatchState state,
        const std::string& message,
        Duration total
    );
    /// In no order of their own.
    void unordered_rows(std::size_t job, std::vector<std::string> rows);
    void row_end(std::size_t job, std::size_t row, const RowEnd& end);
    void failure(const LockFailure& failure, RecordName key, TimePoint start);
    void statistics(std::string_view whose, const LockStatistics& statistics);
    void line(std::string text);

    const std::vector<std::string>& lines() const { return lines_; }

private:
    std::string time_;
    std::vector<std::string> lines_;
};

/// `created Contact#3`, `failed CODE`, ...
std::string text_of(const RowEnd& end);

/// Nothing if they are the same; else where they begin to differ, with what came before.
std::string difference(const Telling& engine, const Telling& oracle);

/// The whole text of a lock failure, only the code of any other.
std::string short_error(std::string_view text);

}  // namespace rowlock::oracle
