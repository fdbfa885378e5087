#pragma once

#include "harness/query/bulk_query.hpp"
#include "harness/query/record_query.hpp"
#include "harness/replay/remote_target.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace rowlock {

/// How queries reach an org: requests one after another, waits on the clock that counts there.
/// After Ctrl-C a wait fails, so that whoever asks again and again comes to an end.
struct OrgQuestions {
    AskFn ask;
    PauseFn pause;
    /// Of bulk queries: `queryAll` finds deleted records, too.
    std::string operation = "query";
    /// Hears how many records were read so far, for those who show progress.
    std::function<void(std::uint64_t)> on_records = [](std::uint64_t) {};

    /// The target outlives it.
    static OrgQuestions of(RemoteTarget& target);

    /// The same, with bulk queries that find deleted records, too.
    OrgQuestions with_deleted() const;

    /// The same, but after Ctrl-C nothing is asked any more.
    static OrgQuestions until_interrupted(RemoteTarget& target);
};

}  // namespace rowlock
