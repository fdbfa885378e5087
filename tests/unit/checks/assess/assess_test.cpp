#include "checks/assess/assess.hpp"

#include "checks/report/json_report.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/assess/small_load.hpp"

namespace rowlock {
namespace {

using test::assessed;
using test::contact_request;
using test::contacts_of;
using test::Folder;

bool has_finding(const CheckReport& report, FindingRule rule) {
    return std::any_of(
        report.findings.begin(),
        report.findings.end(),
        [rule](const Finding& finding) { return finding.rule == rule; }
    );
}

TEST_CASE("a parent in two batches is a conflict with a witness") {
    const Folder folder;
    const std::string path = folder.write("c.csv", contacts_of({1, 2, 3, 1, 4, 4}));
    const CheckReport report = assessed(contact_request({path})).report;
    CHECK(report.verdict() == CheckVerdict::unsafe);
    CHECK(report.hard.keys == 1);
    CHECK(report.hard.pairs == 1U);
    CHECK(report.hard.overlapping_pairs == 3);
    REQUIRE(report.hard.witnesses.size() == 1);
    const ConflictWitness& witness = report.hard.witnesses.front();
    CHECK(witness.object == "Account");
    CHECK(witness.key.starts_with("001000000000001"));
    CHECK(witness.first.file == path);
    CHECK(witness.first.row == 1);
    CHECK(witness.first.line == 2);
    CHECK(witness.first.batch == 1);
    CHECK(witness.second.row == 4);
    CHECK(witness.second.batch == 2);
    CHECK_FALSE(witness.first_rule.empty());
    CHECK(has_finding(report, FindingRule::hard_conflict));
    CHECK(report.load.files.front().batches == 3);
}

TEST_CASE("the same rows sorted by parent are safe, each file cut on its own") {
    const Folder folder;
    const std::string a = folder.write("a.csv", contacts_of({1, 1, 2}));
    const std::string b = folder.write("b.csv", contacts_of({3, 3, 4}));
    const CheckReport report = assessed(contact_request({a, b})).report;
    CHECK(report.verdict() == CheckVerdict::safe);
    CHECK(report.load.parallel_batches == 4);
    CHECK_FALSE(has_finding(report, FindingRule::hard_conflict));
    REQUIRE(report.components);
    CHECK(report.components->all_fit);
    REQUIRE(report.bounds);
    CHECK(report.bounds->safe_batches_min);
    REQUIRE(report.skew.size() == 1);
    CHECK(report.skew.front().field == "Account");
    CHECK(report.skew.front().parents == 4);
}

TEST_CASE("serial batches of one job do not meet, those of Bulk API 2.0 are not serial") {
    const Folder folder;
    AssessRequest wanted = contact_request({folder.write("c.csv", contacts_of({1, 2, 1, 2}))});
    wanted.serial = true;
    wanted.bulk2 = false;
    CHECK(assessed(wanted).report.verdict() == CheckVerdict::safe);
    wanted.bulk2 = true;
    wanted.concurrency_mode_given = true;
    const CheckReport report = assessed(wanted).report;
    CHECK(report.verdict() == CheckVerdict::unsafe);
    CHECK(has_finding(report, FindingRule::concurrency_mode));
}

TEST_CASE("a load beside collides with a load that is safe alone") {
    const Folder folder;
    AssessRequest wanted = contact_request({folder.write("c.csv", contacts_of({1, 1}))});
    CHECK(assessed(wanted).report.verdict() == CheckVerdict::safe);
    const std::string beside = folder.write(
        "o.csv", "Name,StageName,CloseDate,AccountId\nO,New,2026-01-01,001000000000001\n"
    );
    wanted.input.loads.push_back({"Opportunity", WriteOperation::insert, "", {beside}, {}});
    const CheckReport report = assessed(wanted).report;
    CHECK(report.verdict() == CheckVerdict::unsafe);
    CHECK(report.load.loads == 2);
    CHECK(report.load.files.size() == 1);
    REQUIRE(report.hard.witnesses.size() == 1);
    CHECK(report.hard.witnesses.front().second.file == beside);
    CHECK(report.hard.witnesses.front().second.batch == 1);
}

TEST_CASE("owners are counted over all spellings of their ids") {
    const Folder folder;
    const std::string path = folder.write(
        "c.csv",
        "LastName,OwnerId\nA,005000000000001\nB,\"005000000000001\"\nC,005000000000001AAA\nD,\n"
    );
    const CheckReport report = assessed(contact_request({path})).report;
    const auto owner = std::find_if(
        report.skew.begin(), report.skew.end(), [](const SkewPart& part) { return part.owner; }
    );
    REQUIRE(owner != report.skew.end());
    CHECK(owner->rows == 3);
    CHECK(owner->parents == 1);
}

TEST_CASE("the verdict alone is the same verdict with nothing else") {
    const Folder folder;
    AssessRequest wanted = contact_request({folder.write("c.csv", contacts_of({1, 2, 1, 2}))});
    const CheckReport full = assessed(wanted).report;
    wanted.parts = AssessParts::none();
    const CheckReport bare = assessed(wanted).report;
    CHECK(bare.verdict() == full.verdict());
    CHECK(bare.hard.keys == full.hard.keys);
    CHECK_FALSE(bare.bounds);
    CHECK_FALSE(bare.forecast);
    CHECK(bare.skew.empty());
    CHECK(full.forecast);
}

TEST_CASE("a finished load's failures are explained by batches that really met") {
    const Folder folder;
    AssessRequest wanted = contact_request({folder.write("c.csv", contacts_of({1, 2, 1, 3}))});
    wanted.finished.times = folder.write(
        "times.csv",
        "batch,start,end\n1,2026-01-01T00:00:00Z,2026-01-01T00:01:00Z\n"
        "2,2026-01-01T00:00:30Z,2026-01-01T00:02:00Z\n"
    );
    wanted.finished.failed_results = folder.write("failed.csv", "row\n3\n4\n");
    const CheckReport met = assessed(wanted).report;
    REQUIRE(met.finished);
    CHECK(met.finished->rows_failed == 2);
    // Row 4 shares nothing, but is in one transaction with row 3.
    CHECK(met.finished->rows_explained == 2);
    CHECK(met.finished->rows_foreign == 0);
    CHECK(met.finished->overlapping_pairs == 1);
    wanted.finished.times = folder.write("apart.csv", "file,start,end\nc.csv,0,10\n");
    wanted.finished.failed_results = "";
    CHECK(assessed(wanted).report.finished->rows_failed == 0);
    wanted.finished.failed_results = folder.write("again.csv", "row\n3\n3\n3\n");
    CHECK(assessed(wanted).report.finished->rows_failed == 1);
    wanted.finished.times = folder.write("twice.csv", "batch,start,end\n2,0,10\n2,20,30\n");
    const auto twice = assess(wanted);
    REQUIRE_FALSE(twice.has_value());
    CHECK_THAT(twice.error().message, Catch::Contains("twice.csv: batch 2 ran twice"));
}

TEST_CASE("a finished update whose old accounts nobody told blames nobody else") {
    const Folder folder;
    AssessRequest wanted = contact_request({}, 1);
    wanted.input.loads = {
        {"Contact",
         WriteOperation::update,
         "",
         {folder.write(
             "u.csv",
             "Id,AccountId\n003000000000001,001000000000001\n003000000000002,001000000000002\n"
         )},
         {}}};
    wanted.finished.times = folder.write("t.csv", "batch,start,end\n1,0,10\n2,5,15\n");
    wanted.finished.failed_results = folder.write("failed.csv", "row\n1\n");
    const CheckReport open = assessed(wanted).report;
    CHECK(open.finished->rows_foreign == 0);
    CHECK(open.finished->rows_undecided == 1);
    wanted.input.references = {
        {"Contact",
         {folder.write(
             "r.csv",
             "Id,AccountId\n003000000000001,001000000000003\n003000000000002,001000000000004\n"
         )},
         {}}};
    const CheckReport known = assessed(wanted).report;
    CHECK(known.finished->rows_foreign == 1);
    CHECK(known.finished->rows_undecided == 0);
}

TEST_CASE("an unknown object is refused by name") {
    const Folder folder;
    AssessRequest wanted = contact_request({folder.write("c.csv", contacts_of({1}))});
    wanted.input.loads.front().object = "Unheard";
    const auto result = assess(wanted);
    REQUIRE_FALSE(result);
    CHECK_THAT(result.error().message, Catch::Contains("Unheard"));
}

TEST_CASE("the report does not depend on threads") {
    rc::prop("one thread, two threads", [] {
        const auto accounts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 8));
        const Folder folder;
        AssessRequest wanted = contact_request(
            {folder.write("c.csv", contacts_of(accounts))}, *rc::gen::inRange(1U, 5U)
        );
        wanted.input.threads = 1;
        const std::string one = check_report_json(assessed(wanted).report);
        wanted.input.threads = 2;
        RC_ASSERT(check_report_json(assessed(wanted).report) == one);
    });
}

