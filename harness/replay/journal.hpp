#pragma once

#include "harness/load/source_spec.hpp"
#include "harness/replay/lost_creation.hpp"
#include "harness/replay/result_ledger.hpp"
#include "mockorg/base/error.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// Which pass of a load: the number of the setup step (one past the last: the load itself), and how
/// often its rows were sent before.
struct PassNumber {
    std::uint32_t step = 0;
    std::uint32_t attempt = 0;

    auto operator<=>(const PassNumber&) const = default;
};

/// Which batch of a pass: its partition and the place of its first row in it. The same load cuts
/// the same batches each time.
struct BatchPlace {
    std::uint32_t partition = 0;
    RowNumber first = 0;

    auto operator<=>(const BatchPlace&) const = default;
};

/// What an earlier run wrote down about a batch.
struct JournaledBatch {
    /// Empty where there are no jobs.
    std::string job;
    /// Bulk API 1.0 only.
    std::string batch;
    /// The rows went out; whether they arrived is not written if nothing else is.
    bool sending = false;
    /// Row for row, where the answer told.
    std::optional<std::vector<KnownOutcome>> outcomes;
};

/// What a journal is about; a load that differs in any of it cannot be continued.
struct JournalHeader {
    std::string load;
    std::string strategy;
    std::string target;
    /// Of the load file, the options and the rows of files.
    std::uint64_t fingerprint = 0;
};

/// That a mock org has lost what a journal tells of; `how_known` follows on "the org".
/// bad_configuration.
Error lost_everything(std::string_view how_known);

/// The diary of a replay on disk, from which a later run continues: which batch went into which
/// job. A line of JSON per entry, written before the step that must not be done twice. Holds no
/// data of rows (but their ids and errors, with the REST API) and no token. docs/replay.md
/// describes the format. One process at a time; one thread.
class Journal {
public:
    /// A new file; bad_configuration if there is one that is not empty.
    static Result<std::unique_ptr<Journal>> create(
        const std::string& path, const JournalHeader& header
    );

    /// Continues one. bad_file if it is none, bad_configuration if it is of another load or target
    /// or another process has it. A last line cut short was never acted upon and is dropped.
    static Result<std::unique_ptr<Journal>> resume(
        const std::string& path, const JournalHeader& header
    );

    /// One to look at: nothing is written, no lock is taken, and a replay may be writing it
    /// meanwhile; a last line not yet whole is passed over. bad_file if it is none or is empty,
    /// bad_configuration if it is of another load or target.
    static Result<std::unique_ptr<Journal>> look_at(
        const std::string& path, const JournalHeader& header
    );

    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    ~Journal();

    bool resumed() const { return resumed_; }

    /// Null if nothing is written about it.
    const JournaledBatch* find(PassNumber pass, BatchPlace place) const;

    /// Jobs of the pass that several batches share, by partition.
    std::vector<std::string> shared_jobs(PassNumber pass, std::uint32_t partition) const;

    /// The batches that earlier runs know of in a shared job.
    std::vector<std::string> batches_of(std::string_view job) const;

    /// Each job that earlier runs know of, once, in the order of passes, partitions and places.
    std::vector<std::string> jobs() const;

    /// Jobs that earlier runs asked for and heard nothing of.
    std::vector<LostCreation> lost_creations() const;

    /// The rows an earlier run sent again in this pass; nothing if it did not come so far.
    std::optional<std::vector<RowNumber>> rows_of(PassNumber pass) const;

    /// A job for this batch is about to be asked for. Every such line is followed by one that says
    /// what came of it, unless the process is killed.
    void creating(PassNumber pass, BatchPlace place, const LostCreation& if_lost);
    void creation_lost(PassNumber pass, BatchPlace place);
    void creation_refused(PassNumber pass, BatchPlace place);
    void job_created(PassNumber pass, BatchPlace place, std::string_view job);
    void shared_job_created(PassNumber pass, std::uint32_t partition, std::string_view job);
    /// The rows are about to go out.
    void sending(PassNumber pass, BatchPlace place, std::string_view job);
    void accepted(PassNumber pass, BatchPlace place, std::string_view job, std::string_view batch);
    void settled(PassNumber pass, BatchPlace place, const std::vector<KnownOutcome>& outcomes);
    void rows_again(PassNumber pass, const std::vector<RowNumber>& rows);

    /// Why the journal could not be written (a full disk, say), or that an id was given to a second
    /// job, so that what the journal tells is true no more: nothing may be sent after that.
    const std::optional<Error>& problem() const { return problem_; }

private:
    struct Entries {
        std::map<std::pair<PassNumber, BatchPlace>, JournaledBatch> batches;
        std::map<std::pair<PassNumber, std::uint32_t>, std::vector<std::string>> shared_jobs;
        /// Jobs asked for of which nothing more is written yet,
        std::map<std::pair<PassNumber, BatchPlace>, LostCreation> creating;
        /// and those of which no answer came.
        std::vector<LostCreation> lost;
        std::map<PassNumber, std::vector<RowNumber>> rows_again;
        /// Ids that the org gave to jobs, this run's among them.
        std::set<std::string, std::less<>> given;
    };

    Journal(std::string path, int file) : path_(std::move(path)), file_(file) {}

    static Result<std::unique_ptr<Journal>> open(const std::string& path, bool create);
    Result<void> load(std::string_view text, const JournalHeader& header);
    /// Whether the line made sense.
    static bool read_entry(std::string_view line, Entries& entries);
    static bool read_creation_entry(
        const Json& entry, const std::pair<PassNumber, BatchPlace>& batch, Entries& entries
    );
    static void note_shared_job(PassNumber pass, std::uint32_t partition, Entries& entries);
    void write_creation(PassNumber pass, BatchPlace place, std::string_view ended);
    void write(std::string line, bool at_once);
    void note_given(std::string_view job);

    std::string path_;
    /// Negative where it is only looked at.
    int file_;
    bool resumed_ = false;
    Entries old_;
    std::optional<Error> problem_;
};

}  // namespace rowlock
