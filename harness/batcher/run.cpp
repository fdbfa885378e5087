#include "harness/batcher/run.hpp"

#include "harness/batcher/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock::batcher {
namespace {

constexpr std::uint64_t k_unanswered_max = 5;
/// Each takes the whole time of a case.
constexpr std::uint64_t k_hangs_max = 2;
constexpr std::uint64_t k_hangs_of_shrinking_max = 4;
/// Fresh processes in which a failure that did not come again gets another chance.
constexpr unsigned k_more_tries = 4;

/// Counts the questions put to another batcher.
class CountingBatcher : public Batcher {
public:
    explicit CountingBatcher(Batcher& batcher) : batcher_(batcher) {}

    Reply ask(const Instance& instance, Surroundings surroundings) override {
        ++questions_;
        return batcher_.ask(instance, surroundings);
    }

    void restart() override { batcher_.restart(); }

    std::uint64_t questions() const { return questions_; }

private:
    Batcher& batcher_;
    std::uint64_t questions_ = 0;
};

class Runner {
public:
    Runner(Batcher& batcher, const RunSettings& settings)
        : batcher_(batcher), settings_(settings), pending_(properties_of(settings)) {}

    RunResult run() {
        for (const StoredCase& stored : settings_.stored) {
            if (finished()) break;
            ++result_.stored_cases;
            try_case(stored.abstract, stored.name);
        }
        while (result_.cases < settings_.cases && !finished()) {
            tell(fmt::format("case {} of {}", result_.cases + 1, settings_.cases));
            const AbstractCase abstract = make_case(settings_.generator, next_case());
            ++result_.cases;
            result_.labels.count(try_case(abstract, {}));
        }
        result_.questions = batcher_.questions();
        const bool whole = !result_.stopped && !result_.gave_up && settings_.enough.empty();
        if (whole) result_.missing_labels = result_.labels.missing(settings_.generator);
        return std::move(result_);
    }

private:
    static std::vector<const Property*> properties_of(const RunSettings& settings) {
        std::vector<const Property*> chosen;
        for (const Property& property : all_properties()) {
            const bool wanted =
                settings.properties.empty() || property.id == "I12" ||
                std::find(settings.properties.begin(), settings.properties.end(), &property) !=
                    settings.properties.end();
            if (wanted) chosen.push_back(&property);
        }
        return chosen;
    }

    /// From 0.
    std::uint64_t next_case() const {
        return std::max<std::uint64_t>(1, settings_.first_case) - 1 + result_.cases;
    }

    bool is_over() const { return settings_.stop && settings_.stop(); }

    bool finished() {
        if (result_.stopped || result_.gave_up) return true;
        if (is_over()) result_.stopped = true;
        const auto failed = [this](std::string_view id) {
            return std::any_of(
                result_.counterexamples.begin(),
                result_.counterexamples.end(),
                [id](const Counterexample& each) { return each.property->id == id; }
            );
        };
        const auto& enough = settings_.enough;
        return result_.stopped || std::any_of(enough.begin(), enough.end(), failed);
    }

