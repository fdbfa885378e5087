#pragma once

#include "harness/replay/lost_creation.hpp"
#include "harness/replay/pass_journal.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// Keeps watch over the requests of a pass that make jobs. Where the answer is lost, nobody learns
/// the job's id, and it would stay open at the org for ever: what was asked for is kept instead,
/// and written into the journal before it is asked for.
class CreationWatch {
public:
    /// `org_ms`: the org's clock shows this or more.
    CreationWatch(JobDescription job, PassJournal journal, std::int64_t org_ms)
        : job_(std::move(job)), journal_(journal), org_ms_(org_ms) {}

    /// The request for the batch at this place is about to go out.
    void begin(BatchPlace place);

    /// Its answer, or why there is none.
    void end(BatchPlace place, const Result<HttpResponse>& answer);

    /// Nobody waits for answers any more.
    void abandon();

    std::vector<LostCreation> lost() const;

    /// Ids of the jobs made.
    const std::vector<std::string>& made() const { return made_; }

    /// The org's clock shows this or more.
    std::int64_t org_ms() const { return org_ms_; }

private:
    void lose(BatchPlace place, std::int64_t since_ms);

    JobDescription job_;
    PassJournal journal_;
    std::int64_t org_ms_;
    /// With the time when it began.
    std::map<BatchPlace, std::int64_t> under_way_;
    std::vector<std::pair<BatchPlace, LostCreation>> lost_;
    std::vector<std::string> made_;
};

}  // namespace rowlock
