#pragma once

#include "tests/unit/mockorg/api/bulk1_client.hpp"
#include "tests/unit/mockorg/api/bulk_books.hpp"
#include "tests/unit/mockorg/api/contact_ranges.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What a client of Bulk API 1.0 knows about one job of contacts, and what it therefore expects of
/// the org: each command is answered as documented, or RapidCheck is told.
class Bulk1JobModel {
public:
    struct Settings {
        JobKind kind = JobKind::ingest;
        /// Of an ingest job.
        Operation operation{};
        bool is_serial = false;
        ContentType form = ContentType::csv;
        /// Of a query job.
        std::optional<ContactCut> cut;

        bool is_query() const { return kind != JobKind::ingest; }
    };

    /// Creates the job. `profile` is the org's.
    Bulk1JobModel(Bulk1Client& client, const Settings& settings, const Profile& profile);

    const std::string& id() const { return id_; }

    const std::string& state() const { return state_; }

    const Settings& settings() const { return settings_; }

    std::uint64_t retries() const { return seen_.retries; }

    std::size_t batch_count() const { return batches_.size(); }

    const std::string& batch_state(std::size_t index) const {
        return batches_.at(index).seen.state;
    }

    /// Whether the batch is one range of another's query.
    bool is_range(std::size_t index) const { return batches_.at(index).range.has_value(); }

    std::size_t batches_in_progress() const;

    /// Whether one of its batches waits for nothing but its turn. One that was put back may have
    /// to wait for its time, too.
    bool awaits_worker() const;

    bool all_batches_ended() const;

    /// Refused unless the job is Open. Only for ingest jobs.
    void add(std::vector<LoadRow> rows, DataDefect defect);

    /// The same for query jobs. A bad query names a field that no contact has.
    void add_query(const ContactQuery& query, bool is_bad);

    /// A query batch that waits or runs: its records are not fixed yet.
    bool awaits_contacts() const;

    /// Ranges of a cut query that have not found their records yet.
    bool awaits_ranges() const;

    /// To be called whenever something may have happened in the org, and nothing else has since:
    /// query batches that are Completed now must have found what there is now, and one that was cut
    /// must have been cut so that nothing of it is left out.
    void notice_contacts(const LookAtContacts& look);

    /// Rows that are saved by now.
    std::uint64_t rows_saved() const;

    /// A batch of a kind that is not the job's.
    void add_wrong_kind();

    void close();
    void abort();

    /// What commands of Bulk API 2.0 say to this job's id.
    void meet_other_api();

    /// A batch asked for alone is what the list shows.
    void look_at_batch(std::size_t index);

    /// Holds a batch's results against its counters, row by row; before its end there are none.
    void check_results(std::size_t index);

    /// Looks at the job and its batches. What changed must be a documented step, and needs a
    /// reason.
    void observe(bool may_change);

    /// Puts down what the results of all batches say.
    void book(BulkBooks& books);

private:
    struct Batch {
        std::vector<LoadRow> rows;
        DataDefect defect = DataDefect::none;
        SeenBatch seen;
        ContactQuery query;
        /// What the query must have found, once that is fixed.
        std::optional<ContactView> found;
        /// Of a batch that the org made out of another one.
        std::optional<IdRange> range;
        /// Such batches stand for it.
        bool is_replaced = false;
        /// When the client knew that it had ended.
        TimePoint through_by = TimePoint::max();

        std::size_t row_count() const { return found ? found->size() : rows.size(); }
    };

    std::string path() const { return "job/" + id_; }

    void set_state(const std::string& state, bool allowed);
    void expect_refused(const Answer& answer, const std::string& code);
    void notice_ranges(const LookAtContacts& look);
    Batch make_range(std::size_t place, const std::vector<SeenBatch>& list);
    bool must_be_cut(const Batch& batch) const;
    void check_batch(const Batch& batch, const SeenBatch& now) const;
    void check_batch_step(const Batch& batch, const SeenBatch& now) const;
    void check_sums(const SeenJob& now) const;
    void accept(const Answer& answer, Batch batch);
    bool has_results(const Batch& batch) const;
    void expect_no_results(const Batch& batch);
    void check_end(const Batch& batch, const SeenBatch& now) const;
    std::vector<SeenRow> read_results(const Batch& batch);
    void check_rows(const Batch& batch);
    void check_found(const Batch& batch);

    Bulk1Client* client_;
    Settings settings_;
    std::uint32_t chunk_rows_;
    std::uint32_t lock_failures_max_;
    std::string id_;
    std::string state_ = "Open";
    std::vector<Batch> batches_;
    std::string body_;
    std::string list_body_;
    SeenJob seen_;
};

}  // namespace rowlock
