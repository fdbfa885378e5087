#include "harness/verify/verify_org.hpp"

#include "harness/count/load_keys.hpp"
#include "harness/verify/job_checks.hpp"
#include "harness/verify/orphan_check.hpp"
#include "harness/verify/record_scan.hpp"
#include "harness/verify/roll_up_check.hpp"
#include "harness/verify/unchanged_check.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr Duration k_look_every = std::chrono::seconds{2};

ProofCheck not_possible(std::string name, std::string why) {
    ProofCheck check;
    check.name = std::move(name);
    check.status = ProofStatus::not_possible;
    check.detail = std::move(why);
    return check;
}

/// The checks of one question, in their order.
class Verification {
public:
    Verification(const OrgQuestions& org, const VerifyQuestion& question, FindingFiles& files)
        : org_(org), question_(question), files_(files) {}

    Result<Proof> run() {
        using Step = Result<void> (Verification::*)();
        for (const Step step :
             {&Verification::look_for_jobs,
              &Verification::count,
              &Verification::look_for_orphans,
              &Verification::recount_roll_ups,
              &Verification::compare}) {
            if (auto done = (this->*step)(); !done) return Failure{std::move(done.error())};
        }
        return std::move(proof_);
    }

private:
    void tell(const std::string& step) const {
        if (question_.on_step) question_.on_step(step);
    }

    Result<void> take(Result<ProofCheck> check) {
        if (!check) return Failure{std::move(check.error())};
        proof_.checks.push_back(std::move(*check));
        return {};
    }

    Result<void> look_for_jobs() {
        tell("jobs");
        for (Duration waited{};; waited += k_look_every) {
            const auto jobs = find_running_jobs(org_);
            if (!jobs) return Failure{jobs.error()};
            auto async = check_no_async_jobs(org_);
            if (!async) return Failure{std::move(async.error())};
            const bool busy = !jobs->empty() || async->status == ProofStatus::failed;
            if (!busy || waited >= question_.wait) {
                proof_.checks.push_back(check_no_jobs(*jobs));
                proof_.checks.push_back(std::move(*async));
                return {};
            }
            if (auto paused = org_.pause(k_look_every); !paused) return paused;
        }
    }

    Result<void> count() {
        if (question_.report) proof_.checks.push_back(*question_.report);
        for (const RecordExpectation& expectation : question_.expectations) {
            tell("count of " + expectation.selection.object);
            if (auto taken = take(check_count(org_, expectation)); !taken) return taken;
        }
        if (question_.expectations.empty()) {
            proof_.checks.push_back(
                not_possible("count", "no number to expect was given: --report, --load or --expect")
            );
        }
        return {};
    }

    Result<void> look_for_orphans() {
        for (const std::string& object : question_.objects) {
            tell("references of " + object);
            if (auto taken = take(check_orphans(org_, object, files_)); !taken) return taken;
        }
        if (question_.objects.empty()) {
            proof_.checks.push_back(
                not_possible("orphans", "no objects were given: --object, --load or --baseline")
            );
        }
        return {};
    }

    bool concerns(const RollUp& roll_up) const {
        const Schema& schema = *question_.schema;
        return std::any_of(
            question_.objects.begin(),
            question_.objects.end(),
            [&](const std::string& object) {
                return equal_ignoring_case(object, schema.object(roll_up.master).name) ||
                       equal_ignoring_case(object, schema.object(roll_up.detail).name);
            }
        );
    }

    Result<void> recount_roll_ups() {
        if (!question_.schema) {
            proof_.checks.push_back(not_possible(
                "rollUps", "no answer of an org tells how roll-ups are made; give --schema"
            ));
            return {};
        }
        bool any = false;
        for (const RollUp& roll_up : question_.schema->roll_ups()) {
            if (!concerns(roll_up)) continue;
            any = true;
            tell("roll-ups");
            auto taken = take(check_roll_up(org_, *question_.schema, roll_up, files_));
            if (!taken) return taken;
        }
        if (!any) {
            proof_.checks.push_back(
                not_possible("rollUps", "the schema has no roll-ups of the objects looked at")
            );
        }
        return {};
    }

    /// Those that the load's condition finds; without one, those that its rows name.
    Result<std::vector<RecordId>> read_own(const std::string& object) {
        const std::string own = question_.own.of(object);
        if (!own.empty()) return read_ids(org_, {object, own});
        std::vector<RecordId> ids;
        for (const auto& rows : question_.own_rows) {
            if (!equal_ignoring_case(rows->object(), object)) continue;
            const auto named = read_named_ids(*rows);
            if (!named) return Failure{named.error()};
            ids.insert(ids.end(), named->begin(), named->end());
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    Result<std::vector<RecordId>> read_named_ids(const ExpectedRows& rows) {
        auto key = read_record_key(org_.ask, rows.object(), rows.key);
        if (!key) return Failure{std::move(key.error())};
        const auto keys = LoadKeys::create(rows.counted(), std::move(*key));
        if (!keys) return Failure{keys.error()};
        return read_own_ids(org_, {rows.object(), ""}, *keys);
    }

    Result<void> compare() {
        if (!question_.baseline) {
            proof_.checks.push_back(not_possible("unchanged", "no --baseline was given"));
            return {};
        }
        for (const BaselineObject& object : question_.baseline->objects) {
            tell("records of " + object.object);
            auto own = read_own(object.object);
            if (!own) return Failure{std::move(own.error())};
            auto taken =
                take(check_unchanged(org_, *question_.baseline, object, std::move(*own), files_));
            if (!taken) return taken;
        }
        return {};
    }

    const OrgQuestions& org_;
    const VerifyQuestion& question_;
    FindingFiles& files_;
    Proof proof_;
};

}  // namespace

Result<Proof> verify_org(
    const OrgQuestions& org, const VerifyQuestion& question, FindingFiles& files
) {
    return Verification{org, question, files}.run();
}

}  // namespace rowlock
