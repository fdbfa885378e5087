#include "mockorg/engine/bulk1_desk.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(
    Bulk1Fixture, "batches run as soon as they are added, whether or not the job is closed"
) {
    const RecordId job = create("Account", "insert");
    const BatchInfo added = require_value(try_add(job, accounts_csv(200)));
    CHECK(added.state == BatchState::queued);
    const RecordId first = added.id;
    CHECK(batch(job, first).state == BatchState::in_progress);
    const RecordId second = add(job, accounts_csv(300));
    org.run_until_idle();
    CHECK(batch(job, first).state == BatchState::completed);
    CHECK(batch(job, second).rows_processed == 300);
    const JobInfo open = this->job(job);
    CHECK(open.state == JobState::open);
    CHECK(open.batches.completed == 2);
    CHECK(open.rows_processed == 500);
    set_state(job, "Closed");
    CHECK(this->job(job).state == JobState::closed);
    CHECK(count("SELECT COUNT() FROM Account") == 500);
    org.org().check_invariants();
}

TEST_CASE_METHOD(Bulk1Fixture, "job figures are the sums of the batches' figures") {
    const RecordId job = create("Account", "insert");
    std::vector<RecordId> ids;
    for (const std::size_t rows : {200U, 400U, 1U}) ids.push_back(add(job, accounts_csv(rows)));
    ids.push_back(add(job, "Name\n\"\"\nB\n"));
    ids.push_back(add(job, "No_Such__c\nx\n"));
    for (int step = 0; step < 20; ++step) {
        const JobInfo info = this->job(job);
        JobInfo sum;
        for (const BatchInfo& each : require_value(org.ask(ListBatches{job}))) {
            sum.rows_processed += each.rows_processed;
            sum.rows_failed += each.rows_failed;
            sum.total_time += each.total_time;
            sum.active_time += each.active_time;
        }
        CHECK(info.rows_processed == sum.rows_processed);
        CHECK(info.rows_failed == sum.rows_failed);
        CHECK(info.total_time == sum.total_time);
        CHECK(info.active_time == sum.active_time);
        const BatchCounts& batches = info.batches;
        CHECK(
            batches.total ==
            batches.queued + batches.in_progress + batches.completed + batches.failed
        );
        org.advance(seconds(1));
    }
    CHECK(this->job(job).batches.completed == 4);
    CHECK(this->job(job).batches.failed == 1);
    CHECK(this->job(job).rows_failed == 1);
    // 4 s, 8 s, 4 s, 4 s of chunks; a batch that cannot be read takes its overhead, here nothing.
    CHECK(this->job(job).total_time == seconds(20));
}

TEST_CASE_METHOD(
    Bulk1Fixture, "only an open job is closed or takes batches, nothing is opened again"
) {
    const RecordId job = create("Account", "insert");
    CHECK(error_of(org.ask(SetBulk1JobState{job, "Open"})).find("INVALIDJOBSTATE:") == 0);
    CHECK(error_of(org.ask(SetBulk1JobState{job, ""})).find("INVALIDJOBSTATE:") == 0);
    set_state(job, "Closed");
    CHECK(
        error_of(org.ask(SetBulk1JobState{job, "Closed"})) ==
        "INVALIDJOBSTATE:Closing already Closed Job not allowed:--"
    );
    CHECK(error_of(try_add(job, accounts_csv(1))).find("INVALIDJOBSTATE:") == 0);
    CHECK(error_of(org.ask(SetTransformation{job, "x"})).find("INVALIDJOBSTATE:") == 0);
    set_state(job, "Aborted");
    CHECK(
        error_of(org.ask(SetBulk1JobState{job, "Aborted"})) ==
        "INVALIDJOBSTATE:Aborting already Aborted Job not allowed:--"
    );
    CHECK(error_of(org.ask(SetBulk1JobState{job, "Closed"})).find("INVALIDJOBSTATE:") == 0);
}

TEST_CASE("an abort takes the batches that wait, the one in progress runs to its end") {
    OrgConfig config = steady_config();
    config.profile.workers = 1;
    Bulk1Fixture fixture{config};
    const RecordId job = fixture.create("Account", "insert");
    const RecordId running = fixture.add(job, accounts_csv(600));
    const RecordId waiting = fixture.add(job, accounts_csv(200));
    fixture.org.advance(seconds(5));
    CHECK(fixture.set_state(job, "Aborted").state == JobState::aborted);
    CHECK(fixture.batch(job, running).state == BatchState::in_progress);
    CHECK(fixture.batch(job, waiting).state == BatchState::not_processed);
    fixture.org.run_until_idle();
    CHECK(fixture.batch(job, running).state == BatchState::completed);
    CHECK(fixture.batch(job, running).rows_processed == 600);
    CHECK(fixture.result_error(job, waiting) == "INVALIDBATCH:Records not processed:--");
    CHECK(fixture.rows(job, running).size() == 600);
    // The worker is free for others.
    fixture.load("Account", "insert", accounts_csv(1));
    fixture.org.run_until_idle();
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 601);
    fixture.org.org().check_invariants();
}

