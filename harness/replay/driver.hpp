#pragma once

#include "harness/replay/action.hpp"
#include "mockorg/base/result.hpp"

namespace rowlock {

/// Decides what is sent to an org and when, without doing it: replies in, actions out. Holds no
/// clock and no socket, so the same driver runs against a real org, a served mock, an in-process
/// org and a test's script, and does the same each time it gets the same replies. One thread.
class Driver {
public:
    virtual ~Driver() = default;

    /// What to do next. Times never run backwards. After Done there is nothing but Done.
    virtual Action next(TimePoint now) = 0;

    /// The answer to an earlier Send, or why there is none (unreachable).
    virtual void reply(TimePoint now, Token token, Result<HttpResponse> response) = 0;

    /// The user wants to stop: begin nothing new, take back what can be taken back, then Done.
    virtual void interrupt(TimePoint now) = 0;

    /// The target is gone: Done at once, with this error.
    virtual void abandon(TimePoint now, Error error) = 0;
};

}  // namespace rowlock
