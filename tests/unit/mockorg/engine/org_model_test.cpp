#include "tests/support/random_step.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

/// What is done to an org.
enum class Deed : std::uint8_t {
    insert,
    update,
    remove,
    write,
    advance,
    abort,
    delete_job,
    snapshot,
    restore
};

using Step = RandomStep<Deed>;

rc::Gen<Step> arbitrary_deed() {
    return arbitrary_step<Deed>({
        {6, Deed::insert},
        {2, Deed::update},
        {2, Deed::remove},
        {2, Deed::write},
        {6, Deed::advance},
        {1, Deed::abort},
        {1, Deed::delete_job},
        {1, Deed::snapshot},
        {1, Deed::restore},
    });
}

OrgConfig model_config(bool row_scope, std::uint64_t seed) {
    OrgConfig config = steady_config();
    config.seed = seed;
    config.bulk2_serial = Bulk2Serial::honour;
    config.profile.workers = 3;
    config.profile.chunk_rows = 20;
    config.profile.hold = {5.0, 1.0};
    config.profile.lock_failures_max = 15;
    config.profile.requeue_delay = seconds(20);
    config.profile.requeues_max = 1;
    if (row_scope) config.profile.lock_failure_scope = LockFailureScope::row;
    return config;
}

/// What a job was given, so that its results can be held against it.
struct SubmittedJob {
    RecordId id;
    std::multiset<std::string> rows;
    bool deleted = false;
};

/// An org and what the test knows about it. Restoring takes both back.
class OrgModel {
public:
    explicit OrgModel(OrgConfig config) : fixture_(std::move(config)) {
        for (int i = 0; i < 4; ++i) parents_.push_back(fixture_.account(std::to_string(i)));
    }

    void perform(const Step& step);

    /// Every job's accounting, from what its result files say.
    void check();

    /// The same once nothing moves any more, and against the records there are.
    void check_at_the_end();

private:
    struct Saved {
        std::shared_ptr<const OrgSnapshot> org;
        std::vector<SubmittedJob> jobs;
    };

    void insert(const Step& step);
    void change(const Step& step, bool remove);
    void write(const Step& step);
    void remember(const RecordId& job, const std::string& csv);
    void check_job(const SubmittedJob& job);
    std::vector<std::string> contact_ids();

    OrgFixture fixture_;
    std::vector<std::string> parents_;
    std::vector<SubmittedJob> jobs_;
    std::optional<Saved> saved_;
};

void OrgModel::remember(const RecordId& job, const std::string& csv) {
    SubmittedJob submitted{job, {}, false};
    const CsvTable table = require_value(parse_csv_table(csv));
    for (const auto& row : table.rows) submitted.rows.insert(row.front());
    jobs_.push_back(std::move(submitted));
}

void OrgModel::insert(const Step& step) {
    std::string csv = "LastName,AccountId,Birthdate\n";
    for (unsigned i = 0; i < step.first % 90; ++i) {
        // Mostly two parents, some rows without one, some that cannot be saved.
        const unsigned pick = (step.second + i * 7) % 11;
        csv.append("c" + std::to_string(jobs_.size()) + "-" + std::to_string(i) + ",");
        if (pick < 8) csv.append(parents_[(step.second + (pick > 5 ? i : 0)) % parents_.size()]);
        csv.append(pick == 10 ? ",never\n" : ",\n");
    }
    BulkJobSettings settings;
    settings.serial = step.second % 5 == 0;
    remember(fixture_.load("Contact", "insert", csv, settings), csv);
}

std::vector<std::string> OrgModel::contact_ids() {
    RunQuery query;
    query.soql = "SELECT Id FROM Contact LIMIT 60 ALL ROWS";
    std::vector<std::string> ids;
    for (const auto& record : require_value(fixture_.org.ask(query)).records)
        ids.push_back(record.id.text());
    return ids;
}

void OrgModel::change(const Step& step, bool remove) {
    std::string csv = remove ? "Id\n" : "Id,AccountId\n";
    const auto ids = contact_ids();
    for (std::size_t i = 0; i < ids.size(); i += 1 + step.first % 3) {
        csv.append(ids[i]);
        if (!remove) csv.append("," + parents_[(step.second + i) % parents_.size()]);
        csv.push_back('\n');
    }
    remember(fixture_.load("Contact", remove ? "delete" : "update", csv), csv);
}

