#include "mockorg/engine/job_desk.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

OrgConfig one_worker() {
    OrgConfig config = steady_config();
    config.profile.workers = 1;
    return config;
}

struct JobDeskFixture : OrgFixture {
    JobDeskFixture() : OrgFixture(one_worker()) {}

    RecordId create(const std::string& object = "Account") {
        CreateIngestJob request;
        request.object = object;
        request.operation = "insert";
        request.api_version = 60.0;
        return require_value(org.ask(request)).id;
    }

    std::string upload(const RecordId& id, std::string data = "Name\nAcme\n") {
        return error_of(org.ask(UploadJobData{id, std::move(data)}));
    }

    std::string set_state(const RecordId& id, const std::string& state) {
        return error_of(org.ask(SetJobState{id, state}));
    }

    JobState state_of(const RecordId& id) { return job(id).state; }

    /// A job brought into this state; all others have come to their end.
    RecordId job_in(JobState state) {
        org.run_until_idle();
        // A job that waits for the worker is UploadComplete.
        if (state == JobState::upload_complete) load("Account", "insert", "Name\nAcme\n");
        const RecordId id = create();
        if (state == JobState::open) return id;
        // Ten chunks of rows, so that it is in progress for a while.
        std::string data = state == JobState::failed ? "Nope\n" : "Name\n";
        for (int i = 0; i < 2000; ++i) data.append("Acme\n");
        upload(id, data);
        if (state == JobState::aborted) {
            set_state(id, "Aborted");
            return id;
        }
        set_state(id, "UploadComplete");
        if (state == JobState::in_progress) org.advance(seconds(5));
        if (state == JobState::job_complete || state == JobState::failed) org.run_until_idle();
        return id;
    }
};

const std::array<JobState, 6> k_states = {
    JobState::open,
    JobState::upload_complete,
    JobState::in_progress,
    JobState::job_complete,
    JobState::failed,
    JobState::aborted,
};

TEST_CASE_METHOD(JobDeskFixture, "a new job is open and says who made it and when") {
    org.advance(seconds(3));
    const RecordId id = create();
    const JobInfo info = job(id);
    CHECK(info.id == id);
    CHECK(id.text().starts_with("750"));
    CHECK(info.state == JobState::open);
    CHECK(info.created == k_org_epoch + seconds(3));
    CHECK(info.modified == info.created);
    CHECK(info.created_by == org.org().user_id());
    CHECK(info.rows_processed == 0);
    CHECK_FALSE(info.multipart);
}

TEST_CASE_METHOD(JobDeskFixture, "jobs can be brought into every state") {
    for (const JobState state : k_states) CHECK(state_of(job_in(state)) == state);
}

TEST_CASE_METHOD(JobDeskFixture, "data is taken once, by an open job") {
    const RecordId id = create();
    CHECK(upload(id).empty());
    CHECK(upload(id) == "CLIENTINPUTERROR:Found multiple contents for job: " + id.text() + ":--");
    const RecordId closed = create();
    CHECK(set_state(closed, "UploadComplete").empty());
    CHECK(upload(closed).starts_with("INVALIDJOBSTATE:"));
}

TEST_CASE_METHOD(JobDeskFixture, "only an open job can be closed") {
    for (const JobState state : k_states) {
        CAPTURE(name_of(state));
        const RecordId id = job_in(state);
        const auto reply = org.ask(SetJobState{id, "UploadComplete"});
        if (state == JobState::open) {
            CHECK(require_value(reply).state == JobState::upload_complete);
        } else {
            CHECK(
                error_of(reply) == "INVALIDJOBSTATE:A job that is " + std::string{name_of(state)} +
                                       " cannot become UploadComplete:--"
            );
            CHECK(state_of(id) == state);
        }
    }
}

