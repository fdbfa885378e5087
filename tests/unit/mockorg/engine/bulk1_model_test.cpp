#include "tests/support/random_step.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

/// Commands to an org with jobs of both APIs.
enum class Command : std::uint8_t { create, add, close, abort, load_v2, write, advance };

using Step = RandomStep<Command>;

rc::Gen<Step> arbitrary_command() {
    return arbitrary_step<Command>({
        {3, Command::create},
        {8, Command::add},
        {2, Command::close},
        {1, Command::abort},
        {1, Command::load_v2},
        {1, Command::write},
        {8, Command::advance},
    });
}

OrgConfig model_config(std::uint64_t seed) {
    OrgConfig config = steady_config();
    config.seed = seed;
    config.profile.workers = 2;
    config.profile.chunk_rows = 10;
    config.profile.batch_overhead = seconds(1);
    config.profile.hold = {5.0, 1.0};
    config.profile.lock_failures_max = 8;
    config.profile.requeue_delay = seconds(15);
    config.profile.requeues_max = 1;
    return config;
}

/// What the test knows of a batch.
struct KnownBatch {
    RecordId id;
    std::size_t rows = 0;
    BatchInfo last;
};

struct KnownJob {
    RecordId id;
    Lane lane{};
    JobState state = JobState::open;
    std::vector<KnownBatch> batches;
};

bool may_follow(BatchState before, BatchState after, bool aborted) {
    using State = BatchState;
    if (before == after) return true;
    switch (before) {
        case State::queued:
            // A look may come late: anything may have happened meanwhile.
            return true;
        case State::in_progress:
            return after != State::not_processed || aborted;
        case State::completed:
        case State::failed:
        case State::not_processed:
            break;
    }
    return false;
}

class Bulk1Model {
public:
    explicit Bulk1Model(OrgConfig config) : fixture_(std::move(config)) {
        for (int i = 0; i < 3; ++i) parents_.push_back(fixture_.account(std::to_string(i)));
    }

    void perform(const Step& step);
    void check();
    void check_at_the_end();

private:
    std::string contacts(const Step& step) const;
    void add(KnownJob& job, const Step& step);
    void check_batch(const KnownJob& job, KnownBatch& batch);
    void check_rows(const KnownJob& job, const KnownBatch& batch);

    Bulk1Fixture fixture_;
    std::vector<std::string> parents_;
    std::vector<KnownJob> jobs_;
    std::uint64_t v2_rows_ = 0;
};

std::string Bulk1Model::contacts(const Step& step) const {
    std::string csv = "LastName,AccountId,Birthdate\n";
    for (unsigned i = 0; i < step.first % 45; ++i) {
        csv.append("c,").append(parents_[(step.second + i / 20) % parents_.size()]);
        csv.append((step.second + i) % 13 == 0 ? ",never\n" : ",\n");
    }
    return csv;
}

void Bulk1Model::add(KnownJob& job, const Step& step) {
    const auto added = fixture_.try_add(job.id, contacts(step));
    RC_ASSERT(added.has_value() == (job.state == JobState::open));
    if (!added) return;
    RC_ASSERT(added->state == BatchState::queued);
    job.batches.push_back({added->id, step.first % 45, *added});
}

void Bulk1Model::perform(const Step& step) {
    if (step.kind == Command::create) {
        const Lane lane = step.first % 2 == 0 ? Lane::serial : Lane::parallel;
        jobs_.push_back({fixture_.create("Contact", "insert", lane), lane, JobState::open, {}});
    }
    if (step.kind == Command::advance) fixture_.org.advance(seconds(step.first % 30 * 0.5));
    if (step.kind == Command::load_v2) {
        fixture_.load("Contact", "insert", contacts(step));
        v2_rows_ += step.first % 45;
    }
    if (step.kind == Command::write) {
        const std::string& parent = parents_[step.first % parents_.size()];
        WriteRecord request{"Account", Operation::update, parent, {}, {{"Phone", "1"}}};
        fixture_.org.org().submit(fixture_.org.org().now(), std::move(request), [](auto) {});
    }
    if (jobs_.empty()) return;
    KnownJob& job = jobs_[step.second % jobs_.size()];
    if (step.kind == Command::add) add(job, step);
    if (step.kind == Command::close) {
        const bool closed = fixture_.org.ask(SetBulk1JobState{job.id, "Closed"}).has_value();
        RC_ASSERT(closed == (job.state == JobState::open));
        if (closed) job.state = JobState::closed;
    }
    if (step.kind == Command::abort) {
        const bool aborted = fixture_.org.ask(SetBulk1JobState{job.id, "Aborted"}).has_value();
        RC_ASSERT(aborted == (job.state != JobState::aborted));
        job.state = JobState::aborted;
    }
}