void OrgModel::write(const Step& step) {
    WriteRecord request{
        "Account", Operation::update, parents_[step.first % parents_.size()], {}, {{"Phone", "1"}}};
    if (step.second % 4 == 0)
        request = {
            "Contact",
            Operation::insert,
            {},
            {},
            {{"LastName", "rest"}, {"AccountId", request.id}}};
    fixture_.org.org().submit(fixture_.org.org().now(), std::move(request), [](auto) {});
}

void OrgModel::perform(const Step& step) {
    if (step.kind == Deed::insert) insert(step);
    if (step.kind == Deed::update || step.kind == Deed::remove)
        change(step, step.kind == Deed::remove);
    if (step.kind == Deed::write) write(step);
    if (step.kind == Deed::advance) fixture_.org.advance(seconds(step.first % 40 * 0.5));
    if (step.kind == Deed::snapshot) saved_ = Saved{fixture_.org.org().snapshot(), jobs_};
    if (step.kind == Deed::restore && saved_) {
        fixture_.org.org().restore(*saved_->org);
        jobs_ = saved_->jobs;
    }
    if (jobs_.empty()) return;
    SubmittedJob& job = jobs_[step.first % jobs_.size()];
    if (step.kind == Deed::abort)
        static_cast<void>(fixture_.org.ask(SetJobState{job.id, "Aborted"}));
    if (step.kind == Deed::delete_job && fixture_.org.ask(DeleteJob{job.id})) job.deleted = true;
}

void OrgModel::check_job(const SubmittedJob& job) {
    const auto info = fixture_.org.job(job.id);
    RC_ASSERT(info.has_value() == !job.deleted);
    if (!info) return;
    RC_ASSERT(info->rows_failed <= info->rows_processed);
    RC_ASSERT(info->rows_processed <= job.rows.size());
    if (!fixture_.org.ask(GetJobResults{job.id, JobResultKind::failed})) return;
    const CsvTable successful = fixture_.results(job.id, JobResultKind::successful);
    const CsvTable failed = fixture_.results(job.id, JobResultKind::failed);
    const CsvTable unprocessed = fixture_.results(job.id, JobResultKind::unprocessed);
    RC_ASSERT(info->rows_failed == failed.rows.size());
    RC_ASSERT(info->rows_processed == successful.rows.size() + failed.rows.size());
    // No row twice, none lost. Result rows begin with two columns of their own.
    std::multiset<std::string> returned;
    for (const auto& row : successful.rows) returned.insert(row.at(2));
    for (const auto& row : failed.rows) returned.insert(row.at(2));
    for (const auto& row : unprocessed.rows) returned.insert(row.at(0));
    RC_ASSERT(returned == job.rows);
    if (info->state == JobState::job_complete) RC_ASSERT(unprocessed.rows.empty());
}

void OrgModel::check() {
    fixture_.org.org().check_invariants();
    for (const SubmittedJob& job : jobs_) check_job(job);
}

void OrgModel::check_at_the_end() {
    fixture_.org.run_until_idle();
    check();
    RC_ASSERT(fixture_.org.locks().empty());
    std::set<std::string> created;
    bool any_deleted = false;
    for (const SubmittedJob& job : jobs_) {
        any_deleted = any_deleted || job.deleted;
        if (job.deleted) continue;
        const JobInfo info = fixture_.job(job.id);
        RC_ASSERT(
            (info.state == JobState::job_complete || info.state == JobState::failed ||
             info.state == JobState::aborted)
        );
        const CsvTable successful = fixture_.results(job.id, JobResultKind::successful);
        for (std::size_t row = 0; row < successful.rows.size(); ++row) {
            if (successful.at(row, "sf__Created") != "true") continue;
            // A record is made once.
            RC_ASSERT(created.emplace(successful.at(row, "sf__Id")).second);
        }
    }
    const std::uint64_t in_org =
        fixture_.count("SELECT COUNT() FROM Contact WHERE LastName != 'rest' ALL ROWS");
    RC_ASSERT(in_org >= created.size());
    RC_ASSERT((any_deleted || in_org == created.size()));
}

TEST_CASE("whatever is done to an org, its books are right") {
    rc::prop("every row is accounted for, after each step and at the end", [] {
        OrgModel model{
            model_config(*rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(0, 100))};
        const auto steps = *rc::gen::container<std::vector<Step>>(arbitrary_deed());
        for (const Step& step : steps) {
            model.perform(step);
            model.check();
        }
        model.check_at_the_end();
    });
}

}  // namespace
}  // namespace rowlock
