// A load that is killed at any moment, over a line that loses answers, and taken up again from its
// journal ends as if nothing had happened: against the mock org itself, by every API.
#include "harness/rehearse/api_target.hpp"
#include "harness/replay/journal.hpp"
#include "harness/replay/load_driver.hpp"
#include "mockorg/api/api.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/engine/profile.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace rowlock {
namespace {

constexpr const char* k_token = "resume";

/// The way to an org, which may break: answers get lost, and once so many requests are under way
/// the process is killed, the last of them sent or not.
class BreakingLine final : public Target {
public:
    BreakingLine(Api& api, Random random, std::size_t requests, unsigned lost_one_in)
        : org_(api, k_token, std::chrono::hours{24}),
          random_(random),
          requests_left_(requests),
          lost_one_in_(lost_one_in) {}

    TimePoint now() override { return org_.now(); }

    void send(Send send) override {
        if (requests_left_ > 0 && --requests_left_ == 0) {
            killed_ = true;
            if (random_.below(2) == 0) org_.send(std::move(send));
            return;
        }
        const Token token = send.token;
        const bool lost = lost_one_in_ > 0 && random_.below(lost_one_in_) == 0;
        if (!lost || random_.below(2) == 0) org_.send(std::move(send));
        if (lost) lost_.insert(token);
        if (lost) replies_.push_back({token, fail(ErrorCode::unreachable, "connection reset")});
    }

    std::optional<TargetReply> receive() override {
        if (!replies_.empty()) {
            TargetReply reply = std::move(replies_.back());
            replies_.pop_back();
            return reply;
        }
        auto reply = org_.receive();
        while (reply && lost_.count(reply->token) > 0) reply = org_.receive();
        return reply;
    }

    Result<void> wait_until(TimePoint time) override {
        return replies_.empty() ? org_.wait_until(time) : Result<void>{};
    }

    bool interrupted() const override { return false; }

