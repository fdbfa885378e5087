#pragma once

#include "mockorg/testing/scenario.hpp"
#include "mockorg/testing/word_reader.hpp"

namespace rowlock {

/// Reads what follows `expect`. Errors stay with the reader.
Expectation read_expectation(WordReader& words, const ScenarioLabels& labels);

/// The next word as a label of this kind; an unknown one is an error that lists those there are.
LabelRef read_label(WordReader& words, const ScenarioLabels& labels, LabelKind kind);

/// A label that stands for one thing, not for a whole group.
LabelRef read_single_label(WordReader& words, const ScenarioLabels& labels, LabelKind kind);

}  // namespace rowlock
