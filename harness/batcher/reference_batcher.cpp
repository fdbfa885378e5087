#include "harness/batcher/reference_batcher.hpp"

#include "checks/plan/batch_plan.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace rowlock::batcher {
namespace {

/// Which record the cell names, read by rowlock's own id code; nothing for none.
std::optional<std::string> record_of(std::string_view cell) {
    constexpr std::string_view k_blanks = " \t\r\n";
    const auto first = cell.find_first_not_of(k_blanks);
    if (first == std::string_view::npos) return std::nullopt;
    cell = cell.substr(first, cell.find_last_not_of(k_blanks) - first + 1);
    if (cell == "#N/A") return std::nullopt;
    if (const auto id = RecordId::parse(cell)) return std::string{id->short_text()};
    return std::string{cell};
}

/// An instance as the planner wants it.
class PlannerInput {
public:
    explicit PlannerInput(const Instance& instance) {
        std::vector<std::set<std::string>> records(instance.rows.size());
        for (std::size_t row = 0; row < instance.rows.size(); ++row) {
            for (std::size_t i = 0; i < instance.columns.size(); ++i) {
                if (!instance.columns[i].is_key) continue;
                if (auto record = record_of(instance.rows[row][i])) {
                    numbers_.try_emplace(*record, KeyNo{0});
                    records[row].insert(std::move(*record));
                }
            }
        }
        // In the order of their texts: then numbers are ranks.
        KeyNo next = 0;
        for (auto& entry : numbers_) entry.second = next++;
        for (std::size_t row = 0; row < instance.rows.size(); ++row) {
            for (const std::string& record : records[row]) {
                keys_.add(KeyUse{numbers_.at(record), false});
            }
            keys_.end_row();
            bytes_.push_back(static_cast<std::uint32_t>(row_bytes(instance, row)));
            ranks_.push_back(hash_text(content_of(instance.rows[row])));
        }
    }

    PlanInput input() const { return {keys_, bytes_, {}, ranks_, {}}; }

private:
    std::map<std::string, KeyNo> numbers_;
    RowKeys keys_;
    std::vector<std::uint32_t> bytes_;
    std::vector<std::uint64_t> ranks_;
};

}  // namespace

Answer reference_answer(const Instance& instance, std::uint32_t workers) {
    const PlannerInput input{instance};
    PlanOptions options;
    options.limits.rows = instance.caps.rows;
    options.limits.bytes = instance.caps.bytes;
    options.limits.header_bytes = header_line(instance).size();
    options.workers = workers;
    const BatchPlan plan = plan_batches(input.input(), options);
    Answer answer;
    for (const PlannedBatch& batch : plan.batching.batches) {
        AnswerBatch made;
        made.label = std::to_string(answer.batches.size() + 1);
        made.lane = batch.lane;
        made.phase = batch.phase;
        made.feed_group = batch.feed_group;
        const auto rows = plan.batching.rows_of(batch);
        made.rows.assign(rows.begin(), rows.end());
        answer.batches.push_back(std::move(made));
    }
    answer.claims.rows = instance.rows.size();
    answer.claims.batches = answer.batches.size();
    // Without conflicts, or with a lane that keeps them apart.
    answer.claims.safe = true;
    // Times are about as many workers as there are.
    if (workers == instance.workers) {
        answer.claims.makespan = to_seconds(plan.makespan);
        answer.claims.lower_bound = to_seconds(plan.bounds.makespan);
    }
    return answer;
}

Reply ReferenceBatcher::ask(const Instance& instance, Surroundings) {
    return reference_answer(instance, workers_);
}

}  // namespace rowlock::batcher
