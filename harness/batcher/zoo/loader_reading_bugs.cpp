// Loaders that misread what the org says.
#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/zoo/loader_zoo.hpp"

namespace rowlock::loader {
namespace {

/// The job is complete, so its rows are loaded.
class IgnoresFailed : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        if (state != "JobComplete") return BulkLoader::read_results(job, state, rows);
        set(rows, RowFate::loaded, false);
    }
};

/// What did not fail is loaded.
class IgnoresUnprocessed : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void read_results(const std::string& job, const std::string&, const Rows& rows) override {
        set(rows, RowFate::loaded, false);
        for (const auto& [row, error] : rows_in(fetch(job, ResultFile::failed).value_or(""))) {
            set({row}, RowFate::failed, worth_another_try(error));
        }
    }
};

/// What is not loaded has failed.
class BlamesUnprocessed : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        BulkLoader::read_results(job, state, rows);
        for (const auto& [row, error] : rows_in(fetch(job, ResultFile::unprocessed).value_or(""))) {
            set({row}, RowFate::failed, false);
        }
    }
};

/// A job that has ended is a job that is done.
class FailedIsSuccess : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        if (state != "Failed") return BulkLoader::read_results(job, state, rows);
        set(rows, RowFate::loaded, false);
    }
};

/// An outage has no rows in it, so none failed.
class OutageIsSuccess : public IgnoresUnprocessed {
public:
    using IgnoresUnprocessed::IgnoresUnprocessed;

protected:
    std::optional<std::string> fetch(const std::string& job, ResultFile file) override {
        const auto answer = org().send(requests().results(job, file));
        return answer ? answer->body : std::string{};
    }

    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        if (state == "JobComplete") return IgnoresUnprocessed::read_results(job, state, rows);
        BulkLoader::read_results(job, state, rows);
    }
};

/// Believes that an upload arrived whatever the answer; rows that no file lists are loaded.
class BelievesUploads : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    bool upload(const std::string& job, const Rows& rows) override {
        BulkLoader::upload(job, rows);
        return true;
    }

    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        set(rows, RowFate::loaded, false);
        BulkLoader::read_results(job, state, rows);
    }
};

/// Drops the last line of the rows that succeeded, and sends again what no file lists.
class LosesLastLine : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::optional<std::string> fetch(const std::string& job, ResultFile file) override {
        auto csv = BulkLoader::fetch(job, file);
        if (!csv || file != ResultFile::successful || csv->size() < 2) return csv;
        const auto last = csv->find_last_of('\n', csv->size() - 2);
        if (last != std::string::npos) csv->resize(last + 1);
        return csv;
    }

    void read_results(const std::string& job, const std::string&, const Rows& rows) override {
        set(rows, RowFate::unprocessed, true);
        for (const auto& [row, error] : rows_in(fetch(job, ResultFile::successful).value_or(""))) {
            set({row}, RowFate::loaded, false);
        }
        for (const auto& [row, error] : rows_in(fetch(job, ResultFile::failed).value_or(""))) {
            set({row}, RowFate::failed, worth_another_try(error));
        }
    }
};

/// Takes the first line of a result file for the first row that was sent.
class MatchesByPosition : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void read_results(const std::string& job, const std::string&, const Rows& rows) override {
        const std::string successful = fetch(job, ResultFile::successful).value_or("");
        const auto loaded = rows_in(successful).size();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            set({rows[i]}, i < loaded ? RowFate::loaded : RowFate::failed, false);
        }
    }
};

/// Reads an aborted job while its last transaction is still running.
class ReadsAbortedAtOnce : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::string await_end(const std::string& job) override {
        return poll(job, {"JobComplete", "Failed", "Aborted"});
    }
};

}  // namespace

std::vector<LoaderBug> reading_bugs() {
    return {
        {"ignores-failed",
         "takes the rows of a complete job for loaded, and never reads which of them failed",
         {"L1"},
         loader_of<IgnoresFailed>()},
        {"ignores-unprocessed",
         "takes for loaded what did not fail, and never reads what was not processed",
         {"L1"},
         loader_of<IgnoresUnprocessed>()},
        {"blames-unprocessed",
         "takes rows for failed that were never processed",
         {"L4"},
         loader_of<BlamesUnprocessed>()},
        {"failed-is-success",
         "takes a failed job for one that is done",
         {"L1"},
         loader_of<FailedIsSuccess>()},
        {"outage-is-success",
         "takes a 503 in place of a result file for a file without rows",
         {"L1"},
         loader_of<OutageIsSuccess>()},
        {"believes-uploads",
         "never looks at the answer to an upload",
         {"L1"},
         loader_of<BelievesUploads>()},
        {"loses-last-line",
         "loses the last line of the results, and sends that row again",
         {"L2"},
         loader_of<LosesLastLine>()},
        {"matches-by-position",
         "takes results for being in the order of the rows",
         {"L1", "L4"},
         loader_of<MatchesByPosition>()},
        {"reads-aborted-at-once",
         "reads an aborted job while its last transaction is running",
         {"L2", "L4"},
         loader_of<ReadsAbortedAtOnce>()},
    };
}

}  // namespace rowlock::loader