TEST_CASE_METHOD(Bulk1Fixture, "who is not known") {
    const RecordId job = create("Account", "insert");
    const RecordId id = add(job, accounts_csv(1));
    const RecordId other = create("Account", "insert");
    const RecordId of_v2 = load("Account", "insert", accounts_csv(1));
    const RecordId nobody = *RecordId::parse("750RL0000000099");
    CHECK(
        error_of(org.ask(GetBulk1Job{nobody})) ==
        "INVALIDJOB:Unable to find job for id: " + nobody.text() + ":--"
    );
    CHECK(error_of(try_add(nobody, "Name\nA\n")).find("INVALIDJOB:") == 0);
    CHECK(error_of(org.ask(ListBatches{nobody})).find("INVALIDJOB:") == 0);
    // A batch belongs to its own job.
    CHECK(
        error_of(org.ask(GetBatch{other, id})) ==
        "INVALIDBATCH:Unable to find batch for id: " + id.text() + ":--"
    );
    CHECK(error_of(org.ask(GetBatch{job, job})).find("INVALIDBATCH:") == 0);
    // Jobs of the other API are shown and nothing more, either way.
    CHECK(require_value(org.ask(GetBulk1Job{of_v2})).api == BulkApi::v2);
    CHECK(error_of(try_add(of_v2, "Name\nA\n")).find("INVALIDJOB:") == 0);
    CHECK(error_of(org.ask(SetBulk1JobState{of_v2, "Aborted"})).find("INVALIDJOB:") == 0);
    CHECK(error_of(org.ask(GetJob{job})).find("NOT_FOUND:") == 0);
    CHECK(error_of(org.ask(UploadJobData{job, "x"})).find("NOT_FOUND:") == 0);
}

TEST_CASE_METHOD(Bulk1Fixture, "what a batch must not be") {
    const RecordId job = create("Account", "insert");
    const auto add_as = [&](ContentType type, double version, std::string data) {
        return error_of(org.ask(AddBatch{job, type, version, std::move(data)}));
    };
    CHECK(
        add_as(ContentType::csv, 59.0, "Name\nA\n").find("API version 60.0") != std::string::npos
    );
    CHECK(add_as(ContentType::xml, 60.0, "<sObjects/>").find("INVALIDBATCH:The batch is XML") == 0);
    CHECK(
        add_as(ContentType::csv, 60.0, " \r\n") ==
        "CLIENTINPUTERROR:Unable to find any data to create batch:--"
    );
    CHECK(
        add_as(ContentType::csv, 60.0, std::string(10'000'001, 'x')) ==
        "CLIENTINPUTERROR:Failed to read request. Exceeded max size limit of 10000000:--"
    );
    // Nothing of it was kept.
    CHECK(require_value(org.ask(ListBatches{job})).empty());
    // The header alone is a batch without rows.
    const RecordId empty = add(job, "Name\n");
    org.run_until_idle();
    CHECK(batch(job, empty).state == BatchState::completed);
    CHECK(rows(job, empty).size() == 0);
}

TEST_CASE("as many batches as the day allows, and 24 hours of them") {
    OrgConfig config = steady_config();
    config.bulk_limits.batches_per_day = 3;
    Bulk1Fixture fixture{config};
    const RecordId job = fixture.create("Account", "insert");
    const RecordId query = fixture.create("Account", "query");
    for (int i = 0; i < 2; ++i) fixture.add(job, accounts_csv(1));
    // Those of queries are batches, too.
    CHECK(fixture.try_add(query, "SELECT Id FROM Account").has_value());
    CHECK(error_of(fixture.try_add(job, accounts_csv(1))).find("EXCEEDEDQUOTA:") == 0);
    CHECK(error_of(fixture.try_add(query, "SELECT Id FROM Account")).find("EXCEEDEDQUOTA:") == 0);
    CHECK(fixture.org.org().batches_in_last_day() == 3);
    fixture.org.advance(std::chrono::hours{23});
    CHECK(error_of(fixture.try_add(job, accounts_csv(1))).find("EXCEEDEDQUOTA:") == 0);
    fixture.org.advance(std::chrono::hours{2});
    // The quota is back, but the job is too old.
    CHECK(error_of(fixture.try_add(job, accounts_csv(1))).find("INVALIDJOBSTATE:") == 0);
    CHECK(fixture.try_add(fixture.create("Account", "insert"), accounts_csv(1)).has_value());
}

