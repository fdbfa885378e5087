#include "harness/cleanup/deletion_journal.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <fstream>
#include <map>
#include <sstream>

namespace rowlock {
namespace {

const std::vector<DeletionTarget> k_targets{{{"Contact", "LastName LIKE 'w-%'"}, nullptr}};

/// Jobs that go through their states, one a question; the last one stays.
struct ScriptedJobs {
    std::map<std::string, std::vector<std::string>> states;
    std::vector<std::string> asked;
    int pauses = 0;

    OrgQuestions org() {
        OrgQuestions questions;
        questions.ask = [this](const HttpRequest& request) -> Result<HttpResponse> {
            const std::string id = request.target.substr(request.target.rfind('/') + 1);
            asked.push_back(request.method + ' ' + id);
            HttpResponse answer;
            const auto job = states.find(id);
            if (job == states.end()) {
                answer.status = 404;
                answer.body = R"([{"errorCode":"NOT_FOUND","message":"gone"}])";
                return answer;
            }
            answer.status = 200;
            answer.body = R"({"id":")" + id +
                          R"(","object":"Contact","numberRecordsProcessed":9,)" +
                          R"("numberRecordsFailed":2,"state":")" + job->second.front() +
                          R"(","createdDate":"2026-01-01T00:00:00.000+0000",)"
                          R"("systemModstamp":"2026-01-01T00:00:00.000+0000"})";
            if (job->second.size() > 1) job->second.erase(job->second.begin());
            return answer;
        };
        questions.pause = [this](Duration) -> Result<void> {
            ++pauses;
            return {};
        };
        return questions;
    }
};

std::string line_of(unsigned place, const std::string& job) {
    return R"({"pass":[0,0],"place":[0,)" + std::to_string(place) + R"(],"job":")" + job + "\"}\n";
}

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

TEST_CASE("a resumed deletion waits for the jobs of the run before, and begins a new diary") {
    const test::Folder folder;
    const std::string path = folder.path("journal");
    const JournalHeader header = deletion_header(k_targets, false, "http://org");
    REQUIRE(begin_deletion_journal(path, header));
    const std::string first_line = text_of(path);
    std::ofstream{path, std::ios::app} << line_of(0, "750000000000001AAA")
                                       << line_of(10, "750000000000002AAA")
                                       << line_of(20, "750000000000003AAA");
    ScriptedJobs jobs;
    jobs.states["750000000000001AAA"] = {"InProgress", "InProgress", "JobComplete"};
    jobs.states["750000000000002AAA"] = {"Open", "Aborted"};
    const auto resumed = resume_deletion_journal(path, header, jobs.org());
    if (!resumed) FAIL(resumed.error().message);
    CHECK(
        jobs.asked ==
        std::vector<std::string>{
            "GET 750000000000001AAA",
            "GET 750000000000001AAA",
            "GET 750000000000001AAA",
            "GET 750000000000002AAA",
            "PATCH 750000000000002AAA",
            "GET 750000000000002AAA",
            "GET 750000000000003AAA"}
    );
    CHECK(jobs.pauses == 3);
    // The two that the org still knows.
    CHECK(resumed->deleted == EarlierDeletions{{"Contact", 14}});
    CHECK_THAT(text_of(path), Catch::StartsWith(first_line));
    const auto again = Journal::look_at(path, header);
    REQUIRE(again);
    CHECK((*again)->jobs().size() == 3);
}

TEST_CASE("the diary of another deletion is not continued") {
    const test::Folder folder;
    const std::string path = folder.path("journal");
    REQUIRE(begin_deletion_journal(path, deletion_header(k_targets, false, "http://org")));
    std::ofstream{path, std::ios::app} << line_of(0, "750000000000001AAA");
    const std::string before = text_of(path);
    ScriptedJobs jobs;
    auto other = k_targets;
    other[0].selection.where += " OR LastName = 'x'";
    for (const JournalHeader& header :
         {deletion_header(other, false, "http://org"),
          deletion_header(k_targets, true, "http://org"),
          deletion_header(k_targets, false, "http://another")}) {
        const auto resumed = resume_deletion_journal(path, header, jobs.org());
        REQUIRE_FALSE(resumed);
        CHECK(resumed.error().code == ErrorCode::bad_configuration);
    }
    CHECK(jobs.asked.empty());
    CHECK(text_of(path) == before);
    CHECK_FALSE(begin_deletion_journal(path, deletion_header(k_targets, false, "http://org")));
}

}  // namespace
}  // namespace rowlock
