#pragma once

#include "harness/replay/action.hpp"
#include "harness/replay/partition_feed.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace rowlock {

/// The next request about a job.
struct Task {
    JobNo job = 0;
    /// Part of a round of asking.
    bool polling = false;
    /// Tries before this one.
    unsigned attempt = 0;
    /// One of them may have worked.
    bool unclear = false;
    RequestLine asked{};
    /// Makes a job.
    bool creates_job = false;
    /// Carries so many bytes that the time to send them counts.
    bool heavy = false;
};

/// An answer that nobody has looked into yet.
struct KeptAnswer {
    Task task;
    Result<HttpResponse> response;
};

/// The requests of a pass from the wish to the answer: those to be made now or later, those under
/// way, and answers kept until there is time for them.
class PassRequests {
public:
    /// Tokens count from `first`.
    explicit PassRequests(Token first) : next_token_(first) {}

    void add(Task task) { ready_.push_back(std::move(task)); }

    void add_later(TimePoint time, Task task) { delayed_.emplace(time, std::move(task)); }

    /// A request may be made now. Moves those that have become due.
    bool ready(TimePoint now);

    /// The oldest of those that may be made; only if ready.
    Task take();

    /// When the first of the others may be made; max() if there is none.
    TimePoint next_time() const;

    /// The request is under way.
    Token begin(Task task);

    /// The request that this answer belongs to is not under way any more; nothing if it has been
    /// given up meanwhile.
    std::optional<Task> end(Token token);

    const std::map<Token, Task>& under_way() const { return under_way_; }

    /// Jobs whose next request may be known to the org already: it is under way, or to be repeated.
    std::vector<JobNo> jobs_in_doubt() const;

    void keep(KeptAnswer answer) { kept_.push_back(std::move(answer)); }

    bool has_answers() const { return !kept_.empty(); }

    /// There is time for the oldest answer kept: nothing heavy is under way that would stand still
    /// meanwhile.
    bool time_for_answer() const;

    /// So many answers are kept that the oldest one must not wait for that.
    bool too_many_answers() const;

    /// The oldest answer kept; only if there is one.
    KeptAnswer take_answer();

    /// Forgets all of them, answers too.
    void clear();

    /// The first token not used.
    Token next_token() const { return next_token_; }

private:
    std::deque<Task> ready_;
    std::multimap<TimePoint, Task> delayed_;
    std::map<Token, Task> under_way_;
    std::deque<KeptAnswer> kept_;
    Token next_token_;
};

}  // namespace rowlock
