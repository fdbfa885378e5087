#pragma once

#include "mockorg/engine/requests.hpp"

#include <functional>

namespace rowlock {

/// What a RecordScript can do. Each step sees what those before it left.
class RecordSteps {
public:
    RecordSteps() = default;
    RecordSteps(const RecordSteps&) = delete;
    RecordSteps& operator=(const RecordSteps&) = delete;
    virtual ~RecordSteps() = default;

    /// Records of one call must be different ones; a call of its own may mean any of them again.
    virtual void begin_call() = 0;

    virtual Result<WriteRecord::Reply> write(const WriteRecord& write) = 0;
    virtual Result<RecordFields> get(const GetRecord& request) = 0;

    /// FOR UPDATE is not looked at.
    virtual Result<RunQuery::Reply> run(const RunQuery& request) = 0;
};

/// A transaction step by step, where what comes next depends on what was before. False: nothing of
/// it shall remain.
using RecordScript = std::function<bool(RecordSteps&)>;

/// Runs a script as one transaction. If it writes, it is run twice: first to learn what it will
/// lock, of which nothing remains, and again once it has those locks. Fails for a lock that cannot
/// be had.
struct RunScript {
    struct Reply {
        /// What it said when it was run for good.
        bool stays = false;
    };

    RecordScript script;
    /// Who writes; unset: the org's own user.
    RecordId user = {};
};

}  // namespace rowlock
