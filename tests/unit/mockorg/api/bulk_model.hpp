#pragma once

#include "tests/support/random_step.hpp"
#include "tests/unit/mockorg/api/bulk1_job_model.hpp"
#include "tests/unit/mockorg/api/bulk2_job_model.hpp"
#include "tests/unit/mockorg/api/bulk2_query_model.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What a client of both Bulk APIs does.
enum class BulkCommand : std::uint8_t {
    create1,
    create2,
    /// Creates a 2.0 job, uploads and closes.
    load2,
    query2,
    add,
    add_wrong_kind,
    upload,
    close,
    abort,
    remove,
    results,
    look,
    list,
    meet_other_api,
    /// Deletes a contact over REST.
    bin_contact,
    advance,
    run_until_idle,
};

using BulkStep = RandomStep<BulkCommand>;

/// How often what makes a walk worth its while has happened.
struct BulkTally {
    std::uint64_t lock_failures = 0;
    std::uint64_t retries = 0;
    /// Ends of 2.0 jobs and of 1.0 batches.
    std::map<std::string, std::uint64_t> states;
    /// Times the records of a query were fixed, and those among them at which some job stood in the
    /// midst of its rows.
    std::uint64_t moments = 0;
    std::uint64_t moments_amid_loads = 0;
    std::uint64_t deleted_found = 0;
};

/// A client with several jobs of both APIs, ingest and query, and all it may expect of the org.
class BulkModel {
public:
    /// `chunk_rows` and `workers` of the config's profile are what the limits are checked with.
    explicit BulkModel(OrgConfig config);

    void perform(const BulkStep& step);

    /// After each command.
    void check();

    /// Lets everything come to its end, and compares records, results and ledger.
    void check_at_the_end(BulkTally& tally);

private:
    InProcessApi& org() { return client_.org(); }

    /// Nothing: until nothing more happens by itself.
    void move_clock(std::optional<Duration> by);
    void notice_contacts();
    void check_moment(const ContactView& contacts);
    void create(const BulkStep& step);
    void bin_contact(const BulkStep& step);
    void perform_on_job(const BulkStep& step);
    void command1(Bulk1JobModel& job, const BulkStep& step);
    void command2(Bulk2JobModel& job, const BulkStep& step);
    void command2(Bulk2QueryModel& job, const BulkStep& step);
    ContactQuery query_of(const BulkStep& step, bool include_deleted) const;
    std::vector<LoadRow> rows_of(const BulkStep& step, const std::string& job, bool is_upsert);
    void check_list(const std::string& target, std::map<std::string, std::string> expected);
    void check_lists();
    void count_ends(BulkTally& tally);

    std::uint32_t chunk_rows_;
    std::size_t workers_;
    Bulk1Client client_;
    std::vector<std::string> parents_;
    std::vector<Bulk1JobModel> jobs1_;
    std::vector<Bulk2JobModel> jobs2_;
    std::vector<Bulk2QueryModel> queries2_;
    BulkBooks books_;
    BulkTally tally_;
    std::uint64_t rows_made_ = 0;
    /// Job the last command was about; empty if that was the clock.
    std::string touched_;
    bool time_moved_ = false;
};

}  // namespace rowlock
