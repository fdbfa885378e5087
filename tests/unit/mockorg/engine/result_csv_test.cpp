#include "mockorg/engine/result_csv.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <set>

namespace rowlock {
namespace {

struct ResultCsvFixture : OrgFixture {
    std::string text(const RecordId& job, JobResultKind kind) {
        return read_all(require_value(org.ask(GetJobResults{job, kind})));
    }

    RecordId run(
        const std::string& object,
        const std::string& operation,
        std::string csv,
        CsvFormat format = {}
    ) {
        BulkJobSettings settings;
        settings.format = format;
        const RecordId job = load(object, operation, std::move(csv), settings);
        org.run_until_idle();
        return job;
    }
};

TEST_CASE_METHOD(
    ResultCsvFixture,
    "successful rows: quoted sf__ names, the header as it came, every value quoted"
) {
    const RecordId job =
        run("Account",
            "insert",
            "name,Industry,NumberOfEmployees,Phone\nAcme,\"Oil \"\"and\"\" Gas\",2676,\n");
    CHECK(
        text(job, JobResultKind::successful) ==
        "\"sf__Id\",\"sf__Created\",name,Industry,NumberOfEmployees,Phone\n"
        "\"001RL0000000001YAA\",\"true\",\"Acme\",\"Oil \"\"and\"\" Gas\",\"2676\",\"\"\n"
    );
}

TEST_CASE_METHOD(ResultCsvFixture, "a quoted header stays quoted") {
    const RecordId job = run("Account", "insert", "\"Name\",\"Industry\"\nAcme,Energy\n");
    CHECK(text(job, JobResultKind::failed) == "\"sf__Id\",\"sf__Error\",\"Name\",\"Industry\"\n");
}

TEST_CASE_METHOD(
    ResultCsvFixture,
    "doubles come back in Java's notation where they were saved, raw where they were not"
) {
    const RecordId job = run(
        "Account", "insert", "Name,AnnualRevenue\nAcme,912260031\nSmall,5\nNone,\n,7\nNull,#N/A\n"
    );
    const CsvTable saved = results(job, JobResultKind::successful);
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t row = 0; row < saved.rows.size(); ++row) {
        seen.emplace(saved.at(row, "Name"), saved.at(row, "AnnualRevenue"));
    }
    CHECK(
        seen ==
        std::set<std::pair<std::string, std::string>>{
            {"Acme", "9.12260031E8"}, {"Small", "5.0"}, {"None", ""}, {"Null", "#N/A"}}
    );
    CHECK(results(job, JobResultKind::failed).at(0, "AnnualRevenue") == "7");
}

TEST_CASE_METHOD(ResultCsvFixture, "failed rows: no id, the error, and the values as they came") {
    const RecordId job =
        run("Contact", "insert", "LastName,Birthdate\n\"Smith, Ann\",2003-04-31\n");
    CHECK(
        text(job, JobResultKind::failed) ==
        "\"sf__Id\",\"sf__Error\",LastName,Birthdate\n"
        "\"\",\"INVALID_FIELD:Failed to deserialize field at col 1. Due to, '2003-04-31' is not a "
        "valid value for the "
        "type xsd:date:Birthdate --\",\"Smith, Ann\",\"2003-04-31\"\n"
    );
}

TEST_CASE_METHOD(ResultCsvFixture, "a row whose quotes are broken comes back whole") {
    const RecordId job = run("Account", "insert", "Name,Phone\n\"Acme\" Inc,1\nGood,2\n");
    const CsvTable failed = results(job, JobResultKind::failed);
    REQUIRE(failed.rows.size() == 1);
    CHECK(failed.at(0, "Name") == "\"Acme\" Inc,1");
    CHECK(failed.at(0, "Phone").empty());
    CHECK(this->job(job).rows_processed == 2);
}

TEST_CASE_METHOD(
    ResultCsvFixture, "a row with more values than the header has names comes back whole"
) {
    const RecordId job = run("Account", "insert", "Name\ny,z\nGood\n");
    const CsvTable failed = results(job, JobResultKind::failed);
    REQUIRE(failed.rows.size() == 1);
    CHECK(failed.at(0, "Name") == "y,z");
    CHECK(this->job(job).rows_processed == 2);
}

TEST_CASE_METHOD(ResultCsvFixture, "updated, upserted and deleted rows were not created") {
    const std::string acme = account("Acme");
    CHECK(
        results(
            run("Account", "update", "Id,Industry\n" + acme + ",Energy\n"),
            JobResultKind::successful
        )
            .at(0, "sf__Created") == "false"
    );
    const CsvTable removed =
        results(run("Account", "delete", "Id\n" + acme + "\n"), JobResultKind::successful);
    CHECK(removed.at(0, "sf__Created") == "false");
    CHECK(removed.at(0, "sf__Id") == acme);
}

TEST_CASE_METHOD(ResultCsvFixture, "unprocessed rows: the raw header and the raw rows") {
    // The job is aborted while its first chunk runs.
    std::string csv = "Name,Industry\n";
    for (int i = 0; i < 200; ++i) csv += "Written,\n";
    const RecordId job = load("Account", "insert", csv + "Acme,\"Oil\"\nB,\n");
    REQUIRE(org.ask(SetJobState{job, "Aborted"}).has_value());
    org.run_until_idle();
    const std::string body = text(job, JobResultKind::unprocessed);
    CHECK(body.starts_with("Name,Industry\n"));
    CHECK(body.find("Acme,\"Oil\"\n") != std::string::npos);
    CHECK(body.find("B,\n") != std::string::npos);
    CHECK(body.find("Written") == std::string::npos);
}

TEST_CASE_METHOD(ResultCsvFixture, "results keep the job's delimiter and line end") {
    const RecordId job =
        run("Account", "insert", "Name|Phone\r\nA|1\r\n", {Delimiter::pipe, LineEnding::crlf});
    CHECK(
        text(job, JobResultKind::successful) ==
        "\"sf__Id\"|\"sf__Created\"|Name|Phone\r\n\"001RL0000000001YAA\"|\"true\"|\"A\"|\"1\"\r\n"
    );
}

TEST_CASE_METHOD(ResultCsvFixture, "a short row is filled up") {
    const RecordId job = run("Account", "insert", "Name,Phone\nA\n");
    CHECK(text(job, JobResultKind::successful).ends_with("\"A\",\"\"\n"));
}

TEST_CASE_METHOD(ResultCsvFixture, "a job without any data has empty bodies") {
    const RecordId job = run("Account", "insert", "");
    CHECK(this->job(job).state == JobState::job_complete);
    for (const auto kind :
         {JobResultKind::successful, JobResultKind::failed, JobResultKind::unprocessed}) {
        CHECK(text(job, kind).empty());
    }
}

TEST_CASE_METHOD(ResultCsvFixture, "each row comes once, in an order that is not the upload's") {
    std::string csv = "Name,Phone\n";
    std::vector<std::string> uploaded;
    for (int i = 0; i < 1000; ++i) {
        uploaded.push_back("Account " + std::to_string(i));
        csv.append(uploaded.back() + ",\n");
    }
    const RecordId job = run("Account", "insert", csv);
    const CsvTable saved = results(job, JobResultKind::successful);
    std::vector<std::string> returned;
    std::set<std::string> ids;
    for (std::size_t row = 0; row < saved.rows.size(); ++row) {
        returned.emplace_back(saved.at(row, "Name"));
        ids.emplace(saved.at(row, "sf__Id"));
    }
    CHECK(ids.size() == 1000);
    CHECK(returned != uploaded);
    CHECK(std::is_permutation(returned.begin(), returned.end(), uploaded.begin(), uploaded.end()));
    // Asked again, the same file.
    CHECK(text(job, JobResultKind::successful) == text(job, JobResultKind::successful));
}

TEST_CASE_METHOD(ResultCsvFixture, "the same rows of two jobs come in two orders") {
    std::string csv = "Name\n";
    for (int i = 0; i < 400; ++i) csv.append("Account " + std::to_string(i) + "\n");
    const auto names = [&](const RecordId& job) {
        const CsvTable saved = results(job, JobResultKind::successful);
        std::vector<std::string> found;
        for (std::size_t row = 0; row < saved.rows.size(); ++row)
            found.emplace_back(saved.at(row, "Name"));
        return found;
    };
    CHECK(names(run("Account", "insert", csv)) != names(run("Account", "insert", csv)));
}

TEST_CASE_METHOD(
    ResultCsvFixture,
    "a large file comes whole, whether its pieces are collected or sent one by one"
) {
    std::string csv = "Name,Description\n";
    for (int i = 0; i < 3000; ++i) csv.append("A," + std::string(300, 'x') + "\n");
    const RecordId job = run("Account", "insert", csv);
    const BodySource source = require_value(org.ask(GetJobResults{job, JobResultKind::successful}));
    std::string joined;
    std::size_t pieces = 1;
    for (std::string piece;; piece.clear(), ++pieces) {
        const bool more = source(piece);
        joined.append(piece);
        if (!more) break;
    }
    CHECK(pieces > 2);
    CHECK(joined == text(job, JobResultKind::successful));
    CHECK(require_value(parse_csv_table(joined)).rows.size() == 3000);
}

TEST_CASE_METHOD(ResultCsvFixture, "a result file shows the moment it was asked for") {
    const RecordId job = run("Account", "insert", "Name\nAcme\n");
    const BodySource source = require_value(org.ask(GetJobResults{job, JobResultKind::successful}));
    REQUIRE(org.ask(DeleteJob{job}).has_value());
    CHECK(read_all(source).ends_with("\"true\",\"Acme\"\n"));
}

TEST_CASE_METHOD(ResultCsvFixture, "the three files of a job are its upload, row by row") {
    rc::prop("successful, failed and unprocessed add up", [] {
        ResultCsvFixture fixture;
        const auto kinds = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3));
        const auto abort_after = *rc::gen::inRange(0, 12);
        std::string csv = "Name,NumberOfEmployees\n";
        std::multiset<std::string> uploaded;
        for (std::size_t i = 0; i < kinds.size() * 10; ++i) {
            const std::string name = "A" + std::to_string(i);
            uploaded.insert(name);
            csv.append(name).append(kinds[i / 10] == 0 ? ",x\n" : ",1\n");
        }
        const RecordId job = fixture.load("Account", "insert", csv);
        fixture.org.advance(seconds(abort_after));
        static_cast<void>(fixture.org.ask(SetJobState{job, "Aborted"}));
        fixture.org.run_until_idle();
        std::multiset<std::string> returned;
        for (const auto kind :
             {JobResultKind::successful, JobResultKind::failed, JobResultKind::unprocessed}) {
            const CsvTable table = fixture.results(job, kind);
            for (std::size_t row = 0; row < table.rows.size(); ++row)
                returned.emplace(table.at(row, "Name"));
        }
        RC_ASSERT(returned == uploaded);
    });
}

}  // namespace
}  // namespace rowlock
