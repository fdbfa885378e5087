#pragma once

#include "tests/unit/mockorg/api/bulk1_client.hpp"
#include "tests/unit/mockorg/api/bulk_books.hpp"
#include "tests/unit/mockorg/api/contact_query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What a client of Bulk API 1.0 knows about one job of contacts, and what it therefore expects of
/// the org: each command is answered as documented, or RapidCheck is told.
class Bulk1JobModel {
public:
    enum class Operation : std::uint8_t { insert, upsert, query, query_all };

    struct Settings {
        Operation operation{};
        bool is_serial = false;
        /// CSV, XML or JSON.
        ContentType form = ContentType::csv;

        bool is_upsert() const { return operation == Operation::upsert; }

        bool is_query() const {
            return operation == Operation::query || operation == Operation::query_all;
        }
    };

    /// Creates the job.
    Bulk1JobModel(Bulk1Client& client, const Settings& settings);

    const std::string& id() const { return id_; }

    const std::string& state() const { return state_; }

    const Settings& settings() const { return settings_; }

    std::uint64_t retries() const { return seen_.retries; }

    std::size_t batch_count() const { return batches_.size(); }

    const std::string& batch_state(std::size_t index) const {
        return batches_.at(index).seen.state;
    }

    std::size_t batches_in_progress() const;

    bool all_batches_ended() const;

    /// Refused unless the job is Open. Only for ingest jobs.
    void add(std::vector<LoadRow> rows, bool with_bad_column);

    /// The same for query jobs. A bad query names a field that no contact has.
    void add_query(const ContactQuery& query, bool is_bad);

    /// A query batch that waits or runs: its records are not fixed yet.
    bool awaits_contacts() const;

    /// To be called whenever something may have happened in the org, and nothing else has since:
    /// query batches that are Completed now must have found what there is now.
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
        bool is_unreadable = false;
        SeenBatch seen;
        ContactQuery query;
        /// What the query must have found, once that is fixed.
        std::optional<ContactView> found;

        std::size_t row_count() const { return found ? found->size() : rows.size(); }
    };

    std::string path() const { return "job/" + id_; }

    void set_state(const std::string& state, bool allowed);
    void expect_refused(const Answer& answer, const std::string& code);
    void check_batch(const Batch& batch, const SeenBatch& now) const;
    void check_batch_step(const Batch& batch, const SeenBatch& now) const;
    void check_sums(const SeenJob& now) const;
    void accept(const Answer& answer, Batch batch);
    bool has_results(const Batch& batch) const;
    void expect_no_results(const Batch& batch);
    std::vector<SeenRow> read_results(const Batch& batch);
    void check_rows(const Batch& batch);
    void check_found(const Batch& batch);

    Bulk1Client* client_;
    Settings settings_;
    std::string id_;
    std::string state_ = "Open";
    std::vector<Batch> batches_;
    std::string body_;
    std::string list_body_;
    SeenJob seen_;
};

}  // namespace rowlock
