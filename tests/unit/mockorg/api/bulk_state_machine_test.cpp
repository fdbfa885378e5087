#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_job_model.hpp"
#include "tests/unit/mockorg/api/bulk2_job_model.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <map>

namespace rowlock {
namespace {

constexpr std::uint32_t k_chunk_rows = 10;
constexpr std::size_t k_workers = 3;
/// Of each API.
constexpr std::size_t k_jobs_max = 20;

/// One command of a client of both APIs. Numbers are taken modulo what there is.
struct Step {
    enum class Kind : std::uint8_t {
        create1,
        create2,
        /// Creates a 2.0 job, uploads and closes.
        load2,
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
        advance,
        run_until_idle,
    };

    Kind kind{};
    unsigned first = 0;
    unsigned second = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << static_cast<int>(step.kind) << '/' << step.first << '/' << step.second;
}

rc::Gen<Step> arbitrary_step() {
    using Kind = Step::Kind;
    return rc::gen::build<Step>(
        rc::gen::set(
            &Step::kind,
            rc::gen::weightedElement<Kind>({
                {4, Kind::create1},
                {3, Kind::create2},
                {6, Kind::load2},
                {14, Kind::add},
                {1, Kind::add_wrong_kind},
                {4, Kind::upload},
                {5, Kind::close},
                {2, Kind::abort},
                {1, Kind::remove},
                {4, Kind::results},
                {1, Kind::look},
                {1, Kind::list},
                {1, Kind::meet_other_api},
                {12, Kind::advance},
                {1, Kind::run_until_idle},
            })
        ),
        rc::gen::set(&Step::first, rc::gen::inRange(0U, 1000U)),
        rc::gen::set(&Step::second, rc::gen::inRange(0U, 1000U))
    );
}

/// Rows that fail for locks in numbers, batches that are put back, some that are given up.
OrgConfig contended_config(bool row_scope, std::uint64_t seed) {
    OrgConfig config = steady_config();
    config.seed = seed;
    config.profile.workers = k_workers;
    config.profile.chunk_rows = k_chunk_rows;
    config.profile.hold = {8.0, 1.0};
    config.profile.lock_failures_max = 8;
    config.profile.requeue_delay = seconds(15);
    config.profile.requeues_max = 1;
    if (row_scope) config.profile.lock_failure_scope = LockFailureScope::row;
    return config;
}

bool has_bad_column(const Step& step) {
    return step.second % 17 == 0;
}

bool creates(Step::Kind kind) {
    return kind == Step::Kind::create1 || kind == Step::Kind::create2 || kind == Step::Kind::load2;
}

/// How often what makes the test worth its while has happened.
struct Tally {
    std::uint64_t lock_failures = 0;
    std::uint64_t retries = 0;
    /// Ends of 2.0 jobs and of 1.0 batches.
    std::map<std::string, std::uint64_t> states;
};

/// A client with several jobs of both APIs.
class BulkModel {
public:
    explicit BulkModel(OrgConfig config) : client_(ClockMode::Kind::manual, std::move(config)) {
        for (const char* name : {"A", "B"}) {
            // A REST write takes its time, too.
            const auto answer = org().begin(
                "POST",
                "/services/data/v60.0/sobjects/Account",
                std::string{R"({"Name":")"} + name + R"("})"
            );
            post_clock("run-until-idle");
            parents_.push_back(member(answer->value().body, "id"));
        }
    }

    void perform(const Step& step);
    void check();
    void check_at_the_end(Tally& tally);

private:
    InProcessApi& org() { return client_.org(); }

    void post_clock(const std::string& what, const std::string& body = {});
    void create(const Step& step);
    void command1(Bulk1JobModel& job, const Step& step);
    void command2(Bulk2JobModel& job, const Step& step);
    void check_list();
    std::vector<LoadRow> rows_of(const Step& step, const std::string& job, bool is_upsert);

    Bulk1Client client_;
    std::vector<std::string> parents_;
    std::vector<Bulk1JobModel> jobs1_;
    std::vector<Bulk2JobModel> jobs2_;
    BulkBooks books_;
    std::uint64_t rows_made_ = 0;
    /// Job the last command was about; empty if that was the clock.
    std::string touched_;
    bool time_moved_ = false;
};

void BulkModel::post_clock(const std::string& what, const std::string& body) {
    RC_ASSERT(org().send("POST", "/rowlock/clock/" + what, body).status == 200);
    time_moved_ = true;
}

std::vector<LoadRow> BulkModel::rows_of(const Step& step, const std::string& job, bool is_upsert) {
    std::vector<LoadRow> rows;
    for (unsigned i = 0; i < step.first % 45; ++i) {
        LoadRow row;
        row.label = "row " + std::to_string(++rows_made_);
        row.tag = is_upsert ? "upsert" : job;
        // Long runs of one parent: chunks of different batches want the same one.
        row.parent = parents_[(step.second + i / 25) % parents_.size()];
        const unsigned pick = (step.second + i * 7) % 19;
        if (pick < 5) row.defect = static_cast<RowDefect>(pick);
        if (is_upsert) {
            // An update needs no last name, and keys come again in every job.
            if (row.defect == RowDefect::no_last_name) row.defect = RowDefect::none;
            row.email = "key" + std::to_string((step.second + i * 3) % 50) + "@example.com";
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void BulkModel::create(const Step& step) {
    if (step.kind == Step::Kind::create1 && jobs1_.size() < k_jobs_max) {
        constexpr std::array<ContentType, 3> k_forms = {
            ContentType::csv, ContentType::xml, ContentType::json};
        const Bulk1JobModel::Settings settings{
            step.first % 4 == 0, step.second % 4 == 0, k_forms.at(step.first % 3)};
        touched_ = jobs1_.emplace_back(client_, settings).id();
    }
    const bool loads = step.kind == Step::Kind::load2;
    if ((loads || step.kind == Step::Kind::create2) && jobs2_.size() < k_jobs_max) {
        using Operation = Bulk2JobModel::Operation;
        const auto operation = step.first % 4 == 0 ? Operation::upsert : Operation::insert;
        Bulk2JobModel& job = jobs2_.emplace_back(org(), operation, k_chunk_rows);
        touched_ = job.id();
        if (!loads) return;
        job.upload(rows_of(step, job.id(), job.is_upsert()), has_bad_column(step));
        job.close();
    }
}

void BulkModel::command1(Bulk1JobModel& job, const Step& step) {
    using Kind = Step::Kind;
    touched_ = job.id();
    if (step.kind == Kind::add)
        job.add(rows_of(step, job.id(), job.settings().is_upsert), has_bad_column(step));
    if (step.kind == Kind::add_wrong_kind) job.add_wrong_kind();
    if (step.kind == Kind::close) job.close();
    if (step.kind == Kind::abort) job.abort();
    if (step.kind == Kind::meet_other_api) job.meet_other_api();
    if (job.batch_count() == 0) return;
    if (step.kind == Kind::look) job.look_at_batch(step.first % job.batch_count());
    if (step.kind == Kind::results) job.check_results(step.first % job.batch_count());
}

void BulkModel::command2(Bulk2JobModel& job, const Step& step) {
    using Kind = Step::Kind;
    touched_ = job.id();
    if (step.kind == Kind::upload)
        job.upload(rows_of(step, job.id(), job.is_upsert()), has_bad_column(step));
    if (step.kind == Kind::close) job.close();
    if (step.kind == Kind::abort) job.abort();
    if (step.kind == Kind::remove) job.remove(books_);
    if (step.kind == Kind::meet_other_api) job.meet_other_api();
    if (step.kind == Kind::results) job.check_results();
}

void BulkModel::perform(const Step& step) {
    using Kind = Step::Kind;
    touched_.clear();
    time_moved_ = false;
    if (step.kind == Kind::advance) {
        const std::string amount = std::to_string(step.first % 50 * 0.5);
        post_clock("advance", R"({"seconds":)" + amount + "}");
    } else if (step.kind == Kind::run_until_idle) {
        post_clock("run-until-idle");
    } else if (step.kind == Kind::list) {
        check_list();
    } else if (creates(step.kind)) {
        create(step);
    } else {
        const std::size_t count = jobs1_.size() + jobs2_.size();
        if (count == 0) return;
        const bool for1 =
            step.kind == Kind::add || step.kind == Kind::add_wrong_kind || step.kind == Kind::look;
        const bool for2 = step.kind == Kind::upload || step.kind == Kind::remove;
        // Jobs are picked by a part of the number that says nothing about the rows.
        const std::size_t pick = step.second / 20;
        if (!jobs1_.empty() && !for2 && (for1 || pick % count < jobs1_.size())) {
            command1(jobs1_[pick % jobs1_.size()], step);
        } else if (!jobs2_.empty() && !for1) {
            command2(jobs2_[pick % jobs2_.size()], step);
        }
    }
}

void BulkModel::check_list() {
    const Answer answer = org().send("GET", "/services/data/v60.0/jobs/ingest");
    RC_ASSERT(answer.status == 200);
    std::map<std::string, std::string> expected;
    for (const Bulk1JobModel& job : jobs1_) expected[job.id()] = "Classic " + job.state();
    for (const Bulk2JobModel& job : jobs2_) {
        if (!job.is_deleted()) expected[job.id()] = "V2Ingest " + job.state();
    }
    const auto list = nlohmann::json::parse(answer.body);
    std::map<std::string, std::string> listed;
    for (const auto& job : list.at("records")) {
        listed[job.at("id").get<std::string>()] =
            job.at("jobType").get<std::string>() + " " + job.at("state").get<std::string>();
    }
    RC_ASSERT(list.at("done").get<bool>());
    RC_ASSERT(listed == expected);
}

void BulkModel::check() {
    org().api().org().check_invariants();
    std::size_t serial = 0;
    std::size_t parallel = 0;
    // Without time, only the job a command was about may change.
    for (Bulk1JobModel& job : jobs1_) {
        job.observe(time_moved_ || job.id() == touched_);
        (job.settings().is_serial ? serial : parallel) += job.batches_in_progress();
    }
    for (Bulk2JobModel& job : jobs2_) job.observe(time_moved_ || job.id() == touched_);
    RC_ASSERT(serial <= 1U);
    RC_ASSERT(parallel <= k_workers);
}

void BulkModel::check_at_the_end(Tally& tally) {
    touched_.clear();
    post_clock("run-until-idle");
    check();
    check_list();
    RC_ASSERT(org().send("GET", "/rowlock/locks").body == R"({"locks":[]})");
    for (Bulk1JobModel& job : jobs1_) {
        RC_ASSERT(job.all_batches_ended());
        job.book(books_);
        tally.retries += job.retries();
        for (std::size_t i = 0; i < job.batch_count(); ++i)
            ++tally.states["batch " + job.batch_state(i)];
    }
    for (Bulk2JobModel& job : jobs2_) {
        RC_ASSERT((job.is_deleted() || job.ended() || job.state() == "Open"));
        job.book(books_);
        ++tally.states["job " + (job.is_deleted() ? std::string{"deleted"} : job.state())];
        if (job.was_given_up()) ++tally.states["job given up"];
        tally.retries += job.retries();
    }
    books_.check_records(org());
    books_.check_ledger(org());
    tally.lock_failures += books_.lock_failures();
}

TEST_CASE("whatever a client of both Bulk APIs does, it sees documented steps and whole books") {
    Tally tally;
    rc::prop("after each command and at the end", [&tally] {
        BulkModel model{contended_config(
            *rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(0, 100)
        )};
        // Jobs of three commands each and time between them need longer lists than usual.
        for (const Step& step :
             *rc::gen::scale(4.0, rc::gen::container<std::vector<Step>>(arbitrary_step()))) {
            model.perform(step);
            model.check();
        }
        model.check_at_the_end(tally);
    });
    // Otherwise the property above says little.
    CHECK(tally.lock_failures > 500);
    CHECK(tally.retries > 20);
    for (const char* state :
         {"job Open",
          "job JobComplete",
          "job Failed",
          "job given up",
          "job Aborted",
          "job deleted",
          "batch Completed",
          "batch Failed",
          "batch NotProcessed"}) {
        CAPTURE(state);
        CHECK(tally.states[state] > 5);
    }
}

}  // namespace
}  // namespace rowlock
