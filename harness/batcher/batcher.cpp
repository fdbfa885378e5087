#include "harness/batcher/batcher.hpp"

#include <algorithm>
#include <exception>
#include <string>

namespace rowlock::batcher {
namespace {

/// Rows that do not exist become invented ones: everybody else may rely on row numbers.
void set_impossible_rows_apart(const Instance& instance, Answer& answer) {
    const auto impossible = [&](std::uint32_t row) { return row >= instance.rows.size(); };
    for (AnswerBatch& batch : answer.batches) {
        for (const std::uint32_t row : batch.rows) {
            if (impossible(row)) batch.invented.push_back("row " + std::to_string(row + 1));
        }
        batch.rows.erase(
            std::remove_if(batch.rows.begin(), batch.rows.end(), impossible), batch.rows.end()
        );
    }
    auto& aside = answer.set_aside;
    aside.erase(std::remove_if(aside.begin(), aside.end(), impossible), aside.end());
}

}  // namespace

Reply FunctionBatcher::ask(const Instance& instance, Surroundings surroundings) {
    try {
        Answer answer = function_(instance, surroundings);
        set_impossible_rows_apart(instance, answer);
        return answer;
    } catch (const std::exception& error) {
        return Misbehaviour{
            MisbehaviourKind::crash, std::string{"it threw an exception: "} + error.what(), {}};
    }
}

}  // namespace rowlock::batcher
