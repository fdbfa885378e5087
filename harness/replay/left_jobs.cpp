#include "harness/replay/left_jobs.hpp"

#include "harness/replay/bulk1_requests.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/job_list.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace rowlock {
namespace {

/// A request that the network held up may reach the org after the one that was sent in its place.
constexpr std::int64_t k_delay_max_ms = 120'000;
/// Orgs tell whole seconds.
constexpr std::int64_t k_second_ms = 1'000;

/// The part of an id that 15 and 18 characters have in common.
std::string_view short_id(std::string_view id) {
    return id.substr(0, 15);
}

bool is_of_kind(const ListedJob& job, const JobDescription& kind) {
    return job.type == kind.type && equal_ignoring_case(job.object, kind.object) &&
           equal_ignoring_case(job.operation, kind.operation) &&
           equal_ignoring_case(job.external_id, kind.external_id);
}

bool is_of_time(const ListedJob& job, const LostCreation& lost) {
    if (!job.created_ms) return false;
    const bool too_early = *job.created_ms < lost.since_ms / k_second_ms * k_second_ms;
    return !too_early && (!lost.until_ms || *job.created_ms <= *lost.until_ms + k_delay_max_ms);
}

class LeftJobSearch {
public:
    LeftJobSearch(const AskFn& ask, const JobBooks& books) : ask_(ask), books_(books) {
        for (const std::string& id : books.known) known_.insert(short_id(id));
    }

    Result<std::vector<LeftJob>> run() {
        const auto jobs = read_job_list(ask_, "ingest");
        if (!jobs) return Failure{jobs.error()};
        for (const ListedJob& job : *jobs) {
            if (is_candidate(job)) candidates_.push_back(job);
        }
        if (candidates_.empty()) return std::vector<LeftJob>{};
        const auto user = find_user(*jobs);
        for (const ListedJob& job : candidates_) {
            if (!user) {
                leave(job, "who made it is not known: " + user.error().message);
            } else if (short_id(job.created_by) == short_id(*user)) {
                judge(job);
            }
        }
        for (const ListedJob& job : untouched_) end(job);
        return std::move(found_);
    }

private:
    bool is_candidate(const ListedJob& job) const {
        if (job.state != "Open" || known_.count(short_id(job.id)) > 0) return false;
        return std::any_of(books_.lost.begin(), books_.lost.end(), [&](const LostCreation& lost) {
            return is_of_kind(job, lost.job) && is_of_time(job, lost);
        });
    }

    /// Who made the load's jobs; if none was answered for, who we are.
    Result<std::string> find_user(const std::vector<ListedJob>& jobs) const {
        const auto ours = std::find_if(jobs.begin(), jobs.end(), [&](const ListedJob& job) {
            return known_.count(short_id(job.id)) > 0;
        });
        if (ours != jobs.end()) return ours->created_by;
        const HttpRequest request = request_of("GET", "/services/oauth2/userinfo");
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        const RequestLine asked = RequestLine::of(request);
        if (answer->status >= 400) return Failure{refusal(asked, *answer)};
        const auto json = parse_json(answer->body);
        const bool is_told = json && json->is_object() && json->contains("user_id") &&
                             (*json)["user_id"].is_string();
        if (is_told) return (*json)["user_id"].get<std::string>();
        return Failure{protocol_error(asked, *answer, "expected a user_id")};
    }

    void leave(const ListedJob& job, std::string reason) {
        found_.push_back({job.id, false, std::move(reason)});
    }

    /// Whether anything was done with the job since it was made. What a job of Bulk API 2.0 was
    /// given, nothing tells while it is open, but that it was given something does.
    void judge(const ListedJob& job) {
        const auto touched = job.type == "Classic"
                                 ? has_batches(job)
                                 : Result<bool>{job.modified_ms != job.created_ms};
        if (!touched) {
            leave(job, touched.error().message);
        } else if (*touched) {
            leave(job, "somebody has used it since it was made");
        } else {
            untouched_.push_back(job);
        }
    }

    Result<bool> has_batches(const ListedJob& job) const {
        const HttpRequest request = Bulk1Requests{k_api_version}.batches(job.id);
        const auto answer = ask_(request);
        if (!answer) return Failure{answer.error()};
        return read_bulk1_batch_list(RequestLine::of(request), *answer)
            .map([](const std::vector<std::string>& batches) { return !batches.empty(); });
    }

    void end(const ListedJob& job) {
        const auto rivals = count_if_alike(untouched_, job, [](const ListedJob& other) {
            return JobDescription{other.type, other.object, other.operation, other.external_id};
        });
        const auto lost =
            count_if_alike(books_.lost, job, [](const LostCreation& one) { return one.job; });
        if (rivals <= lost) return abort(job);
        leave(
            job,
            fmt::format("of {} open jobs like it no more than {} can be this load's", rivals, lost)
        );
    }

    template <class Range, class KindOf>
    static std::size_t count_if_alike(const Range& range, const ListedJob& job, KindOf kind_of) {
        return static_cast<std::size_t>(std::count_if(
            range.begin(),
            range.end(),
            [&](const auto& one) { return is_of_kind(job, kind_of(one)); }
        ));
    }

    void abort(const ListedJob& job) {
        const HttpRequest request = job.type == "Classic"
                                        ? Bulk1Requests{k_api_version}.set_state(job.id, "Aborted")
                                        : Bulk2Requests{}.set_state(job.id, "Aborted");
        const auto answer = ask_(request);
        if (!answer) return leave(job, answer.error().message);
        // Refused: a first try, whose answer was lost, has done it.
        const bool aborted =
            answer->status < 400 || answer->body.find("already Aborted") != std::string::npos;
        if (!aborted) return leave(job, refusal(RequestLine::of(request), *answer).message);
        found_.push_back({job.id, true, "empty, and made for this load"});
    }

    const AskFn& ask_;
    const JobBooks& books_;
    std::set<std::string_view> known_;
    std::vector<ListedJob> candidates_;
    std::vector<ListedJob> untouched_;
    std::vector<LeftJob> found_;
};

}  // namespace

Result<std::vector<LeftJob>> settle_left_jobs(const AskFn& ask, const JobBooks& books) {
    if (books.lost.empty()) return std::vector<LeftJob>{};
    return LeftJobSearch{ask, books}.run();
}

}  // namespace rowlock