void Bulk1Model::check_rows(const KnownJob& job, const KnownBatch& batch) {
    const auto result = fixture_.org.ask(GetBatchResult{job.id, batch.id});
    const bool ended =
        batch.last.state != BatchState::queued && batch.last.state != BatchState::in_progress;
    const bool processed =
        batch.last.state == BatchState::completed || batch.last.rows_processed > 0;
    RC_ASSERT(result.has_value() == (ended && processed));
    if (!result) return;
    const BatchRows& rows = std::get<BatchRows>(*result);
    // One line for each row sent in: none twice, none lost.
    RC_ASSERT(rows.size() == batch.rows);
    std::uint64_t saved = 0;
    for (std::uint32_t i = 0; i < rows.size(); ++i) saved += rows.row(i).success() ? 1U : 0U;
    RC_ASSERT(saved == batch.last.rows_processed - batch.last.rows_failed);
}

void Bulk1Model::check_batch(const KnownJob& job, KnownBatch& batch) {
    const BatchInfo info = fixture_.batch(job.id, batch.id);
    RC_ASSERT(may_follow(batch.last.state, info.state, job.state == JobState::aborted));
    RC_ASSERT(info.rows_failed <= info.rows_processed);
    RC_ASSERT(info.rows_processed <= batch.rows);
    RC_ASSERT(info.rows_processed >= batch.last.rows_processed);
    if (info.state == BatchState::completed) RC_ASSERT(info.rows_processed == batch.rows);
    if (info.state == BatchState::failed) RC_ASSERT(!info.state_message.empty());
    if (job.state == JobState::aborted) RC_ASSERT(info.state != BatchState::queued);
    batch.last = info;
    check_rows(job, batch);
}

void Bulk1Model::check() {
    fixture_.org.org().check_invariants();
    std::size_t serial_in_progress = 0;
    for (KnownJob& job : jobs_) {
        const JobInfo info = fixture_.job(job.id);
        RC_ASSERT(info.state == job.state);
        std::uint64_t processed = 0;
        for (KnownBatch& batch : job.batches) {
            check_batch(job, batch);
            processed += batch.last.rows_processed;
            const bool running = batch.last.state == BatchState::in_progress;
            if (running && job.lane == Lane::serial) ++serial_in_progress;
        }
        RC_ASSERT(info.rows_processed == processed);
        RC_ASSERT(info.batches.total == job.batches.size());
    }
    RC_ASSERT(serial_in_progress <= 1);
}

void Bulk1Model::check_at_the_end() {
    fixture_.org.run_until_idle();
    check();
    RC_ASSERT(fixture_.org.locks().empty());
    std::set<RecordId> created;
    for (const KnownJob& job : jobs_) {
        for (const KnownBatch& batch : job.batches) {
            RC_ASSERT(batch.last.state != BatchState::queued);
            RC_ASSERT(batch.last.state != BatchState::in_progress);
            const auto result = fixture_.org.ask(GetBatchResult{job.id, batch.id});
            if (!result) continue;
            const BatchRows& rows = std::get<BatchRows>(*result);
            for (std::uint32_t i = 0; i < rows.size(); ++i) {
                // A record is made once.
                if (rows.row(i).id) RC_ASSERT(created.insert(*rows.row(i).id).second);
            }
        }
    }
    const std::uint64_t in_org = fixture_.count("SELECT COUNT() FROM Contact");
    RC_ASSERT(in_org >= created.size());
    RC_ASSERT(in_org <= created.size() + v2_rows_);
}

TEST_CASE("whatever clients of both APIs do, 1.0 jobs move as documented and keep their books") {
    rc::prop("after each command and at the end", [] {
        Bulk1Model model{model_config(*rc::gen::inRange<std::uint64_t>(0, 100))};
        for (const Step& step : *rc::gen::container<std::vector<Step>>(arbitrary_command())) {
            model.perform(step);
            model.check();
        }
        model.check_at_the_end();
    });
}

}  // namespace
}  // namespace rowlock
