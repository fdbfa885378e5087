#pragma once

#include "harness/batcher/answer.hpp"
#include "harness/batcher/instance.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock::batcher {

/// The case as one line of JSON, with its line end: what a program gets in JSON. Described in
/// docs/test-batcher.md.
std::string request_line(const Instance& instance, std::uint64_t number);

/// Reads what a program says: JSON (one object, or one line a row) or CSV (row, batch and, if
/// wanted, lane, phase and feed), whichever it is. Garbage says what is wrong, refusal is an answer
/// `{"error": "..."}`.
Reply read_answer(const Instance& instance, std::string_view text);

/// Reads the line with which a persistent program answers case `number`: one JSON object, which may
/// name the case.
Reply read_answer_line(const Instance& instance, std::string_view line, std::uint64_t number);

/// Puts rows into batches by name, in the order in which the names come up.
class AnswerBuilder {
public:
    explicit AnswerBuilder(const Instance& instance) : rows_(instance.rows.size()) {}

    /// `row` from 1, as batchers count; a row that does not exist is an invented one.
    void add(std::string_view batch, std::uint64_t row, const AnswerBatch& how);

    /// An empty one, if it is new.
    AnswerBatch& batch(std::string_view label, const AnswerBatch& how);

    void set_aside(std::uint64_t row);

    /// Why it makes no sense; empty if it does.
    const std::string& fault() const { return fault_; }

    Answer& answer() { return answer_; }

private:
    std::size_t rows_;
    Answer answer_;
    std::string fault_;
};

/// By `parallel`, `serial`, `feed`, or nothing for parallel.
bool read_lane(std::string_view word, BatchLane& lane);

}  // namespace rowlock::batcher
