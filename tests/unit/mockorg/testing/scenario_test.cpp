#include "mockorg/testing/scenario.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Result<std::string> no_files(std::string_view) {
    return fail(ErrorCode::bad_file, "no file here");
}

Result<Scenario> parse(const std::string& text) {
    return parse_scenario(text, "test.lock", no_files);
}

/// The error without the file's name; empty for a good scenario.
std::string error(const std::string& text) {
    const auto scenario = parse(text);
    if (scenario) return {};
    CHECK(scenario.error().code == ErrorCode::bad_file);
    const std::string& message = scenario.error().message;
    CHECK(message.starts_with("test.lock:"));
    return message.substr(std::string{"test.lock:"}.size());
}

template <class Action>
const Action& action(const Scenario& scenario, std::size_t index) {
    REQUIRE(index < scenario.statements.size());
    const auto* found = std::get_if<Action>(&scenario.statements[index].action);
    REQUIRE(found != nullptr);
    return *found;
}

TEST_CASE("settings change the profile they stand after") {
    const auto scenario = parse(
        "# a comment\n"
        "profile seed\n"
        "seeds 3 4\n"
        "workers 7\nchunk-rows 50\nhold 12s\nhold-fixed-share 20%\nrest-hold 1h\npre-lock "
        "0s\noverhead 250ms\nlock-wait "
        "3s\n"
        "requeue-delay 10s\nrequeues-max 2\nlock-failures-max 5\nlock-failure-scope row\nmay-rules "
        "on\n"
        "bulk2-serial honour\n"
    );
    REQUIRE(scenario.has_value());
    const Profile& profile = scenario->config.profile;
    CHECK(scenario->seeds == std::vector<std::uint64_t>{3, 4});
    CHECK(profile.name == "seed");
    CHECK(profile.workers == 7);
    CHECK(profile.chunk_rows == 50);
    CHECK(profile.hold.mean_seconds == 12.0);
    CHECK(profile.hold.variation == 0.0);
    CHECK(profile.hold_fixed_share == 0.2);
    CHECK(profile.rest_hold.mean_seconds == 3600.0);
    CHECK(profile.pre_lock == Duration{0});
    CHECK(profile.batch_overhead == seconds(0.25));
    CHECK(profile.lock_wait == seconds(3));
    CHECK(profile.requeue_delay == seconds(10));
    CHECK(profile.requeues_max == 2);
    CHECK(profile.lock_failures_max == 5);
    CHECK(profile.lock_failure_scope == LockFailureScope::row);
    CHECK(profile.may_rules_lock);
    CHECK(scenario->config.bulk2_serial == Bulk2Serial::honour);
}

TEST_CASE("without settings a scenario has the typical profile and seed 1") {
    const auto scenario = parse("");
    REQUIRE(scenario.has_value());
    CHECK(scenario->config.profile.name == "typical");
    CHECK(scenario->seeds == std::vector<std::uint64_t>{1});
    CHECK(scenario->statements.empty());
    CHECK(parse("hold 5s cv 1.5\n")->config.profile.hold.variation == 1.5);
}

TEST_CASE("records, jobs and writes") {
    const auto scenario = parse(
        "record Acme Account Name=\"Acme Inc\" Industry=Energy\r\n"
        "records C 3 Contact LastName=\"C {n}\" AccountId=@Acme ReportsToId=\"in turn C\"\n"
    );
    // C is not known in its own line.
    REQUIRE_FALSE(scenario.has_value());
    CHECK(scenario.error().message == "test.lock:2: expected a record's name (Acme), found 'C'");

    const auto good = parse(
        "record Acme Account Name=\"Acme Inc\"\n"
        "records C 3 Contact LastName=\"C {n}\" AccountId=@Acme\n"
        "job One update Contact\n  Id,LastName\n  @C2,Smith\n\nend\n"
        "jobs J 5 upsert Opportunity key Key__c serial rows 20 every 4.05s jitter 50%\n"
        "  Name = Deal {n}, {job}\n"
        "  # a comment\n"
        "  ContactId = uniform C\n"
        "end\n"
        "abort J3\n"
        "write W update Contact C1 LastName=\"New Name\" AccountId=@Acme\n"
    );
    INFO((good ? std::string{} : good.error().message));
    REQUIRE(good.has_value());
    const auto& records = action<CreateRecords>(*good, 1);
    CHECK(records.count == 3);
    CHECK(records.columns[0].value.text == "C {n}");
    CHECK(records.columns[1].value.record == LabelRef{"Acme", std::nullopt});
    const auto& one = action<StartJobs>(*good, 2);
    CHECK(one.csv == "Id,LastName\n@C2,Smith\n\n");
    CHECK(one.csv_names.at("C2") == LabelRef{"C", 1});
    const auto& jobs = action<StartJobs>(*good, 3);
    CHECK(jobs.count == 5);
    CHECK(jobs.operation == "upsert");
    CHECK(jobs.external_id_field == "Key__c");
    CHECK(jobs.serial);
    CHECK(jobs.rows == 20);
    CHECK(jobs.interval == seconds(4.05));
    CHECK(jobs.jitter == 0.5);
    REQUIRE(jobs.columns.size() == 2);
    CHECK(jobs.columns[0].value.text == "Deal {n}, {job}");
    CHECK(jobs.columns[1].kind == ColumnRule::Kind::uniform);
    CHECK(good->statements[3].line == 8);
    CHECK(action<AbortJob>(*good, 4).job == LabelRef{"J", 2});
    const auto& write = action<StartWrite>(*good, 5);
    CHECK(write.target == LabelRef{"C", 0});
    CHECK(write.fields[0].second.text == "New Name");
}

