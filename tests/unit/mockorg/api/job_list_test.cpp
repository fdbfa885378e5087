#include "mockorg/api/job_list.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace rowlock {
namespace {

JobInfo job_with(std::uint64_t number, Lane lane = Lane::parallel) {
    JobInfo job;
    job.id = RecordId::make({'7', '5', '0'}, {'R', 'L', '0'}, number);
    job.lane = lane;
    return job;
}

std::vector<JobInfo> jobs_up_to(std::uint64_t count) {
    std::vector<JobInfo> jobs;
    for (std::uint64_t i = 1; i <= count; ++i) jobs.push_back(job_with(i));
    return jobs;
}

nlohmann::json page(const std::vector<JobInfo>& jobs, const std::string& target) {
    return nlohmann::json::parse(job_list_page(jobs, parse_target(target), 60.0).value());
}

TEST_CASE("a short list is one page") {
    CHECK(
        job_list_page({}, parse_target("/jobs"), 60.0).value() ==
        R"({"done":true,"records":[],"nextRecordsUrl":null})"
    );
    const auto list = page(jobs_up_to(1000), "/jobs");
    CHECK(list["records"].size() == 1000);
    CHECK(list["done"] == true);
    CHECK(list["nextRecordsUrl"].is_null());
}

TEST_CASE("the next page's URL begins with a slash and leads to the rest") {
    const auto jobs = jobs_up_to(1001);
    const auto first = page(jobs, "/jobs");
    CHECK(first["done"] == false);
    const auto next = first["nextRecordsUrl"].get<std::string>();
    CHECK(next.find("/services/data/v60.0/jobs/ingest?queryLocator=01g") == 0);
    CHECK(next.substr(next.size() - 5) == "-1000");
    const auto second = page(jobs, next);
    CHECK(second["records"].size() == 1);
    CHECK(second["done"] == true);
}

TEST_CASE("paging shows every job once, whatever is deleted and made meanwhile") {
    rc::prop("every job that stays is seen once", [] {
        auto jobs = jobs_up_to(*rc::gen::inRange<std::uint64_t>(1, 3500));
        std::set<std::string> staying;
        std::set<std::string> seen;
        for (const JobInfo& job : jobs) staying.insert(job.id.text());
        std::uint64_t next_number = jobs.size() + 1;
        std::string target = "/jobs";
        for (;;) {
            const auto list = page(jobs, target);
            for (const auto& record : list["records"]) {
                RC_ASSERT(seen.insert(record["id"].get<std::string>()).second);
            }
            if (list["done"] == true) break;
            target = list["nextRecordsUrl"].get<std::string>();
            for (int i = *rc::gen::inRange(0, 5); i > 0 && !jobs.empty(); --i) {
                const auto at = *rc::gen::inRange<std::size_t>(0, jobs.size());
                staying.erase(jobs[at].id.text());
                jobs.erase(jobs.begin() + static_cast<std::ptrdiff_t>(at));
            }
            jobs.push_back(job_with(next_number++));
        }
        RC_ASSERT(std::includes(seen.begin(), seen.end(), staying.begin(), staying.end()));
    });
}

TEST_CASE("filters") {
    const std::vector<JobInfo> jobs = {job_with(1), job_with(2, Lane::serial)};
    const auto [query, count] = GENERATE(table<std::string, std::size_t>({
        {"?jobType=V2Ingest&isPkChunkingEnabled=false", 2},
        {"?jobType=Classic", 0},
        {"?isPkChunkingEnabled=true", 0},
        {"?concurrencyMode=serial", 1},
        {"?concurrencyMode=Parallel", 1},
    }));
    CAPTURE(query);
    CHECK(page(jobs, "/jobs" + query)["records"].size() == count);
}

JobInfo job_of(std::uint64_t number, BulkApi api, JobKind kind) {
    JobInfo job = job_with(number);
    job.api = api;
    job.kind = kind;
    return job;
}

TEST_CASE("each of the two lists shows its own jobs, and others on request") {
    const std::vector<JobInfo> jobs = {
        job_of(1, BulkApi::v1, JobKind::ingest),
        job_of(2, BulkApi::v1, JobKind::query),
        job_of(3, BulkApi::v2, JobKind::ingest),
        job_of(4, BulkApi::v2, JobKind::query_all),
    };
    const auto types = [&](const std::string& target, JobFamily family) {
        std::string found;
        const auto list =
            nlohmann::json::parse(job_list_page(jobs, parse_target(target), 60.0, family).value());
        for (const auto& job : list["records"]) found += job["jobType"].get<std::string>() + " ";
        return found;
    };
    CHECK(types("/jobs", JobFamily::ingest) == "Classic Classic V2Ingest ");
    CHECK(types("/jobs?jobType=V2Query", JobFamily::ingest).empty());
    CHECK(types("/jobs", JobFamily::query) == "Classic V2Query ");
    CHECK(types("/jobs?jobType=classic", JobFamily::query) == "Classic Classic ");
    CHECK(types("/jobs?jobType=V2Ingest", JobFamily::query) == "V2Ingest ");
}

TEST_CASE("the next page of query jobs keeps its filters") {
    std::vector<JobInfo> jobs;
    constexpr std::uint64_t k_first = std::uint64_t{1} << 32U;
    for (std::uint64_t i = 1; i <= 1002; ++i) {
        jobs.push_back(job_of(k_first + i, BulkApi::v2, JobKind::query));
    }
    const auto page_of = [&](const std::string& target) {
        return nlohmann::json::parse(
            job_list_page(jobs, parse_target(target), 60.0, JobFamily::query).value()
        );
    };
    const auto next = page_of("/jobs?jobType=V2Query")["nextRecordsUrl"].get<std::string>();
    CHECK(next.find("/services/data/v60.0/jobs/query?queryLocator=01g") == 0);
    CHECK(next.find("&jobType=V2Query") != std::string::npos);
    CHECK(page_of(next)["records"].size() == 2);
}

TEST_CASE("a locator made up is refused") {
    const auto locator = GENERATE(
        as<std::string>{},
        "x",
        "-",
        "01g-1000",
        "750RL0000000001-1000",
        "01gRL0000000001-x",
        "01gRL0000000001--1"
    );
    CAPTURE(locator);
    const auto refused = job_list_page({}, parse_target("/jobs?queryLocator=" + locator), 60.0);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::invalid_query_locator);
}

}  // namespace
}  // namespace rowlock