TEST_CASE("a column that nothing is read from takes the proof away") {
    const Folder folder;
    const std::string id = "001000000000001";
    const auto header = GENERATE(
        "LastName,Account.Nothing__c\n", "AccountId,AccountId\n", "AccountId,Account.Code__c\n"
    );
    CAPTURE(header);
    std::string rows = header;
    rows += "001000000000007," + id + "\n001000000000008," + id + '\n';
    const auto judged = [&](std::uint32_t batch_rows) {
        AssessRequest request = contact_request({folder.write("c.csv", rows)}, batch_rows);
        request.parts = AssessParts::none();
        return assessed(request).report;
    };
    const CheckReport report = judged(1);
    CHECK(report.verdict() == CheckVerdict::incomplete);
    CHECK(has_finding(report, FindingRule::unresolved_lookup));
    REQUIRE(report.unresolved.size() == 1);
    CHECK(report.unresolved.front().rows == 2);
    CHECK(report.unresolved.front().certain);
    CHECK(judged(2).verdict() == CheckVerdict::safe);
}

TEST_CASE("deletes of rows with children prove nothing that no file can tell") {
    const Folder folder;
    const std::string path =
        folder.write("a.csv", "Id\n001000000000001\n001000000000002\n001000000000003\n");
    AssessRequest wanted = contact_request({path});
    wanted.input.loads.front().object = "Account";
    wanted.input.loads.front().operation = WriteOperation::remove;
    const CheckReport report = assessed(wanted).report;
    CHECK(report.verdict() == CheckVerdict::incomplete);
    CHECK(has_finding(report, FindingRule::unresolved_lookup));
    const auto part = std::find_if(
        report.unresolved.begin(),
        report.unresolved.end(),
        [](const UnresolvedPart& each) { return each.path == "Account" && each.rows == 3; }
    );
    REQUIRE(part != report.unresolved.end());
    CHECK(part->certain);
    CHECK(part->meaning.find("AccountContactRelation") != std::string::npos);
}

