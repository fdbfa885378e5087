#pragma once

#include "harness/batcher/loader/loader.hpp"
#include "harness/replay/bulk2_requests.hpp"

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// A careful loader over Bulk API 2.0, in steps, each of which a mistake can replace. Until a job
/// is closed nothing of it is processed, so that whatever goes wrong before is thrown away and
/// begun again; from then on it asks the job what happened, and sends again only what the result
/// files say was not processed or met a lock. One load.
class BulkLoader {
public:
    BulkLoader(const LoadTask& task, OrgConnection& org);
    virtual ~BulkLoader() = default;

    LoadAccount run();

protected:
    /// Rows of the task, from 0.
    using Rows = std::vector<std::size_t>;

    /// A closed job with these rows; nothing if it came to nothing, so that none is processed.
    virtual std::optional<std::string> start_job(const Rows& rows);
    virtual std::string file_of(const Rows& rows);
    /// Whether the job is known to have the rows.
    virtual bool upload(const std::string& job, const Rows& rows);
    /// Whether the job is known to be closed, or ended.
    virtual bool close(const std::string& job);
    /// Aborts an open job and sees to it that it is so.
    virtual void abandon(const std::string& job);
    /// The state in which the job ended, once nothing of it moves any more.
    virtual std::string await_end(const std::string& job);
    /// Puts down what became of the rows, and which of them are to be sent again.
    virtual void read_results(const std::string& job, const std::string& state, const Rows& rows);
    /// A result file, asked for until it comes.
    virtual std::optional<std::string> fetch(const std::string& job, ResultFile file);
    /// Whether a row that failed so may pass later.
    virtual bool worth_another_try(std::string_view error);
    /// Before attempt number `attempt`, from 1.
    virtual void pause(unsigned attempt);

    virtual unsigned attempts_max() const { return 8; }

    virtual IngestJobSpec spec() const;

    /// The answer, asked for until there is one that is no outage.
    std::optional<HttpResponse> insist(const HttpRequest& request);
    /// The job's state; empty if the org does not say.
    std::string state_of(const std::string& job);
    /// Asks for it every few seconds until it is one of these.
    std::string poll(const std::string& job, std::initializer_list<std::string_view> wanted);
    /// The task's rows that a result file lists, with the error of each where it has one.
    std::vector<std::pair<std::size_t, std::string>> rows_in(const std::string& csv) const;
    void set(const Rows& rows, RowFate fate, bool again);

    const LoadTask& task() const { return task_; }

    OrgConnection& org() { return org_; }

    const Bulk2Requests& requests() const { return requests_; }

    /// Of attempts, from 0: which one this is.
    unsigned attempt() const { return attempt_; }

    /// Whether the row is to be sent again.
    bool is_again(std::size_t row) const { return again_[row]; }

private:
    const LoadTask& task_;
    OrgConnection& org_;
    Bulk2Requests requests_;
    LoadAccount fates_;
    std::vector<bool> again_;
    unsigned attempt_ = 0;
};

/// Loads the task with a BulkLoader.
LoadAccount load_carefully(const LoadTask& task, OrgConnection& org);

}  // namespace rowlock::loader
