// I4, I9, I10: which record a key names, and who may not meet whom.
#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/property_checks.hpp"
#include "harness/batcher/variants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::batcher {
namespace {

std::string lanes_text(const AnswerBatch& a, const AnswerBatch& b) {
    if (a.lane == b.lane && a.lane != BatchLane::feed) {
        return fmt::format("both {}", name_of(a.lane));
    }
    if (a.lane == b.lane) {
        return fmt::format("in feed groups {} and {}", a.feed_group, b.feed_group);
    }
    return fmt::format("one {}, one {}", name_of(a.lane), name_of(b.lane));
}

/// Lane and size of each batch, sorted.
std::vector<std::pair<BatchLane, std::size_t>> shape_of(const Answer& answer) {
    std::vector<std::pair<BatchLane, std::size_t>> shape;
    for (const AnswerBatch& batch : answer.batches) {
        shape.emplace_back(batch.lane, batch.rows.size());
    }
    std::sort(shape.begin(), shape.end());
    return shape;
}

bool has_twins(const AbstractCase& abstract) {
    return std::any_of(abstract.rows.begin(), abstract.rows.end(), [](const AbstractRow& row) {
        return std::any_of(row.keys.begin(), row.keys.end(), [](const KeyCell& cell) {
            return cell.parent != k_no_parent && cell.parent % 2 == 0;
        });
    });
}

}  // namespace

std::optional<Violation> check_noshare(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    const auto clashes = find_clashes(trial.keys(), answer->batches);
    if (clashes.empty()) return std::nullopt;
    const Clash& clash = clashes.front();
    const bool in_order = clash.first_row < clash.second_row;
    const auto low = in_order ? std::pair{clash.first_row, clash.first_batch}
                              : std::pair{clash.second_row, clash.second_batch};
    const auto high = in_order ? std::pair{clash.second_row, clash.second_batch}
                               : std::pair{clash.first_row, clash.first_batch};
    return Violation{
        fmt::format(
            "rows {} and {} share {} and sit in batches {} and {}, {}",
            low.first + 1,
            high.first + 1,
            key_text(trial.instance(), clash.key),
            low.second + 1,
            high.second + 1,
            lanes_text(answer->batches[low.second], answer->batches[high.second])
        ),
        {low.first, high.first}};
}

std::optional<Violation> check_id_forms(Trial& trial) {
    const Answer* const answer = trial.answer();
    // Where groups are to be cut, what a row looks like may decide where.
    if (answer == nullptr || bytes_limited(trial.abstract()) || !trial.fits()) return std::nullopt;
    const auto before = batch_keys(trial.instance(), *answer);
    for (const IdForm form : {IdForm::long_id, IdForm::short_id, IdForm::lower, IdForm::upper}) {
        const AbstractCase variant = with_form(trial.abstract(), form);
        if (variant == trial.abstract()) continue;
        const auto other = trial.ask(variant);
        if (!other || batch_keys(render(variant), *other) == before) continue;
        constexpr std::string_view k_words[] = {
            "18 characters",
            "15 characters",
            "18 lower-case characters",
            "18 upper-case characters"};
        return Violation{
            fmt::format(
                "the batches are {}, but with all ids in {} they are {}",
                partition_text(*answer),
                k_words[static_cast<std::size_t>(form)],
                partition_text(*other)
            ),
            {}};
    }
    return std::nullopt;
}

std::optional<Violation> check_case_separation(Trial& trial) {
    const Answer* const answer = trial.answer();
    const AbstractCase& abstract = trial.abstract();
    if (answer == nullptr || bytes_limited(abstract) || !has_twins(abstract)) return std::nullopt;
    // Where groups are to be cut, names decide where.
    if (!trial.fits()) return std::nullopt;
    const auto other = trial.ask(without_twins(abstract));
    if (!other || shape_of(*other) == shape_of(*answer)) return std::nullopt;
    return Violation{
        fmt::format(
            "ids that differ in the case of a letter are not kept apart: the batches are {}, but "
            "{} "
            "if the ids differ in more",
            partition_text(*answer),
            partition_text(*other)
        ),
        {}};
}

}  // namespace rowlock::batcher
