#include "harness/cleanup/deletion_journal.hpp"

#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace rowlock {
namespace {

constexpr Duration k_first_pause = std::chrono::milliseconds{200};
constexpr Duration k_longest_pause = std::chrono::seconds{5};

/// Until the org does nothing more for the job.
Result<void> see_through(const std::string& job, const OrgQuestions& org) {
    const Bulk2Requests requests;
    for (Duration pause = k_first_pause;; pause = std::min(pause * 2, k_longest_pause)) {
        const HttpRequest request = requests.info(job);
        const auto answer = org.ask(request);
        if (!answer) return Failure{answer.error()};
        const auto status = read_job_status(RequestLine::of(request), *answer);
        if (!status) {
            // The org has forgotten it: it ended long ago.
            if (status.error().code == ErrorCode::not_found) return {};
            return Failure{status.error()};
        }
        if (status->ended()) return {};
        if (status->state == "Open") {
            // Refused: its data has come after all, and the next question tells.
            if (auto aborted = org.ask(requests.set_state(job, "Aborted")); !aborted)
                return Failure{aborted.error()};
        }
        if (auto waited = org.pause(pause); !waited) return waited;
    }
}

}  // namespace

JournalHeader deletion_header(
    const std::vector<RecordSelection>& selections, bool hard, const std::string& target
) {
    std::string objects;
    std::uint64_t fingerprint = hash_text(hard ? "hardDelete" : "delete");
    for (const RecordSelection& selection : selections) {
        if (!objects.empty()) objects += ", ";
        objects += selection.object;
        fingerprint = hash_combine(fingerprint, hash_text(selection.object));
        fingerprint = hash_combine(fingerprint, hash_text(selection.where));
    }
    return {"cleanup", objects, target, fingerprint};
}

Result<std::unique_ptr<Journal>> begin_deletion_journal(
    const std::string& path, const JournalHeader& header
) {
    return Journal::create(path, header);
}

Result<std::unique_ptr<Journal>> resume_deletion_journal(
    const std::string& path, const JournalHeader& header, const OrgQuestions& org
) {
    const auto old = Journal::resume(path, header);
    if (!old) return Failure{old.error()};
    for (const std::string& job : (*old)->jobs()) {
        if (auto ended = see_through(job, org); !ended) return Failure{ended.error()};
    }
    // The new one takes the old one's place whole, or not at all.
    const std::string fresh_path = path + ".new";
    std::remove(fresh_path.c_str());
    auto fresh = Journal::create(fresh_path, header);
    if (!fresh) return fresh;
    if (std::rename(fresh_path.c_str(), path.c_str()) == 0) return fresh;
    return fail(
        ErrorCode::bad_file, path + ": cannot be replaced: " + std::string{std::strerror(errno)}
    );
}

}  // namespace rowlock
