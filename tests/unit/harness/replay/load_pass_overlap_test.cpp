// What a pass does while the answer to a job's last request, or to its results, is on its way.
#include "harness/replay/load_pass.hpp"
#include "mockorg/base/random.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/pass_fixture.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace rowlock {
namespace {

using test::FakeOrg;
using test::PassFixture;
using Texts = std::vector<std::string>;

/// Hands a pass its answers one by one, in any order.
class Steps {
public:
    explicit Steps(PassFixture& fixture) : fixture_(fixture), pass_(fixture.begin()) {}

    /// Sends whatever the pass wants to send now, and holds the answers back. False if it is done.
    bool send_all() {
        for (;;) {
            Action action = pass_.next(fixture_.org.now());
            if (std::holds_alternative<Done>(action)) return false;
            if (auto* wait = std::get_if<WaitUntil>(&action)) {
                if (wait->time > fixture_.org.now()) return true;
                continue;
            }
            fixture_.org.send(std::move(std::get<Send>(action)));
            held_.push_back({fixture_.org.requests().back(), std::move(*fixture_.org.receive())});
        }
    }

    /// Requests whose answers are held back, oldest first.
    Texts held() const {
        Texts requests;
        for (const Held& held : held_) requests.push_back(held.request);
        return requests;
    }

    /// Hands over the held answer of this number, then goes on.
    bool answer(std::size_t number) {
        TargetReply reply = std::move(held_.at(number).reply);
        held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(number));
        pass_.reply(fixture_.org.now(), reply.token, std::move(reply.response));
        return send_all();
    }

    /// The same of the first held answer to such a request.
    bool answer(const std::string& request) {
        const auto found = std::find_if(held_.begin(), held_.end(), [&](const Held& held) {
            return held.request == request;
        });
        REQUIRE(found != held_.end());
        return answer(static_cast<std::size_t>(found - held_.begin()));
    }

    /// Lets time pass until the pass wants to send something.
    bool wait() {
        const Action action = pass_.next(fixture_.org.now());
        const auto* wait = std::get_if<WaitUntil>(&action);
        REQUIRE(wait != nullptr);
        REQUIRE(fixture_.org.wait_until(wait->time));
        return send_all();
    }

    /// Everything that is left, in the order asked.
    void finish() {
        while (!held_.empty()) answer(std::size_t{0});
        run_driver(pass_, fixture_.org);
        fixture_.ledger.check_invariants();
    }

private:
    struct Held {
        std::string request;
        TargetReply reply;
    };

    PassFixture& fixture_;
    LoadPass& pass_;
    std::vector<Held> held_;
};

constexpr const char* k_create = "POST ingest";
constexpr const char* k_upload = "PUT ingest/*/batches";
constexpr const char* k_close = "PATCH ingest/*";
constexpr const char* k_ask = "GET ingest/*";
constexpr const char* k_results = "GET ingest/*/successfulResults";

/// How often each line is in a job the org worked on.
std::map<std::string, int> lines_loaded(const FakeOrg& org) {
    std::map<std::string, int> times;
    for (const auto& [id, job] : org.jobs()) {
        if (job.state == "Open" || job.state == "Aborted") continue;
        for (const std::string& line : job.rows) ++times[line];
    }
    return times;
}

bool each_once(const FakeOrg& org, std::size_t rows) {
    const auto times = lines_loaded(org);
    return times.size() == rows && std::all_of(times.begin(), times.end(), [](const auto& entry) {
               return entry.second == 1;
           });
}

TEST_CASE("the next job is created and uploaded while a close is under way") {
    PassFixture f{40, 10};
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    CHECK(steps.held() == Texts{k_close, k_create});
    // The answer about the next job comes first.
    steps.answer(k_create);
    CHECK(steps.held() == Texts{k_close, k_upload});
    steps.answer(k_upload);
    // With two closes under way no third job begins.
    CHECK(steps.held() == Texts{k_close, k_close});
    steps.answer(std::size_t{1});
    CHECK(steps.held() == Texts{k_close, k_create});
    steps.finish();
    CHECK_FALSE(f.pass->error());
    CHECK(f.count(RowStatus::created) == 40);
    CHECK(each_once(f.org, 40));
}