TEST_CASE("expectations") {
    const auto scenario = parse(
        "record Acme Account Name=Acme\n"
        "jobs J 2 insert Account rows 1\n Name = x\nend\n"
        "write W insert Account Name=x\n"
        "expect all failed 9%..13%\n"
        "expect J1 processed at least 5\n"
        "expect J ended 30s..40s\n"
        "expect J failed multiple of 200\n"
        "expect J state JobComplete\n"
        "expect J error contains some text \n"
        "expect lock Acme waiting J2 J1\n"
        "expect query at most 7 SELECT Id FROM Account\n"
        "expect W failed LOCK\n"
        "expect J lost whole chunks\n"
    );
    INFO((scenario ? std::string{} : scenario.error().message));
    REQUIRE(scenario.has_value());
    const auto expected = [&](std::size_t index) {
        return action<Expectation>(*scenario, index + 3);
    };
    const auto share = std::get<ExpectFigure>(expected(0));
    CHECK_FALSE(share.job.label.has_value());
    CHECK(share.unit == ExpectFigure::Unit::share);
    CHECK(share.range.holds(0.09));
    CHECK(share.range.holds(0.13));
    CHECK_FALSE(share.range.holds(0.1301));
    const auto least = std::get<ExpectFigure>(expected(1));
    CHECK(least.figure == JobFigure::processed);
    CHECK(least.range.holds(5.0));
    CHECK(least.range.holds(1e9));
    CHECK_FALSE(least.range.holds(4.0));
    CHECK(std::get<ExpectFigure>(expected(2)).unit == ExpectFigure::Unit::seconds);
    CHECK(std::get<ExpectFigure>(expected(3)).unit == ExpectFigure::Unit::multiple);
    CHECK(std::get<ExpectState>(expected(4)).state == JobState::job_complete);
    CHECK(std::get<ExpectText>(expected(5)).text == "some text");
    CHECK(std::get<ExpectLock>(expected(6)).jobs == std::vector<LabelRef>{{"J", 1}, {"J", 0}});
    const auto query = std::get<ExpectQuery>(expected(7));
    CHECK(query.soql == "SELECT Id FROM Account");
    CHECK(query.range.holds(0.0));
    CHECK_FALSE(query.range.holds(8.0));
    CHECK(std::get<ExpectWrite>(expected(8)).outcome == ExpectWrite::Outcome::failed);
    CHECK(std::holds_alternative<ExpectWholeChunks>(expected(9)));
}

TEST_CASE("foreign writers") {
    const auto scenario = parse(
        "record Acme Account Name=Acme\n"
        "foreign Ann\n"
        "  \"kind\": \"user\", \"object\": \"Account\", // all of them\n"
        "  \"hold\": \"45s\"\n"
        "end\n"
        "expect lock Acme held by Ann\n"
        "expect Ann given-up at most 3\n"
        "stop Ann\n"
    );
    REQUIRE(scenario);
    REQUIRE(scenario->statements.size() == 5);
    const auto& ann = action<StartForeign>(*scenario, 1);
    CHECK(ann.label.label == "Ann");
    CHECK(ann.writer.name == "Ann");
    CHECK(ann.writer.hold->mean == seconds(45));
    const auto& held = std::get<ExpectLock>(action<Expectation>(*scenario, 2));
    CHECK(held.jobs.at(0).label == "Ann");
    const auto& did = std::get<ExpectForeign>(action<Expectation>(*scenario, 3));
    CHECK(did.figure == ForeignFigure::given_up);
    CHECK(did.range.high == 3.0);
    CHECK(action<StopForeign>(*scenario, 4).label.label == "Ann");
}

