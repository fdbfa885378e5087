#include "harness/cleanup/deletion_journal.hpp"

#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/left_jobs.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace rowlock {
namespace {

constexpr Duration k_first_pause = std::chrono::milliseconds{200};
constexpr Duration k_longest_pause = std::chrono::seconds{5};

/// Of a job's description.
std::string object_in(const std::string& body) {
    const auto json = parse_json(body);
    if (!json || !json->is_object()) return {};
    const auto object = json->find("object");
    return object != json->end() && object->is_string() ? object->get<std::string>()
                                                        : std::string{};
}

/// Until the org does nothing more for the job; then takes down what it has deleted.
Result<void> see_through(
    const std::string& job, const OrgQuestions& org, EarlierDeletions& deleted
) {
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
        if (status->ended()) {
            if (status->rows_processed > status->rows_failed)
                deleted[object_in(answer->body)] += status->rows_processed - status->rows_failed;
            return {};
        }
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
    const std::vector<DeletionTarget>& targets, bool hard, const std::string& org
) {
    std::string objects;
    std::uint64_t fingerprint = hash_text(hard ? "hardDelete" : "delete");
    for (const DeletionTarget& target : targets) {
        const RecordSelection& selection = target.selection;
        if (!objects.empty()) objects += ", ";
        objects += selection.object;
        fingerprint = hash_combine(fingerprint, hash_text(selection.object));
        fingerprint = hash_combine(fingerprint, hash_text(selection.where));
        if (target.pick != nullptr)
            fingerprint = hash_combine(fingerprint, target.pick->fingerprint);
    }
    return {"cleanup", objects, org, fingerprint};
}

Result<std::unique_ptr<Journal>> begin_deletion_journal(
    const std::string& path, const JournalHeader& header
) {
    return Journal::create(path, header);
}

Result<ResumedDeletion> resume_deletion_journal(
    const std::string& path, const JournalHeader& header, const OrgQuestions& org
) {
    const auto old = Journal::resume(path, header);
    if (!old) return Failure{old.error()};
    ResumedDeletion resumed;
    for (const std::string& job : (*old)->jobs()) {
        if (auto ended = see_through(job, org, resumed.deleted); !ended)
            return Failure{ended.error()};
    }
    if (auto settled = settle_left_jobs(org.ask, {(*old)->lost_creations(), (*old)->jobs()});
        !settled)
        return Failure{std::move(settled.error())};
    // The new one takes the old one's place whole, or not at all.
    const std::string fresh_path = path + ".new";
    std::remove(fresh_path.c_str());
    auto fresh = Journal::create(fresh_path, header);
    if (!fresh) return Failure{std::move(fresh.error())};
    // A later run counts what they deleted, too.
    for (const std::string& job : (*old)->jobs()) (*fresh)->shared_job_created({}, 0, job);
    if ((*fresh)->problem()) return Failure{*(*fresh)->problem()};
    if (std::rename(fresh_path.c_str(), path.c_str()) == 0) {
        resumed.journal = std::move(*fresh);
        return resumed;
    }
    return fail(
        ErrorCode::bad_file, path + ": cannot be replaced: " + std::string{std::strerror(errno)}
    );
}

}  // namespace rowlock
