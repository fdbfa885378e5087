#include "harness/replay/target.hpp"

#include "tests/support/test.hpp"

#include <deque>

namespace rowlock {
namespace {

/// Does what a list says; remembers what it was told.
struct ScriptedDriver final : Driver {
    std::deque<Action> actions;
    std::vector<std::string> told;

    Action next(TimePoint) override {
        if (actions.empty()) return Done{};
        Action action = std::move(actions.front());
        actions.pop_front();
        return action;
    }

    void reply(TimePoint, Token token, Result<HttpResponse>) override {
        told.push_back("reply " + std::to_string(token));
    }

    void interrupt(TimePoint) override { told.emplace_back("interrupt"); }

    void abandon(TimePoint, Error error) override {
        told.push_back("abandon " + error.message);
        actions.clear();
    }
};

struct ScriptedTarget final : Target {
    std::deque<TargetReply> replies;
    bool wait_fails = false;
    bool stop = false;
    int waits = 0;

    TimePoint now() override { return k_org_epoch; }

    void send(Send send) override { replies.push_back({send.token, HttpResponse{}}); }

    std::optional<TargetReply> receive() override {
        if (replies.empty()) return std::nullopt;
        TargetReply reply = std::move(replies.front());
        replies.pop_front();
        return reply;
    }

    Result<void> wait_until(TimePoint) override {
        ++waits;
        if (wait_fails) return fail(ErrorCode::unreachable, "gone");
        return {};
    }

    bool interrupted() const override { return stop; }
};

TEST_CASE("an answer there at once is told before the next action is asked") {
    ScriptedDriver driver;
    driver.actions = {Send{{}, 1}, Send{{}, 2}, WaitUntil{TimePoint::max()}};
    ScriptedTarget target;
    int calls = 0;
    run_driver(driver, target, [&] { ++calls; });
    CHECK(driver.told == std::vector<std::string>{"reply 1", "reply 2"});
    CHECK(target.waits == 1);
    CHECK(calls == 4);
}

TEST_CASE("a clock that cannot be moved ends the load") {
    ScriptedDriver driver;
    driver.actions = {WaitUntil{k_org_epoch}, Send{{}, 1}};
    ScriptedTarget target;
    target.wait_fails = true;
    run_driver(driver, target);
    CHECK(driver.told == std::vector<std::string>{"abandon gone"});
}

TEST_CASE("an interrupt is told once") {
    ScriptedDriver driver;
    driver.actions = {Send{{}, 1}, Send{{}, 2}};
    ScriptedTarget target;
    target.stop = true;
    run_driver(driver, target);
    CHECK(driver.told == std::vector<std::string>{"interrupt", "reply 1", "reply 2"});
}

}  // namespace
}  // namespace rowlock