TEST_CASE("errors name the line, what was expected and what was found") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"nonsense 5\n", "1: expected a setting or a statement, found 'nonsense'"},
        {"run\nworkers 5\n",
         "2: expected record, records, job, jobs, abort, write, foreign, stop, at, advance, run or "
         "expect, found "
         "'workers'"},
        {"workers 0\n", "1: expected workers from 1 to 1000000, found '0'"},
        {"workers\n", "1: expected workers, found the end of the line"},
        {"workers 5 6\n", "1: expected the end of the line, found '6'"},
        {"workers 5\nprofile seed\n",
         "2: expected profile as the first setting, because it sets all others, found 'profile'"},
        {"profile nope\n",
         "1: there is no profile 'nope'; there are typical, lean, heavy, seed, adversarial"},
        {"hold 5\n",
         "1: expected a mean duration, a duration such as 12s, 500ms, 2m or 1h, found '5'"},
        {"hold 0s cv 1\n", "1: expected a mean above 0s with cv, found '0s'"},
        {"hold 1s cv -1\n",
         "1: expected a coefficient of variation from 0 to 10, found '-1.000000'"},
        {"bulk2-serial maybe\n", "1: bulk2-serial is reject, ignore or honour, not 'maybe'"},
        {"lock-failure-scope job\n", "1: expected chunk or row, found 'job'"},
        {"schema x.json\n", "1: no file here"},
        {"\n\nat noon\n",
         "3: expected a time, a duration such as 12s, 500ms, 2m or 1h, found 'noon'"},
        {"run\nrecord A Account Name=x\n",
         "2: expected records before anything else happens, found 'record'"},
        {"record A Account\n", "1: expected Field=value, found the end of the line"},
        {"record A Account Name\n", "1: expected Field=value, found 'Name'"},
        {"record 1A Account Name=x\n",
         "1: expected a name of letters, digits and _ (a group's does not end in a digit), found "
         "'1A'"},
        {"records A1 3 Account Name=x\n",
         "1: expected a name of letters, digits and _ (a group's does not end in a digit), found "
         "'A1'"},
        {"record all Account Name=x\n",
         "1: expected a name of letters, digits and _ (a group's does not end in a digit), found "
         "'all'"},
        {"record A Account Name=x\nrecord A Account Name=x\n",
         "2: expected a name that is not taken, found 'A'"},
        {"record A Account Name=x ParentId=@A\n",
         "1: expected @ and the name of one record (none), found '@A'"},
        {"records A 2 Account Name=x\nrecord B Account ParentId=@A\n",
         "2: expected @ and the name of one record (A), found '@A'"},
        {"records A 0 Account Name=x\n",
         "1: expected a number of records from 1 to 1000000, found '0'"},
        {"job J merge Account\nend\n",
         "1: expected insert, update, upsert, delete or hardDelete, found 'merge'"},
        {"job J insert Account every 1s\nend\n",
         "1: expected key, bulk1, serial or rows, found 'every'"},
        {"job J insert Account\nName\nx\n",
         "1: expected CSV lines and then `end`, found the end of the file"},
        {"job J insert Contact\nAccountId\n@Acme\nend\n",
         "3: expected @ and the name of one record (none), found '@Acme'"},
        {"job J insert Account rows 5\nend\n",
         "1: expected columns such as Name = Deal {n}, found 'end'"},
        {"job J insert Account rows 5\nName x\nend\n", "2: expected =, found 'x'"},
        {"job J insert Account rows 5\nName = uniform A\nend\n",
         "2: expected a record's name (none), found 'A'"},
        {"jobs J 1000000 insert Account rows 1000\n",
         "1: expected at most 20,000,000 rows in all, found '1000'"},
        {"write W upsert Account\n", "1: expected insert, update or delete, found 'upsert'"},
        {"write W update Account Acme\n", "1: expected a record's name (none), found 'Acme'"},
        {"abort J\n", "1: expected a job's name (none), found 'J'"},
        {"expect\n",
         "1: expected lock, query, all, or the name of a job or write, found the end of the line"},
        {"expect J failed 1\n",
         "1: expected lock, query, all, a job (none), a write (none) or a foreign writer (none), "
         "found 'J'"},
        {"expect all state Done\n",
         "1: expected Open, UploadComplete, InProgress, JobComplete, Failed, Aborted or Closed, "
         "found 'Done'"},
        {"expect all failed\n",
         "1: expected a number, A..B, at least A or at most A, found the end of the line"},
        {"expect all failed 1..x\n",
         "1: expected a number, A..B, at least A or at most A, found '1..x'"},
        {"expect all failed 5s\n",
         "1: expected a number, A..B, at least A or at most A, found '5s'"},
        {"expect all failed 9%..13\n",
         "1: expected a number, A..B, at least A or at most A, found '9%..13'"},
        {"expect all failed 5..4\n",
         "1: expected a number, A..B, at least A or at most A, found '5..4'"},
        {"expect all failed at least 4..5\n",
         "1: expected a number, A..B, at least A or at most A, found '4..5'"},
        {"expect all failed at 5\n", "1: expected least or most, found '5'"},
        {"expect query 5% SELECT Id FROM Account\n",
         "1: expected a range of whole numbers, found 'percent'"},
        {"expect all ended 5\n",
         "1: expected a duration, or a range of durations such as 30s..40s, found '5'"},
        {"expect all won 5\n",
         "1: expected state, processed, failed, created, updated, unprocessed, retries, ended, "
         "lost whole chunks, error, message or refused, found 'won'"},
        {"foreign Ann\n", "1: expected members as JSON and then `end`, found the end of the file"},
        {"foreign Ann\n\"kind\": \"ghost\"\nend\n",
         "1: expected a foreign writer as JSON, found ''kind' must be one of user, integration, "
         "scheduled, automation'"},
        {"stop Ann\n", "1: expected a foreign writer's name (none), found 'Ann'"},
        {"foreign Ann\n\"kind\": \"scheduled\", \"object\": \"Account\"\nend\nexpect Ann won 1\n",
         "4: expected runs, committed, records, waits, timeouts, deadlocks, retries or given-up, "
         "found 'won'"},
        {"expect query 1\n", "1: expected a query, found the end of the line"},
        {"expect lock Acme free\n", "1: expected a record's name (none), found 'Acme'"},
        {"record \"A Account Name=x\n", "1: expected a closing quote, found the end of the line"},
    }));
    CAPTURE(text);
    CHECK(error(text) == message);
}

