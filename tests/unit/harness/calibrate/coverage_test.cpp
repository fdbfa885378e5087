// Orgs of which everything that calibrate looks for is drawn by lot take a small load over HTTP.
// What they answer afterwards, as texts, goes to calibrate, whose ranges must hold what was drawn.
#include "harness/calibrate/calibration.hpp"
#include "harness/calibrate/observation_file.hpp"
#include "harness/calibrate/org_files.hpp"
#include "harness/calibrate/report.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/calibrate/calibration_cases.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace rowlock {
namespace {

constexpr int k_truths = 16;
constexpr std::uint32_t k_parents = 1'000;
constexpr std::uint32_t k_rows = 16'000;
constexpr const char* k_ingest = "/services/data/v60.0/jobs/ingest/";
constexpr const char* k_async = "/services/async/60.0/job";

/// An org and how it is loaded, drawn over all that is considered.
struct Truth {
    ProfileValues values{};
    std::uint32_t batch_rows = 0;
    Duration interval{};
    bool bulk1 = false;
};

Truth draw_truth(int number) {
    Random random = Random{20'260'101}.split("coverage").split(static_cast<std::uint64_t>(number));
    const ProfileSpace space;
    std::vector<double> point;
    for (std::size_t i = 0; i < space.free().size(); ++i) point.push_back(random.uniform());
    Truth truth;
    truth.values = space.values_at(point);
    truth.batch_rows = random.uniform() < 0.5 ? 200 : 600;
    truth.interval = seconds(random.uniform() < 0.5 ? 0.0 : 3.0 * random.uniform());
    truth.bulk1 = number % 2 == 0;
    return truth;
}

/// The org of a truth and what a client does to it.
class LoadedOrg {
public:
    explicit LoadedOrg(const Truth& truth)
        : truth_(truth), api_(ClockMode::Kind::manual, config_of(truth)) {
        add_parents();
    }

    /// Everything that the org says of the load when it is over.
    OrgFacts load() {
        const std::vector<std::string> batches = cut();
        if (truth_.bulk1) {
            const std::string job = open_bulk1_job();
            send_all(batches, [&](const std::string& csv) { add_batch(job, csv); });
            finish();
            add(send("GET", k_async + ("/" + job + "/batch"), {}), "batches.xml");
            return std::move(facts_);
        }
        std::vector<std::string> jobs;
        send_all(batches, [&](const std::string& csv) { jobs.push_back(run_job(csv)); });
        finish();
        for (const std::string& job : jobs) {
            add(send("GET", k_ingest + job, {}), "job.json");
            add(send("GET", k_ingest + job + "/failedResults", {}), "failed.csv");
        }
        return std::move(facts_);
    }

private:
    static OrgConfig config_of(const Truth& truth) {
        OrgConfig config;
        config.profile = profile_of(truth.values, "truth", "");
        config.seed = 11;
        return config;
    }

    std::string send(const char* method, const std::string& target, const std::string& body) {
        const Answer answer = api_.send(
            method,
            target,
            body,
            {{"X-SFDC-Session", "00DTEST!token"}, {"Content-Type", content_type_}}
        );
        if (answer.status / 100 != 2) FAIL(target + ": " + answer.body);
        return answer.body;
    }

    std::string run_job(const std::string& csv, const std::string& object = "Contact") {
        content_type_ = "application/json";
        const std::string job =
            api_.create_job(fmt::format(R"({{"object": "{}", "operation": "insert"}})", object));
        content_type_ = "text/csv";
        send("PUT", k_ingest + job + "/batches", csv);
        content_type_ = "application/json";
        send("PATCH", k_ingest + job, R"({"state": "UploadComplete"})");
        return job;
    }

    void add_parents() {
        std::string csv = "Name\n";
        for (std::uint32_t i = 0; i < k_parents; ++i) csv += fmt::format("A {}\n", i);
        run_job(csv, "Account");
        finish();
        const ObjectNo account = api_.api().org().config().schema->find("Account")->number;
        for (std::uint32_t i = 0; i < k_parents; ++i)
            parents_.push_back(api_.api().org().id_of({account, i}).text());
    }