TEST_CASE("rows of both APIs count towards the day's rows") {
    OrgConfig config = steady_config();
    config.bulk_limits.rows_per_day = 10;
    Bulk1Fixture fixture{config};
    const RecordId job = fixture.create("Account", "insert");
    fixture.add(job, accounts_csv(4));
    // Nothing of this one can be read: it has no rows.
    fixture.add(job, "No_Such__c\nx\n");
    fixture.load("Account", "insert", accounts_csv(4));
    fixture.org.run_until_idle();
    CHECK(
        error_of(fixture.try_add(job, accounts_csv(3))) ==
        "EXCEEDEDQUOTA:Max records (10) per 24 hrs has been reached:--"
    );
    CHECK(require_value(fixture.org.ask(ListBatches{job})).size() == 2);
    CHECK(fixture.try_add(job, accounts_csv(2)).has_value());
    const RecordId late = fixture.load("Account", "insert", accounts_csv(1));
    fixture.org.run_until_idle();
    CHECK(fixture.job(late).state == JobState::failed);
    // Queries have no rows in this sense.
    CHECK(fixture.try_add(fixture.create("Account", "query"), "SELECT Id FROM Account"));
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 10);
    fixture.org.org().check_invariants();
}

TEST_CASE_METHOD(
    Bulk1Fixture, "a batch sent to a closed job counts towards the day's, no other refused one"
) {
    const RecordId job = create("Account", "insert");
    CHECK_FALSE(try_add(job, " ").has_value());
    CHECK(org.org().batches_in_last_day() == 0);
    set_state(job, "Closed");
    CHECK_FALSE(try_add(job, accounts_csv(1)).has_value());
    CHECK(org.org().batches_in_last_day() == 1);
    set_state(job, "Aborted");
    CHECK_FALSE(try_add(job, accounts_csv(1)).has_value());
    CHECK(org.org().batches_in_last_day() == 1);
}

TEST_CASE_METHOD(Bulk1Fixture, "a job is as old as its youngest batch, or as itself without any") {
    const RecordId without = create("Account", "insert");
    const RecordId job = create("Account", "insert");
    org.advance(std::chrono::hours{20});
    const RecordId id = add(job, accounts_csv(1));
    org.advance(std::chrono::hours{100});
    set_state(job, "Closed");
    set_state(without, "Closed");
    org.advance(std::chrono::hours{48});
    CHECK(org.ask(GetBulk1Job{without}).has_value());
    org.advance(std::chrono::hours{1});
    CHECK(error_of(org.ask(GetBulk1Job{without})).find("INVALIDJOB:") == 0);
    org.advance(std::chrono::hours{19});
    CHECK(rows(job, id).size() == 1);
    org.advance(std::chrono::hours{1});
    CHECK(error_of(org.ask(GetBatch{job, id})).find("INVALIDJOB:") == 0);
}

TEST_CASE_METHOD(Bulk1Fixture, "jobs and their results are kept for a week") {
    const RecordId job = create("Account", "insert");
    const RecordId id = add(job, accounts_csv(1));
    set_state(job, "Closed");
    org.advance(std::chrono::hours{7 * 24});
    CHECK(rows(job, id).size() == 1);
    org.advance(std::chrono::hours{1});
    CHECK(error_of(org.ask(GetBatch{job, id})).find("INVALIDJOB:") == 0);
}

TEST_CASE_METHOD(Bulk1Fixture, "a batch's request is what was sent, in any state") {
    const RecordId job = create("Account", "insert");
    const RecordId id = add(job, "Name\r\nA\r\n\r\n");
    const auto request = [&] { return *require_value(org.ask(GetBatchRequest{job, id})); };
    CHECK(request() == "Name\r\nA\r\n\r\n");
    org.run_until_idle();
    CHECK(request() == "Name\r\nA\r\n\r\n");
}