    bool killed() const { return killed_; }

private:
    ApiTarget org_;
    Random random_;
    std::size_t requests_left_;
    unsigned lost_one_in_;
    bool killed_ = false;
    std::set<Token> lost_;
    std::vector<TargetReply> replies_;
};

Api new_org() {
    OrgConfig config;
    config.seed = 3;
    config.profile = *find_profile("typical");
    auto org = Org::create(std::move(config));
    REQUIRE(org);
    ApiOptions options;
    options.token = k_token;
    options.clock.kind = ClockMode::Kind::manual;
    return Api{std::move(*org), std::move(options)};
}

Load load_by(const std::string& api, const std::string& members) {
    auto load = read_load(
        R"({"name": "resumed", "seed": 3,
        "sources": {
            "accounts": {"object": "Account", "rows": 30, "columns": {"Name": "Account {n}"}},
            "contacts": {"object": "Contact", "rows": 120, "columns": {
                "LastName": "C-{n}", "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "insert", "partitions": 2, "api": ")" +
            api + "\"," + members + R"(, "retry": {"times": 2}}})",
        "resumed.json"
    );
    if (!load) FAIL(load.error().message);
    return std::move(*load);
}

/// Whether it came to its end; otherwise the process was killed.
bool run(Driver& driver, BreakingLine& line) {
    while (!line.killed()) {
        Action action = driver.next(line.now());
        if (std::holds_alternative<Done>(action)) return true;
        if (auto* send = std::get_if<Send>(&action)) {
            line.send(std::move(*send));
        } else if (auto waited = line.wait_until(std::get<WaitUntil>(action).time); !waited) {
            driver.abandon(line.now(), std::move(waited.error()));
        }
        while (auto reply = line.receive())
            driver.reply(line.now(), reply->token, std::move(reply->response));
    }
    return false;
}

/// The value of a field of all records, once each.
std::multiset<std::string> values_of(Api& api, const std::string& object, const char* field) {
    ApiTarget org{api, k_token, std::chrono::hours{1}};
    HttpRequest request;
    request.method = "GET";
    request.target =
        std::string{"/services/data/v60.0/query?q=SELECT+"} + field + "+FROM+" + object;
    org.send({std::move(request), 1});
    const auto json = parse_json(org.receive()->response->body);
    REQUIRE(json);
    std::multiset<std::string> values;
    for (const Json& record : (*json)["records"]) values.insert(record[field].get<std::string>());
    return values;
}

struct Way {
    const char* api;
    const char* members;
    /// An insert without jobs cannot be resumed without doubt.
    bool kills;
};

TEST_CASE("a load killed again and again loses and doubles no row, by whatever API") {
    const auto way = GENERATE(
        Way{"bulk2", R"("batchRows": 7)", true},
        Way{"bulk1", R"("batchRows": 7)", true},
        Way{"bulk1", R"("batchRows": 7, "concurrencyMode": "Serial", "inFlight": 2)", true},
        Way{"rest", R"("batchRows": 1, "inFlight": 3)", false},
        Way{"rest", R"("batchRows": 50)", false}
    );
    CAPTURE(way.api, way.members);
    const Load load = load_by(way.api, way.members);
    const auto sources = open_sources(load);
    REQUIRE(sources);
    rc::prop("kills", [&](std::uint64_t seed) {
        const test::Folder folder;
        Api api = new_org();
        Random random{seed};
        unsigned kills = 0;
        for (bool done = false; !done;) {
            const JournalHeader header{load.name, "load", "org", 7};
            const std::string path = folder.path("journal");
            auto journal =
                kills == 0 ? Journal::create(path, header) : Journal::resume(path, header);
            RC_ASSERT(journal.has_value());
            LoadDriverOptions options;
            options.journal = journal->get();
            auto driver = LoadDriver::create(load, load.strategies[0], *sources, options);
            RC_ASSERT(driver.has_value());
            const bool kill = way.kills && kills < 6;
            BreakingLine line{
                api, random.split(kills), kill ? 1 + random.below(60) : 0, way.kills ? 20U : 0U};
            done = run(**driver, line);
            ++kills;
            if (!done) continue;
            const LoadOutcome& outcome = (*driver)->outcome();
            if (outcome.error) RC_FAIL(outcome.error->message);
            outcome.ledger.check_invariants();
            RC_ASSERT(outcome.ledger.count(RowStatus::created) == 120U);
        }
        const auto names = values_of(api, "Contact", "LastName");
        RC_ASSERT(names.size() == 120U);
        RC_ASSERT(std::set<std::string>(names.begin(), names.end()).size() == 120U);
        RC_ASSERT(values_of(api, "Account", "Name").size() == 30U);
    });
}

TEST_CASE("what an interrupt aborted is loaded when the load is taken up again") {
    const auto way = GENERATE(
        Way{"bulk2", R"("batchRows": 20, "interval": "20s")", true},
        Way{"bulk1", R"("batchRows": 20, "interval": "20s")", true}
    );
    const auto how = GENERATE(OnInterrupt::abort, OnInterrupt::detach);
    CAPTURE(way.api, how == OnInterrupt::abort);
    const Load load = load_by(way.api, way.members);
    const auto sources = open_sources(load);
    REQUIRE(sources);
    const test::Folder folder;
    const JournalHeader header{load.name, "load", "org", 7};
    Api api = new_org();
    {
        auto journal = Journal::create(folder.path("journal"), header);
        REQUIRE(journal);
        LoadDriverOptions options;
        options.journal = journal->get();
        options.on_interrupt = how;
        auto driver = LoadDriver::create(load, load.strategies[0], *sources, options);
        REQUIRE(driver);
        ApiTarget target{api, k_token, std::chrono::hours{24}};
        bool told = false;
        run_driver(**driver, target, [&] {
            const LoadOutcome& outcome = (*driver)->outcome();
            if (told || outcome.ledger.count(RowStatus::sent) < 40) return;
            told = true;
            (*driver)->interrupt(target.now());
        });
        const LoadOutcome& outcome = (*driver)->outcome();
        CHECK(outcome.interrupted);
        CHECK(outcome.jobs_left.empty() == (how == OnInterrupt::abort));
        CHECK(outcome.not_sent() > 0);
        if (how == OnInterrupt::abort) CHECK(outcome.ledger.count(RowStatus::sent) == 0);
    }
    auto journal = Journal::resume(folder.path("journal"), header);
    REQUIRE(journal);
    LoadDriverOptions options;
    options.journal = journal->get();
    auto driver = LoadDriver::create(load, load.strategies[0], *sources, options);
    REQUIRE(driver);
    ApiTarget target{api, k_token, std::chrono::hours{24}};
    run_driver(**driver, target);
    CHECK_FALSE((*driver)->outcome().error);
    CHECK((*driver)->outcome().ledger.count(RowStatus::created) == 120);
    CHECK(values_of(api, "Contact", "LastName").size() == 120);
}

}  // namespace
}  // namespace rowlock