TEST_CASE("with one job in flight the next one waits for the end of the one before") {
    PassFixture f{20, 10};
    f.spec.step.in_flight = 1;
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    CHECK(steps.held() == Texts{k_close});
    steps.answer(k_close);
    CHECK(steps.held().empty());
    steps.wait();
    CHECK(steps.held() == Texts{k_ask});
    steps.answer(k_ask);
    CHECK(steps.held() == Texts{k_results, k_create});
    steps.finish();
    CHECK(f.count(RowStatus::created) == 20);
}

TEST_CASE("a job whose conflict is still being closed does not begin") {
    PassFixture f{30, 10};
    const auto plan = std::make_shared<SendPlan>();
    plan->batches.resize(3);
    for (RowNumber i = 0; i < 3; ++i) {
        plan->batches[i].first = 10 * i;
        plan->batches[i].count = 10;
    }
    plan->batches[0].waited_for_by = {1};
    plan->batches[1].waits_for = 1;
    f.spec.plan = plan;
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    // The third batch, which has no conflict, comes before the second one.
    CHECK(steps.held() == Texts{k_close, k_create});
    steps.answer(k_create);
    steps.answer(k_upload);
    CHECK(f.org.jobs().rbegin()->second.rows.front().starts_with("E20,"));
    steps.answer(k_close);
    steps.answer(k_close);
    CHECK(steps.held().empty());
    steps.finish();
    CHECK(f.count(RowStatus::created) == 30);
    CHECK(f.org.jobs().rbegin()->second.created >= k_org_epoch + seconds(3.0));
}

TEST_CASE("a close that fails for a passing reason is repeated beside the next job") {
    PassFixture f{20, 10};
    unsigned refusals = 0;
    f.org.fault = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
        if (request.method != "PATCH" || ++refusals > 2) return std::nullopt;
        return Result<HttpResponse>{test::error_answer(503, "SERVER_UNAVAILABLE", "busy")};
    };
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    steps.answer(k_create);
    CHECK(steps.held() == Texts{k_close, k_upload});
    steps.answer(k_close);
    CHECK(steps.held() == Texts{k_upload});
    steps.answer(k_upload);
    // The close of the second job, which is refused too.
    steps.answer(k_close);
    CHECK(steps.held().empty());
    steps.finish();
    CHECK_FALSE(f.pass->error());
    CHECK(f.count(RowStatus::created) == 20);
    CHECK(each_once(f.org, 20));
    for (const auto& job : f.org.jobs()) CHECK(job.second.uploads == 1);
}

TEST_CASE("a close that is refused for good leaves the job being uploaded alone") {
    PassFixture f{30, 10};
    f.org.fault = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
        const bool first_close = request.target.ends_with("0001") &&
                                 request.body.find("UploadComplete") != std::string::npos;
        if (!first_close) return std::nullopt;
        return Result<HttpResponse>{test::error_answer(400, "EXCEEDEDQUOTA", "Limit exceeded.")};
    };
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    steps.answer(k_create);
    steps.answer(k_close);
    // The first job is taken back.
    CHECK(steps.held() == Texts{k_upload, k_close});
    steps.finish();
    REQUIRE(f.pass->error());
    CHECK(f.count(RowStatus::created) == 10);
    CHECK(f.count(RowStatus::not_sent) == 20);
    CHECK(f.org.jobs().begin()->second.state == "Aborted");
    CHECK(f.pass->jobs_left().empty());
}