TEST_CASE_METHOD(Bulk1Fixture, "a query too long for SOQL is refused and not kept") {
    const RecordId job = create("Account", "query");
    std::string soql = "SELECT Id FROM Account WHERE Name = '";
    soql.append(100'000 - soql.size() - 1, 'x').append("'");
    CHECK(try_add(job, soql).has_value());
    CHECK(
        error_of(try_add(job, soql + " ")) ==
        "INVALIDBATCH:Failed to process query: MALFORMED_QUERY: SOQL statements cannot be longer "
        "than 100000 characters:--"
    );
    CHECK(require_value(org.ask(ListBatches{job})).size() == 1);
    // Data of that size is no query.
    CHECK(try_add(create("Account", "insert"), "Name\n" + std::string(100'001, 'x')).has_value());
}

TEST_CASE("of an ended query only its packed request is kept") {
    OrgConfig config = steady_config();
    config.plain_requests_bytes_max = 0;
    config.profile.workers = 1;
    config.profile.batch_overhead = seconds(1);
    Bulk1Fixture fixture{config};
    const bool aborted = GENERATE(false, true);
    CreateBulk1Job request;
    request.object = "Account";
    request.operation = "query";
    request.content_type = ContentType::csv;
    if (GENERATE(false, true)) request.pk_chunking = PkChunking{2, {}, {}};
    const RecordId job = fixture.create(std::move(request));
    const std::string soql = "SELECT Id FROM Account WHERE Name = '" + std::string(900, 'x') + "'";
    std::vector<RecordId> ids;
    std::vector<std::weak_ptr<const std::string>> texts;
    for (int i = 0; i < 3; ++i) {
        ids.push_back(fixture.add(job, soql));
        const GetBatchRequest get{job, ids.back()};
        // Reading a text that is still plain shares it.
        texts.emplace_back(require_value(fixture.org.ask(get)));
    }
    if (aborted) fixture.set_state(job, "Aborted");
    fixture.org.run_until_idle();
    for (const auto& text : texts) CHECK(text.expired());
    CHECK(*require_value(fixture.org.ask(GetBatchRequest{job, ids.back()})) == soql);
}

TEST_CASE_METHOD(Bulk1Fixture, "a snapshot holds batches, too") {
    const RecordId job = create("Account", "insert");
    const RecordId id = add(job, accounts_csv(400));
    org.advance(seconds(5));
    const auto snapshot = org.org().snapshot();
    org.run_until_idle();
    const std::uint64_t hash = org.org().trace().hash();
    REQUIRE(
        rows(job, id).row(399).id == *RecordId::parse("001RL00000000"
                                                      "6S")
    );
    org.org().restore(*snapshot);
    CHECK(batch(job, id).rows_processed == 200);
    CHECK(result_error(job, id) == "INVALIDBATCH:Batch not completed:--");
    org.run_until_idle();
    CHECK(batch(job, id).rows_processed == 400);
    CHECK(org.org().trace().hash() != hash);
}

TEST_CASE("upserts, updates and deletes come out row by row, in order") {
    Bulk1Fixture fixture;
    CreateBulk1Job request;
    request.object = "Account";
    request.operation = "upsert";
    request.external_id_field = "code__c";
    request.content_type = ContentType::csv;
    const RecordId upsert = fixture.create(request);
    const RecordId first = fixture.add(upsert, "Id,Code__c,Name\n,X0,A\n,X1,\n,X2,B\n");
    fixture.org.run_until_idle();
    const BatchRows made = fixture.rows(upsert, first);
    CHECK(made.row(0).created);
    CHECK_FALSE(made.row(1).success());
    CHECK(made.row(2).created);
    const RecordId again = fixture.add(upsert, "Code__c,Name\nX2,C\nX3,D\n");
    fixture.org.run_until_idle();
    CHECK(fixture.rows(upsert, again).row(0).id == made.row(2).id);
    CHECK_FALSE(fixture.rows(upsert, again).row(0).created);
    CHECK(fixture.rows(upsert, again).row(1).created);

    const RecordId remove = fixture.create("Account", "delete");
    const std::string id = made.row(0).id->text();
    const RecordId gone = fixture.add(remove, "Id\n" + id + "\n" + id + "\n");
    fixture.org.run_until_idle();
    CHECK(fixture.rows(remove, gone).row(0).success());
    CHECK(fixture.rows(remove, gone).row(1).error == "ENTITY_IS_DELETED:entity is deleted:--");
}

TEST_CASE("Sforce-Line-Ending decides how line ends inside long texts are stored") {
    const auto [ending, stored] = GENERATE(table<std::optional<LineEnding>, std::string>({
        {std::nullopt, "a\r\nb\nc"},
        {LineEnding::lf, "a\nb\nc"},
        {LineEnding::crlf, "a\r\nb\r\nc"},
    }));
    Bulk1Fixture fixture;
    CreateBulk1Job request;
    request.object = "Account";
    request.operation = "insert";
    request.content_type = ContentType::csv;
    request.line_ending = ending;
    const RecordId job = fixture.create(request);
    fixture.add(job, "Name,Description\nA,\"a\r\nb\nc\"\n");
    fixture.org.run_until_idle();
    GetRecord get;
    get.object = "Account";
    get.id = "001RL0000000001";
    get.fields = {"Description"};
    std::string json = "\"";
    for (const char c : stored) json.append(c == '\r' ? "\\r" : c == '\n' ? "\\n" : std::string{c});
    CHECK(require_value(fixture.org.ask(get)).fields.front().second == json + "\"");
}

}  // namespace
}  // namespace rowlock