TEST_CASE("without a proof nothing else claims one") {
    const Folder folder;
    AssessRequest request =
        contact_request({folder.write("c.csv", "LastName,Odd__c\nC,1\nC,1\n")}, 1);
    const CheckReport open = assessed(request).report;
    REQUIRE(open.forecast);
    for (const ForecastCell& cell : open.forecast->cells)
        CHECK(cell.method != ForecastMethod::proof);
    CHECK(open.forecast->highest_rate == 0.0);
    REQUIRE(open.bounds);
    CHECK_FALSE(open.bounds->keys_known);
    request.batch_rows = 2;
    const CheckReport alone = assessed(request).report;
    CHECK(alone.forecast->cells.front().method == ForecastMethod::proof);
    CHECK(alone.bounds->keys_known);
}

/// A plan with all rows of a file in one batch.
PlanFile plan_of_one(std::uint32_t rows, BatchLane lane) {
    PlanFile plan;
    plan.batches.resize(1);
    plan.batches[0].rows = {{0, rows}};
    plan.batches[0].size.rows = rows;
    plan.batches[0].lane = lane;
    return plan;
}

TEST_CASE("a large job of Bulk API 2.0 is judged as the pieces that it is worked off in") {
    const Folder folder;
    const std::string path = folder.write("c.csv", contacts_of(std::vector<int>(20'001, 1)));
    AssessRequest wanted = contact_request({path}, 30'000);
    wanted.parts = AssessParts::none();
    const auto judge = [&] {
        const CheckReport report = assessed(wanted).report;
        CHECK(report.verdict() == (wanted.bulk2 ? CheckVerdict::unsafe : CheckVerdict::safe));
        CHECK(has_finding(report, FindingRule::cut_job) == wanted.bulk2);
        CHECK(report.load.batches() == (wanted.bulk2 ? 3U : 1U));
        CHECK(report.hard.overlapping_pairs == (wanted.bulk2 ? 3U : 0U));
    };
    for (const bool bulk2 : {true, false}) {
        wanted.bulk2 = bulk2;
        wanted.plan.reset();
        judge();
        for (const auto lane : {BatchLane::parallel, BatchLane::feed, BatchLane::serial}) {
            wanted.plan = plan_of_one(20'001, lane);
            judge();
        }
    }
}

TEST_CASE("pieces of one job do not meet jobs that it is held apart from") {
    const Folder folder;
    std::vector<int> accounts(10'000, 1);
    accounts.push_back(2);
    accounts.push_back(1);
    const std::string path = folder.write("c.csv", contacts_of(accounts));
    AssessRequest wanted = contact_request({path});
    wanted.parts = AssessParts::none();
    wanted.plan = plan_of_one(10'001, BatchLane::feed);
    wanted.plan->batches.resize(2);
    PlanFileBatch& other = wanted.plan->batches[1];
    other.rows = {{10'001, 1}};
    other.size.rows = 1;
    other.lane = BatchLane::feed;
    CHECK(assessed(wanted).report.verdict() == CheckVerdict::unsafe);
    other.conflicts = {{0, 1}};
    wanted.plan->batches[0].conflicts = {{1, 1}};
    const CheckReport held = assessed(wanted).report;
    CHECK(held.verdict() == CheckVerdict::safe);
    CHECK(held.load.feed_batches == 3);
    CHECK(has_finding(held, FindingRule::cut_job));
}

}  // namespace
}  // namespace rowlock
