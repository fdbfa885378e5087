#pragma once

#include "tests/unit/mockorg/api/bulk2_job_model.hpp"
#include "tests/unit/mockorg/api/bulk2_query_model.hpp"
#include "tests/unit/mockorg/api/bulk_choices.hpp"
#include "tests/unit/mockorg/api/bulk_row_maker.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// How often what makes a walk worth its while has happened.
struct BulkTally {
    std::uint64_t retries = 0;
    /// Ends of 2.0 jobs and of 1.0 batches.
    std::map<std::string, std::uint64_t> states;
    /// Of rows that failed by their code, of others by their operation, e.g. `saved update`.
    std::map<std::string, std::uint64_t> rows;
    /// Times the records of a query were fixed, and those among them at which some job stood in the
    /// midst of its rows.
    std::uint64_t moments = 0;
    std::uint64_t moments_amid_loads = 0;
    /// ... and some query's ranges of ids were not all through, while a job was deleting.
    std::uint64_t moments_amid_ranges = 0;
    std::uint64_t deleted_found = 0;
};

/// A client with several jobs of both APIs, ingest and query, and all it may expect of the org.
class BulkModel {
public:
    /// The config's profile is what the limits are checked with.
    explicit BulkModel(OrgConfig config);

    void perform(const BulkStep& step);

    /// After each command.
    void check();

    /// Lets everything come to its end, and compares records, results and ledger.
    void check_at_the_end(BulkTally& tally);

private:
    /// A delete over REST and the place of its answer.
    struct RestDelete {
        std::string contact;
        std::shared_ptr<std::optional<Answer>> answer;
    };

    InProcessApi& org() { return client_.org(); }

    /// Nothing: until nothing more happens by itself.
    void move_clock(std::optional<Duration> by);
    void notice_contacts();
    void check_moment(const ContactView& contacts);
    void check_deletes(const ContactView& contacts);
    void create(const BulkStep& step);
    void upload(Bulk2JobModel& job, const BulkStep& step);
    void bin_contact(const BulkStep& step);
    void perform_on_job(const BulkStep& step);
    void command1(Bulk1JobModel& job, const BulkStep& step);
    void command2(Bulk2JobModel& job, const BulkStep& step);
    void command2(Bulk2QueryModel& job, const BulkStep& step);
    ContactQuery query_of(const BulkStep& step, bool include_deleted) const;
    void check_lanes() const;
    void check_list(const std::string& target, std::map<std::string, std::string> expected);
    void check_lists();
    void count_ends(BulkTally& tally);

    Profile profile_;
    Bulk2JobModel::Pace pace_;
    Bulk1Client client_;
    std::vector<std::string> parents_;
    std::vector<Bulk1JobModel> jobs1_;
    std::vector<Bulk2JobModel> jobs2_;
    std::vector<Bulk2QueryModel> queries2_;
    BulkBooks books_;
    BulkTally tally_;
    std::optional<BulkRowMaker> rows_;
    std::vector<RestDelete> rest_deletes_;
    /// Job the last command was about; empty if that was the clock.
    std::string touched_;
    bool time_moved_ = false;
};

}  // namespace rowlock