TEST_CASE("results wait until the data under way has been sent") {
    // Enough bytes that sending them takes time.
    PassFixture f{20'000, 10'000};
    f.org.duration = [](const FakeOrg::SentJob&) { return seconds(0.0); };
    f.spec.step.interval = {seconds(6.0), 0.0};
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    steps.answer(k_close);
    steps.wait();
    steps.answer(k_ask);
    CHECK(steps.held() == Texts{k_results});
    steps.wait();
    steps.answer(k_create);
    CHECK(steps.held() == Texts{k_results, k_upload});
    steps.answer(k_results);
    CHECK(f.count(RowStatus::created) == 0);
    steps.answer(k_upload);
    CHECK(steps.held() == Texts{k_close});
    CHECK(f.count(RowStatus::created) == 10'000);
    steps.finish();
    CHECK(f.count(RowStatus::created) == 20'000);
}

TEST_CASE("results that came before the end of a pass count, whatever ends it") {
    const bool detached = GENERATE(true, false);
    PassFixture f{20'000, 10'000};
    f.org.duration = [](const FakeOrg::SentJob&) { return seconds(0.0); };
    f.spec.step.interval = {seconds(6.0), 0.0};
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    steps.answer(k_close);
    steps.wait();
    steps.answer(k_ask);
    steps.wait();
    steps.answer(k_create);
    steps.answer(k_results);
    REQUIRE(f.count(RowStatus::created) == 0);
    if (detached) {
        f.pass->detach(f.org.now());
    } else {
        f.pass->abandon(f.org.now(), Error{ErrorCode::unreachable, "gone", {}});
    }
    CHECK(f.count(RowStatus::created) == 10'000);
    CHECK(f.count(RowStatus::not_sent) == 10'000);
    CHECK(f.pass->jobs_left().size() == 1);
}

TEST_CASE("rows of a job whose close may have arrived are not called unsent") {
    PassFixture f{20, 10};
    f.org.lose_answer = [](const HttpRequest& request) { return request.method == "PATCH"; };
    Steps steps{f};
    steps.send_all();
    steps.answer(k_create);
    steps.answer(k_upload);
    steps.answer(k_close);
    // The close is to be repeated after a while; meanwhile the journal cannot be written, say.
    CHECK(steps.held() == Texts{k_create});
    f.pass->abandon(f.org.now(), Error{ErrorCode::bad_file, "the disk is full", {}});
    CHECK(f.count(RowStatus::sent) == 10);
    CHECK(f.count(RowStatus::not_sent) == 10);
    CHECK(f.pass->jobs_left().size() == 1);
}

constexpr PassNumber k_pass{0, 0};
const JournalHeader k_header{"overlap", "only", "http://127.0.0.1:1", 1};

/// A pass that is killed after so many answers, which come in a random order. Some requests never
/// reach the org, some answers never come back.
void kill_after(std::uint64_t answers, PassFixture& f, const std::string& path, Random& random) {
    const auto journal = Journal::create(path, k_header);
    REQUIRE(journal);
    f.spec.journal = {journal->get(), k_pass};
    f.org.fault = [&](const HttpRequest&) -> std::optional<Result<HttpResponse>> {
        if (random.below(8) > 0) return std::nullopt;
        return Result<HttpResponse>{test::error_answer(503, "SERVER_UNAVAILABLE", "busy")};
    };
    f.org.lose_answer = [&](const HttpRequest&) { return random.below(8) == 0; };
    Steps steps{f};
    bool more = steps.send_all();
    for (std::uint64_t i = 0; more && i < answers; ++i) {
        const std::size_t held = steps.held().size();
        more = held > 0 ? steps.answer(random.below(held)) : steps.wait();
    }
    f.pass.reset();
    f.org.fault = nullptr;
    f.org.lose_answer = [](const HttpRequest&) { return false; };
}

TEST_CASE("killed at any moment and resumed, each row is loaded once") {
    rc::prop("kills", [](std::uint64_t seed, std::uint8_t answers, bool limited) {
        const test::Folder folder;
        Random random{seed};
        PassFixture f{50, 7};
        // Doubled rows would show.
        f.spec.step.operation = LoadOperation::insert;
        f.spec.step.external_id.clear();
        f.spec.step.in_flight = limited ? 2 : 0;
        f.org.duration = [](const FakeOrg::SentJob& job) {
            return seconds(static_cast<double>(job.rows[0].size() % 3) * 4.0);
        };
        kill_after(answers % 64, f, folder.path("journal"), random);
        const auto journal = Journal::resume(folder.path("journal"), k_header);
        RC_ASSERT(journal.has_value());
        f.ledger = ResultLedger{50};
        f.spec.journal = {journal->get(), k_pass};
        const auto error = f.run().error();
        RC_ASSERT(!error);
        RC_ASSERT(f.count(RowStatus::created) == 50U);
        RC_ASSERT(each_once(f.org, 50));
    });
}

}  // namespace
}  // namespace rowlock
