#include "harness/batcher/trial.hpp"

#include "harness/batcher/canonical_key.hpp"

namespace rowlock::batcher {

Trial::Trial(const AbstractCase& abstract, Batcher& batcher)
    : abstract_(abstract),
      batcher_(batcher),
      instance_(render(abstract)),
      keys_(keys_of(instance_)),
      fits_(groups_fit(instance_, keys_)) {}

const Answer* Trial::answer() {
    if (!asked_) {
        asked_ = true;
        answer_ = ask(abstract_);
    }
    return answer_ ? &*answer_ : nullptr;
}

std::optional<Answer> Trial::ask(const AbstractCase& variant, Surroundings surroundings) {
    const Instance instance = render(variant);
    Reply reply = batcher_.ask(instance, surroundings);
    if (auto* answer = std::get_if<Answer>(&reply)) return std::move(*answer);
    auto& misbehaviour = std::get<Misbehaviour>(reply);
    const bool allowed =
        misbehaviour.kind == MisbehaviourKind::interrupted ||
        (misbehaviour.kind == MisbehaviourKind::refusal && may_be_refused(instance));
    if (!allowed && !trouble_) trouble_ = Trouble{variant, std::move(misbehaviour)};
    return std::nullopt;
}

bool may_be_refused(const Instance& instance) {
    if (instance.rows.empty()) return true;
    for (std::size_t row = 0; row < instance.rows.size(); ++row) {
        if (is_oversize(instance, row)) return true;
    }
    return false;
}

}  // namespace rowlock::batcher
