#pragma once

#include "harness/batcher/abstract_case.hpp"
#include "harness/batcher/batcher.hpp"
#include "harness/batcher/judge.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock::batcher {

/// One case put to one batcher: the file it stands for, the answer, and further questions that
/// properties ask. Asks each question once, when it is needed.
class Trial {
public:
    Trial(const AbstractCase& abstract, Batcher& batcher);

    const AbstractCase& abstract() const { return abstract_; }

    const Instance& instance() const { return instance_; }

    const KeyTable& keys() const { return keys_; }

    /// Null if there is none: see misbehaviour().
    const Answer* answer();

    /// Whether every group fits into a batch.
    bool fits() const { return fits_; }

    /// The answer to a variant of the case; nothing if there is none.
    std::optional<Answer> ask(
        const AbstractCase& variant, Surroundings surroundings = Surroundings::first
    );

    /// How Surroundings::second differ; empty if they do not.
    std::string_view other_surroundings() const { return batcher_.other_surroundings(); }

    /// A case, this one or a variant, to which there was no answer.
    struct Trouble {
        AbstractCase abstract;
        Misbehaviour misbehaviour;
    };

    /// The first trouble of this trial.
    const std::optional<Trouble>& trouble() const { return trouble_; }

private:
    const AbstractCase& abstract_;
    Batcher& batcher_;
    Instance instance_;
    KeyTable keys_;
    bool fits_;
    bool asked_ = false;
    std::optional<Answer> answer_;
    std::optional<Trouble> trouble_;
};

/// Cases that a batcher may refuse: they hold a row too large for any batch, or no rows.
bool may_be_refused(const Instance& instance);

}  // namespace rowlock::batcher
