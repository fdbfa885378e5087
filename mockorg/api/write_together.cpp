#include "mockorg/api/write_together.hpp"

#include "mockorg/api/composite_references.hpp"
#include "mockorg/api/record_member.hpp"
#include "mockorg/api/responses.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace rowlock {
namespace {

/// [REST API guide: composite]
constexpr std::string_view k_halted_message =
    "The transaction was rolled back since another operation in the same transaction failed.";

Subresponse halted_by_others(const Subrequest& request) {
    return halted(request.reference, k_halted_code, k_halted_message);
}

bool refers_to(const Subrequest& request, const std::set<std::string>& names) {
    const auto referred = names_referred_to(request);
    return std::any_of(referred.begin(), referred.end(), [&](const std::string& name) {
        return names.contains(name);
    });
}

/// Only what reads may be answered outside the transaction.
std::optional<Subresponse> refused_outside(const Subrequest& request) {
    if (request.method == "GET") return std::nullopt;
    const Error error{
        ErrorCode::not_found,
        "This resource cannot be used inside another request: " + request.url,
        {}};
    return subresponse_of(request.reference, error);
}

/// One set of requests. Its script may run more than once: each run begins anew.
class TogetherRun : public std::enable_shared_from_this<TogetherRun> {
public:
    using Done = std::function<void(TogetherOutcome)>;

    TogetherRun(
        ApiContext& context, const RecordId& user, std::vector<Subrequest> requests, Done done
    )
        : context_(context), user_(user), requests_(std::move(requests)), done_(std::move(done)) {}

    void start(const Call& call) {
        std::vector<Subrequest> outside;
        for (const Subrequest& request : requests_)
            if (!is_record_member(schema(), request)) outside.push_back(request);
        const auto prepare = [](Subrequest& request, const std::vector<Subresponse>& answers) {
            auto refused = refused_outside(request);
            return refused ? refused : with_references(request, answers);
        };
        run_in_order(
            context_,
            call,
            std::move(outside),
            prepare,
            [self = shared_from_this()](std::vector<Subresponse> answers) {
                self->outside_ = std::move(answers);
                self->submit();
            }
        );
    }

private:
    const Schema& schema() const { return *context_.org.config().schema; }

    void submit() {
        const auto self = shared_from_this();
        context_.org.submit(
            context_.org.now(),
            RunScript{[self](RecordSteps& steps) { return self->perform(steps); }, user_},
            [self](const Result<RunScript::Reply>& reply) {
                if (!reply) self->refuse(reply.error());
                self->done_(self->outcome());
            }
        );
    }

    bool perform(RecordSteps& steps) {
        answers_.clear();
        failed_.clear();
        auto outside = outside_.begin();
        for (const Subrequest& request : requests_) {
            if (is_record_member(schema(), request)) {
                perform_one(steps, request);
                continue;
            }
            const bool failed = !was_done(outside->status);
            add(*outside++, failed);
        }
        return failed_.empty();
    }

    void perform_one(RecordSteps& steps, Subrequest request) {
        // What wants the answer of one that failed has nothing of its own to tell.
        if (refers_to(request, failed_)) return add(halted_by_others(request), true);
        if (auto wrong = with_references(request, answers_)) return add(std::move(*wrong), true);
        MemberOutcome outcome = perform_record_member(steps, schema(), request);
        add(subresponse_of(request.reference, std::move(outcome.response)), outcome.failed);
    }

    void add(Subresponse answer, bool failed) {
        if (failed) failed_.insert(answer.reference);
        answers_.push_back(std::move(answer));
    }

    /// What kept the transaction from being run is told to all, a lock that could not be had to
    /// those that write.
    void refuse(const Error& error) {
        answers_.clear();
        std::set<std::string> told;
        for (const Subrequest& request : requests_) {
            const bool is_lock = error.code == ErrorCode::unable_to_lock_row;
            const bool halts = is_lock && (request.method == "GET" || refers_to(request, told));
            if (!halts) told.insert(request.reference);
            add(halts ? halted_by_others(request) : subresponse_of(request.reference, error), true);
        }
    }

    TogetherOutcome outcome() {
        TogetherOutcome outcome{failed_.empty(), std::move(answers_)};
        if (outcome.all_went_well) return outcome;
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            if (!failed_.contains(requests_[i].reference))
                outcome.responses[i] = halted_by_others(requests_[i]);
        }
        return outcome;
    }

    ApiContext& context_;
    RecordId user_;
    std::vector<Subrequest> requests_;
    Done done_;
    /// The answers of those outside the transaction, in order.
    std::vector<Subresponse> outside_;
    std::vector<Subresponse> answers_;
    /// By reference.
    std::set<std::string> failed_;
};

}  // namespace

void write_together(
    ApiContext& context,
    const Call& call,
    std::vector<Subrequest> requests,
    std::function<void(TogetherOutcome)> done
) {
    std::make_shared<TogetherRun>(context, call.user, std::move(requests), std::move(done))
        ->start(call);
}

}  // namespace rowlock