TEST_CASE("a group cannot stand where one thing is meant") {
    const std::string head =
        "records A 2 Account Name=x\njobs J 2 insert Account rows 1\nName = x\nend\n";
    CHECK(error(head + "abort J\n") == "5: expected one of them, such as J1, found 'J'");
    CHECK(error(head + "expect lock A free\n") == "5: expected one of them, such as A1, found 'A'");
    CHECK(
        error(head + "job K insert Contact rows 1\nAccountId = uniform A1\nend\n") ==
        "6: expected a whole group, found 'uniform A1'"
    );
}

TEST_CASE("a refusal that is expected is allowed") {
    const auto scenario =
        parse("jobs J 2 insert Account serial rows 1\nName = x\nend\nexpect J2 refused serial\n");
    REQUIRE(scenario.has_value());
    CHECK(action<StartJobs>(*scenario, 0).may_be_refused);
}

TEST_CASE("whatever a file holds, there is a scenario or an error") {
    rc::prop("no crash on lines made of the format's own words", [] {
        const auto word = rc::gen::element<std::string>(
            "record",
            "records",
            "job",
            "jobs",
            "foreign",
            "stop",
            "write",
            "expect",
            "at",
            "run",
            "A",
            "A1",
            "J",
            "5",
            "10s",
            "50%",
            "=",
            "Name=x",
            "@A",
            "uniform",
            "rows",
            "end",
            "\n",
            "\n",
            "\n",
            "\"",
            "insert",
            "Account",
            "failed",
            "all",
            "lock",
            "held",
            "by",
            "seeds",
            "hold",
            "cv",
            "at",
            "least",
            "9..10",
            "#",
            "\r\n",
            "\xff"
        );
        const auto words = *rc::gen::container<std::vector<std::string>>(word);
        std::string text;
        for (const std::string& each : words) text.append(each).append(" ");
        const auto scenario = parse(text);
        if (!scenario) RC_ASSERT(scenario.error().message.starts_with("test.lock:"));
    });
}

TEST_CASE("a file that cannot be read is an error") {
    CHECK(
        load_scenario("fixtures/scenarios/none.lock").error().message ==
        "cannot read fixtures/scenarios/none.lock: no such file"
    );
}

}  // namespace
}  // namespace rowlock
