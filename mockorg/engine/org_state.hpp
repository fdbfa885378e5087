#pragma once

#include "mockorg/engine/org.hpp"
#include "mockorg/engine/query_locks.hpp"
#include "mockorg/engine/rest_desk.hpp"
#include "mockorg/engine/script_desk.hpp"
#include "mockorg/engine/world.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace rowlock {

/// An org's world, who waits for its answers, and what happens in it next.
struct Org::State {
    explicit State(std::shared_ptr<const Foundation> foundation) : world(std::move(foundation)) {}

    World world;
    /// Who waits for which REST write. Not part of a snapshot.
    std::map<std::uint64_t, ReplyTo<WriteRecords>> pending;
    /// The same for queries with FOR UPDATE.
    std::map<std::uint64_t, ReplyTo<RunQuery>> pending_queries;
    /// And for scripts, with the scripts themselves.
    std::map<std::uint64_t, ReplyTo<RunScript>> pending_scripts;
    std::map<std::uint64_t, RunScript> scripts;

    /// What comes first, whether or not anybody waits for it.
    std::optional<TimePoint> next_due();

    /// Does what comes first.
    void perform_next();

    /// Foreign writers do nothing that matters while nothing else happens until `now`.
    void skip_idle_time(TimePoint now);

private:
    void perform(const Event& event);
    void perform_commit(TransactionNo transaction);
    void perform_timeout(const Event& event);
    void answer(RestDesk::Finished finished);
    void answer(QueryLocks::Finished finished);
    void answer_script(std::uint64_t number, Result<RunScript::Reply> reply);

    std::uint64_t rest_number(TransactionNo transaction) const {
        return world.transactions[static_cast<std::size_t>(transaction)].rest_write;
    }

    bool is_script(TransactionNo transaction) const {
        return is_rest(transaction) && scripts.contains(rest_number(transaction));
    }

    bool is_rest(TransactionNo transaction) const {
        const auto& origin = world.transactions[static_cast<std::size_t>(transaction)].origin;
        return origin.kind == TransactionOrigin::Kind::rest;
    }
};

}  // namespace rowlock
