#include "harness/replay/target.hpp"

namespace rowlock {
namespace {

void deliver_replies(Driver& driver, Target& target) {
    while (auto reply = target.receive()) {
        driver.reply(target.now(), reply->token, std::move(reply->response));
    }
}

}  // namespace

void run_driver(Driver& driver, Target& target, const std::function<void()>& after_action) {
    bool interrupt_told = false;
    for (;;) {
        if (!interrupt_told && target.interrupted()) {
            interrupt_told = true;
            driver.interrupt(target.now());
        }
        Action action = driver.next(target.now());
        if (std::holds_alternative<Done>(action)) break;
        if (auto* send = std::get_if<Send>(&action)) {
            target.send(std::move(*send));
        } else if (auto waited = target.wait_until(std::get<WaitUntil>(action).time); !waited) {
            driver.abandon(target.now(), std::move(waited.error()));
        }
        deliver_replies(driver, target);
        if (after_action) after_action();
    }
    // The last answers are looked at on the way to the end.
    if (after_action) after_action();
}

}  // namespace rowlock