TEST_CASE_METHOD(JobDeskFixture, "a job can be aborted until it has ended") {
    for (const JobState state : k_states) {
        CAPTURE(name_of(state));
        const RecordId id = job_in(state);
        const std::string error = set_state(id, "Aborted");
        const bool ended = state == JobState::job_complete || state == JobState::failed ||
                           state == JobState::aborted;
        if (!ended) {
            CHECK(error.empty());
            CHECK(state_of(id) == JobState::aborted);
        } else {
            const std::string word =
                state == JobState::job_complete ? "Completed" : std::string{name_of(state)};
            CHECK(error == "INVALIDJOBSTATE:Aborting already " + word + " Job not allowed:--");
            CHECK(state_of(id) == state);
        }
    }
}

TEST_CASE_METHOD(JobDeskFixture, "no other state can be asked for") {
    const auto word =
        GENERATE(as<std::string>{}, "", "Open", "InProgress", "JobComplete", "aborted", "Closed");
    const RecordId id = create();
    CHECK(set_state(id, word).starts_with("INVALIDJOB:"));
    CHECK(state_of(id) == JobState::open);
}

TEST_CASE_METHOD(JobDeskFixture, "open and running jobs cannot be deleted, all others can") {
    for (const JobState state : k_states) {
        CAPTURE(name_of(state));
        const RecordId id = job_in(state);
        const std::string error = error_of(org.ask(DeleteJob{id}));
        if (state == JobState::open || state == JobState::in_progress) {
            CHECK(
                error ==
                "API_ERROR:Error encountered when deleting the job because the job is not "
                "terminated:--"
            );
            CHECK(state_of(id) == state);
        } else {
            CHECK(error.empty());
            CHECK(error_of(org.job(id)) == "NOT_FOUND:The requested resource does not exist:--");
        }
        org.run_until_idle();
        org.org().check_invariants();
    }
}

TEST_CASE_METHOD(JobDeskFixture, "results are there once the job has ended") {
    for (const JobState state : k_states) {
        CAPTURE(name_of(state));
        const RecordId id = job_in(state);
        const bool ended = state == JobState::job_complete || state == JobState::failed ||
                           state == JobState::aborted;
        for (const auto kind :
             {JobResultKind::successful, JobResultKind::failed, JobResultKind::unprocessed}) {
            const std::string error = error_of(org.ask(GetJobResults{id, kind}));
            CHECK(error.empty() == ended);
            if (!ended)
                CHECK(error.starts_with(
                    "INVALIDJOBSTATE:Results are available once the job has ended"
                ));
        }
    }
}

TEST_CASE_METHOD(JobDeskFixture, "no request finds a job that never was or is deleted") {
    const RecordId gone = job_in(JobState::job_complete);
    REQUIRE(org.ask(DeleteJob{gone}).has_value());
    const RecordId never = *RecordId::parse("750RL0000000099");
    const RecordId foreign = *RecordId::parse("750XYZ000000001");
    const RecordId record = *RecordId::parse("001RL0000000001");
    const RecordId zero = *RecordId::parse("750RL0000000000");
    for (const RecordId& id : {gone, never, foreign, record, zero}) {
        CAPTURE(id.text());
        const std::string not_found = "NOT_FOUND:The requested resource does not exist:--";
        CHECK(error_of(org.job(id)) == not_found);
        CHECK(upload(id) == not_found);
        CHECK(set_state(id, "Aborted") == not_found);
        CHECK(error_of(org.ask(DeleteJob{id})) == not_found);
        CHECK(error_of(org.ask(GetJobResults{id, JobResultKind::failed})) == not_found);
    }
}

TEST_CASE_METHOD(JobDeskFixture, "jobs are listed oldest first, without deleted ones") {
    const RecordId first = job_in(JobState::open);
    const RecordId second = job_in(JobState::aborted);
    const RecordId third = job_in(JobState::open);
    REQUIRE(org.ask(DeleteJob{second}).has_value());
    const auto jobs = require_value(org.ask(ListJobs{}));
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].id == first);
    CHECK(jobs[1].id == third);
}