    std::vector<std::string> cut() {
        std::vector<std::string> batches;
        Random random = Random{5}.split("rows");
        for (std::uint32_t row = 0; row < k_rows; ++row) {
            if (row % truth_.batch_rows == 0) batches.emplace_back("LastName,AccountId\n");
            const auto parent = static_cast<std::size_t>(random.uniform() * k_parents);
            batches.back() += fmt::format("C {},{}\n", row, parents_[parent]);
        }
        return batches;
    }

    std::string open_bulk1_job() {
        content_type_ = "application/xml";
        const std::string info = send(
            "POST",
            k_async,
            R"(<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload"><operation>insert</operation>)"
            "<object>Contact</object><contentType>CSV</contentType></jobInfo>"
        );
        const std::size_t begin = info.find("<id>") + 4;
        return info.substr(begin, info.find("</id>") - begin);
    }

    void add_batch(const std::string& job, const std::string& csv) {
        content_type_ = "text/csv";
        send("POST", k_async + ("/" + job + "/batch"), csv);
    }

    template <class Submit>
    void send_all(const std::vector<std::string>& batches, const Submit& submit) {
        Org& org = api_.api().org();
        const TimePoint start = org.now();
        for (std::size_t i = 0; i < batches.size(); ++i) {
            org.advance_to(start + static_cast<Duration::rep>(i) * truth_.interval);
            submit(batches[i]);
        }
    }

    void finish() {
        Org& org = api_.api().org();
        while (const auto next = org.next_deadline()) org.advance_to(*next);
    }

    void add(const std::string& text, const std::string& name) {
        const auto added = add_org_text(facts_, text, name);
        if (!added) FAIL(added.error().message);
    }

    Truth truth_;
    InProcessApi api_;
    std::string content_type_;
    std::vector<std::string> parents_;
    OrgFacts facts_;
};

ObservedRun observed(const Truth& truth) {
    LoadShape shape;
    shape.rows = k_rows;
    shape.batch_rows = truth.batch_rows;
    shape.parents = k_parents;
    ObservedRun run;
    run.name = "drawn";
    run.where = "here";
    run.load = shape;
    add_facts(run, LoadedOrg{truth}.load());
    return run;
}

/// How much of what was considered a range leaves, as the search measures it.
double share_left(const ParameterFinding& finding) {
    const ValueRange& range = finding.range.nearly_sure;
    const Bounds& all = finding.considered;
    if (finding.parameter == Parameter::hold_variation)
        return (range.high - range.low) / (all.high - all.low);
    return std::log(range.high / range.low) / std::log(all.high / all.low);
}

struct Tally {
    int asked = 0;
    int nearly_sure = 0;
    int likely = 0;
    /// Less than what the same certainty takes if nothing was observed.
    int narrower = 0;
};

void count(const ParameterFinding& finding, double truth, Tally& tally) {
    constexpr double k_nearly_sure = 0.95;
    ++tally.asked;
    tally.nearly_sure += finding.range.nearly_sure.holds(truth) ? 1 : 0;
    tally.likely += finding.range.likely.holds(truth) ? 1 : 0;
    tally.narrower += share_left(finding) < k_nearly_sure ? 1 : 0;
}

TEST_CASE("ranges hold what was drawn, of all parameters together") {
    std::map<Parameter, Tally> tallies;
    for (int number = 0; number < k_truths; ++number) {
        const Truth truth = draw_truth(number);
        const auto report = report_on(
            test::calibrated({test::prepared(observed(truth))}, CalibrationOptions{}.candidates)
        );
        CHECK_FALSE(report.unexplained);
        for (const ParameterFinding& finding : report.parameters) {
            if (finding.considered.fixed()) continue;
            const double value = truth.values[static_cast<std::size_t>(finding.parameter)];
            count(finding, value, tallies[finding.parameter]);
        }
    }
    REQUIRE(tallies.size() == 5);
    int likely = 0;
    for (const auto& [parameter, tally] : tallies) {
        CAPTURE(name_of(parameter), tally.likely);
        CHECK(tally.asked == k_truths);
        CHECK(tally.nearly_sure >= 14);
        CHECK(tally.narrower > k_truths / 2);
        likely += tally.likely;
    }
    // Of 80, of which 64 are to be expected, and 8 fewer in one case of 70.
    CHECK(likely >= 56);
}

}  // namespace
}  // namespace rowlock