    Trial try_case(const AbstractCase& abstract, const std::string& stored_name) {
        current_ = abstract;
        Trial trial{current_, batcher_};
        // Those that fail leave the list. Who hangs would do so for one property after the other.
        for (std::size_t i = 0; i < pending_.size() && !hangs(trial);) {
            const Property& property = *pending_[i];
            const auto violation = property.check(trial);
            if (!violation) {
                ++i;
                continue;
            }
            pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i));
            add_counterexample(property, *violation, abstract, stored_name);
        }
        look_for_trouble(trial, stored_name);
        return trial;
    }

    static bool hangs(const Trial& trial) {
        return trial.trouble() && trial.trouble()->misbehaviour.kind == MisbehaviourKind::hang;
    }

    /// A variant of the case may be what the batcher cannot answer.
    void look_for_trouble(Trial& trial, const std::string& stored_name) {
        if (!trial.trouble()) {
            unanswered_ = 0;
            return;
        }
        if (++unanswered_ >= (hangs(trial) ? k_hangs_max : k_unanswered_max)) {
            result_.gave_up = true;
        }
        const auto totality =
            std::find_if(pending_.begin(), pending_.end(), [](const Property* property) {
                return property->id == "I12";
            });
        if (totality == pending_.end()) return;
        const Property& property = **totality;
        const AbstractCase variant = trial.trouble()->abstract;
        const auto violation = property.check(trial);
        if (!violation) return;
        pending_.erase(totality);
        add_counterexample(property, *violation, variant, stored_name);
    }

    void add_counterexample(
        const Property& property,
        const Violation& violation,
        const AbstractCase& abstract,
        const std::string& stored_name
    ) {
        Counterexample found;
        found.property = &property;
        found.violation = violation;
        found.original = abstract;
        found.minimal = abstract;
        found.case_number = stored_name.empty() ? next_case() : result_.stored_cases;
        found.stored_name = stored_name;
        const bool still_there = !is_over() && fails_afresh(property, abstract);
        if (still_there) {
            make_smaller(property, found);
        } else if (!is_over()) {
            found.violation.sentence = doubt_about(property, abstract) + violation.sentence;
        }
        found.cut_short = found.cut_short || is_over();
        Trial trial{found.minimal, batcher_};
        const auto last = still_there ? property.check(trial) : std::nullopt;
        if (last) found.violation = *last;
        take_reply(trial, found);
        result_.counterexamples.push_back(std::move(found));
    }

    bool fails_afresh(const Property& property, const AbstractCase& abstract) {
        batcher_.restart();
        Trial trial{abstract, batcher_};
        return property.check(trial).has_value();
    }

    /// Why a failure did not come again in a fresh process.
    std::string doubt_about(const Property& property, const AbstractCase& abstract) {
        for (unsigned tries = 0; tries < k_more_tries && !is_over(); ++tries) {
            if (fails_afresh(property, abstract)) {
                return "not so in every fresh process, so that the answer depends on chance: ";
            }
        }
        return "not so in a fresh process, so that the answer depends on cases before it or on "
               "chance: ";
    }

    void make_smaller(const Property& property, Counterexample& found) {
        tell(fmt::format("{} failed; making case {} smaller", property.id, found.case_number));
        std::uint64_t hung = 0;
        const auto still_fails = [&](const AbstractCase& candidate) {
            if (is_over() || hung >= k_hangs_of_shrinking_max) return false;
            Trial trial{candidate, batcher_};
            const bool fails = property.check(trial).has_value();
            if (hangs(trial)) ++hung;
            return fails;
        };
        ShrinkResult shrunk = shrink(found.original, still_fails, settings_.shrink_tries);
        found.minimal = std::move(shrunk.abstract);
        found.shrink_steps = shrunk.steps;
        found.cut_short =
            hung >= k_hangs_of_shrinking_max || shrunk.tries >= settings_.shrink_tries;
    }

    void tell(const std::string& what) const {
        if (settings_.progress) settings_.progress(what);
    }

    static void take_reply(Trial& trial, Counterexample& found) {
        if (const Answer* const answer = trial.answer()) {
            found.reply = *answer;
        } else if (trial.trouble()) {
            found.reply = trial.trouble()->misbehaviour;
        }
    }

    CountingBatcher batcher_;
    const RunSettings& settings_;
    std::vector<const Property*> pending_;
    AbstractCase current_;
    std::uint64_t unanswered_ = 0;
    RunResult result_;
};

bool any_of_grade(const RunResult& result, PropertyGrade grade) {
    return std::any_of(
        result.counterexamples.begin(),
        result.counterexamples.end(),
        [grade](const Counterexample& found) { return found.property->grade == grade; }
    );
}

}  // namespace

bool RunResult::any_error() const {
    return any_of_grade(*this, PropertyGrade::error);
}

bool RunResult::any_warning() const {
    return any_of_grade(*this, PropertyGrade::warning);
}

RunResult run_properties(Batcher& batcher, const RunSettings& settings) {
    return Runner{batcher, settings}.run();
}

}  // namespace rowlock::batcher