TEST_CASE_METHOD(JobDeskFixture, "a multipart create starts with its data uploaded") {
    CreateIngestJob request;
    request.object = "Account";
    request.operation = "insert";
    request.data = "Name\nAcme\n";
    const JobInfo info = require_value(org.ask(request));
    CHECK(info.state == JobState::upload_complete);
    CHECK(info.multipart);
    CHECK(upload(info.id).starts_with("CLIENTINPUTERROR:Found multiple contents"));
    org.run_until_idle();
    CHECK(job(info.id).state == JobState::job_complete);
    CHECK(count("SELECT COUNT() FROM Account") == 1);
}

TEST_CASE_METHOD(JobDeskFixture, "a job without data or with a header alone completes at once") {
    const RecordId nothing = create();
    CHECK(set_state(nothing, "UploadComplete").empty());
    const RecordId header = load("Account", "insert", "Name\n");
    org.run_until_idle();
    CHECK(state_of(nothing) == JobState::job_complete);
    CHECK(state_of(header) == JobState::job_complete);
    CHECK(job(header).rows_processed == 0);
}

TEST_CASE_METHOD(JobDeskFixture, "total time shows once the job has ended, active time before") {
    const RecordId id = load("Account", "insert", "Name\nA\n");
    org.advance(seconds(2));
    CHECK(job(id).total_time == Duration{0});
    org.run_until_idle();
    CHECK(job(id).total_time == seconds(4));
    CHECK(job(id).active_time == seconds(4));
}

TEST_CASE_METHOD(JobDeskFixture, "a failed job says why, and only then") {
    CHECK(
        job(job_in(JobState::failed)).error_message == "InvalidBatch : Field name not found : Nope"
    );
    for (const JobState state :
         {JobState::open, JobState::in_progress, JobState::job_complete, JobState::aborted}) {
        CHECK(job(job_in(state)).error_message.empty());
    }
}

TEST_CASE_METHOD(JobDeskFixture, "what an aborted open job was given can be fetched again") {
    const RecordId id = create();
    CHECK(upload(id, "Name\nAcme\nOther\n").empty());
    CHECK(set_state(id, "Aborted").empty());
    CHECK(results(id, JobResultKind::unprocessed).rows.size() == 2);
    CHECK(results(id, JobResultKind::failed).names.size() == 3);
    const RecordId empty = create();
    CHECK(set_state(empty, "Aborted").empty());
    CHECK(results(empty, JobResultKind::unprocessed).names.empty());
}

TEST_CASE_METHOD(
    JobDeskFixture, "no row of an aborted job is unprocessed first and created later"
) {
    const RecordId id = job_in(JobState::in_progress);
    CHECK(set_state(id, "Aborted").empty());
    for (const auto kind : {JobResultKind::successful, JobResultKind::unprocessed}) {
        CHECK(error_of(org.ask(GetJobResults{id, kind})).starts_with("INVALIDJOBSTATE:"));
    }
    org.run_until_idle();
    const std::uint64_t created = results(id, JobResultKind::successful).rows.size();
    CHECK(created > 0);
    CHECK(created + results(id, JobResultKind::unprocessed).rows.size() == 2000);
}

TEST_CASE_METHOD(JobDeskFixture, "a job that failed for its header leaves all rows unprocessed") {
    const RecordId id = job_in(JobState::failed);
    CHECK(job(id).rows_processed == 0);
    CHECK(job(id).rows_failed == 0);
    CHECK(results(id, JobResultKind::unprocessed).rows.size() == 2000);
}

TEST_CASE_METHOD(JobDeskFixture, "an aborted job shows how long it was at work") {
    const RecordId id = load("Account", "insert", "Name\nA\n");
    org.advance(seconds(3));
    const JobInfo aborted = require_value(org.ask(SetJobState{id, "Aborted"}));
    CHECK(aborted.total_time == seconds(3));
    // The chunk that was running comes to its end.
    org.run_until_idle();
    CHECK(job(id).total_time == seconds(4));
    CHECK(job(id).active_time <= job(id).total_time);
    // One that had not begun was not at work at all.
    const RecordId open = job_in(JobState::open);
    CHECK(require_value(org.ask(SetJobState{open, "Aborted"})).total_time == Duration{0});
}

}  // namespace
}  // namespace rowlock
