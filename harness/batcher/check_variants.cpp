// M1 to M5, M11, M12: what a changed input may and may not change.
#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/property_checks.hpp"
#include "harness/batcher/variants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::batcher {
namespace {

/// Rows that are held back in some way.
std::size_t rows_held_back(const Answer& answer) {
    std::size_t rows = 0;
    for (const AnswerBatch& batch : answer.batches) {
        if (batch.lane != BatchLane::parallel) rows += batch.rows.size();
    }
    return rows;
}

/// The rows in two parts without a common record: every other group.
struct Halves {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> second;
};

Halves halves_of(const Trial& trial) {
    Halves halves;
    const auto groups = find_groups(trial.keys());
    for (std::uint32_t row = 0; row < groups.size(); ++row) {
        (groups[row] % 2 == 0 ? halves.first : halves.second).push_back(row);
    }
    return halves;
}

Violation changed(
    std::string_view how, const Answer& before, const Answer& after, std::string_view what
) {
    return Violation{
        fmt::format(
            "the batches are {}, but {} {}: {}",
            partition_text(before),
            how,
            what,
            partition_text(after)
        ),
        {}};
}

}  // namespace

std::optional<Violation> check_unrelated_row(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    for (const bool with_parent : {false, true}) {
        const auto other = trial.ask(with_unrelated_row(trial.abstract(), with_parent));
        if (!other) continue;
        const std::string_view how = with_parent ? "with one more row of a new parent"
                                                 : "with one more row without a parent";
        if (rows_held_back(*other) > rows_held_back(*answer) + 1) {
            return changed(how, *answer, *other, "more rows are held back");
        }
        if (trial.fits() && other->batches.size() > answer->batches.size() + 1) {
            return changed(how, *answer, *other, "there are more batches");
        }
    }
    return std::nullopt;
}

std::optional<Violation> check_union(Trial& trial) {
    const Answer* const answer = trial.answer();
    // With rows and bytes to fill, more rows can fill either better.
    if (answer == nullptr || !trial.fits() || bytes_limited(trial.abstract())) return std::nullopt;
    const Halves halves = halves_of(trial);
    if (halves.second.empty()) return std::nullopt;
    const auto first = trial.ask(with_rows(trial.abstract(), halves.first));
    const auto second = trial.ask(with_rows(trial.abstract(), halves.second));
    if (!first || !second) return std::nullopt;
    const std::size_t apart = first->batches.size() + second->batches.size();
    if (answer->batches.size() <= apart + 1) return std::nullopt;
    return Violation{
        fmt::format(
            "{} batches for all rows, but {} for two parts without common records",
            answer->batches.size(),
            apart
        ),
        {}};
}

std::optional<Violation> check_renaming(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr || bytes_limited(trial.abstract())) return std::nullopt;
    const auto other = trial.ask(with_renamed_parents(trial.abstract()));
    if (!other) return std::nullopt;
    const std::string_view how = "with other names for the parents";
    if ((rows_held_back(*other) == 0) != (rows_held_back(*answer) == 0)) {
        return changed(how, *answer, *other, "other rows are held back");
    }
    if (trial.fits() && batch_sizes(*other) != batch_sizes(*answer)) {
        return changed(how, *answer, *other, "they have other sizes");
    }
    return std::nullopt;
}

std::optional<Violation> check_nulls(Trial& trial) {
    const Answer* const answer = trial.answer();
    const AbstractCase& abstract = trial.abstract();
    if (answer == nullptr || bytes_limited(abstract) || abstract.key_columns.empty()) {
        return std::nullopt;
    }
    const AbstractCase variant = with_fresh_parents(abstract);
    if (variant == abstract) return std::nullopt;
    const auto other = trial.ask(variant);
    if (!other) return std::nullopt;
    const std::string_view how = "with a parent of its own for each row without one";
    if ((rows_held_back(*other) == 0) != (rows_held_back(*answer) == 0)) {
        return changed(how, *answer, *other, "other rows are held back");
    }
    if (trial.fits() && other->batches.size() != answer->batches.size()) {
        return changed(how, *answer, *other, "they are more or fewer");
    }
    return std::nullopt;
}

std::optional<Violation> check_doubled_keys(Trial& trial) {
    const Answer* const answer = trial.answer();
    const AbstractCase& abstract = trial.abstract();
    if (answer == nullptr || bytes_limited(abstract) || abstract.doubled_columns) {
        return std::nullopt;
    }
    // Where groups are to be cut, what a row looks like may decide where.
    if (!trial.fits()) return std::nullopt;
    AbstractCase variant = abstract;
    variant.doubled_columns = true;
    const auto other = trial.ask(variant);
    if (!other) return std::nullopt;
    if (batch_keys(trial.instance(), *other) == batch_keys(trial.instance(), *answer)) {
        return std::nullopt;
    }
    return changed("with every key column twice", *answer, *other, "they differ");
}

std::optional<Violation> check_concatenation(Trial& trial) {
    const Halves halves = halves_of(trial);
    if (halves.second.empty()) return std::nullopt;
    std::vector<AnswerBatch> together;
    for (const auto* const rows : {&halves.first, &halves.second}) {
        auto answer = trial.ask(with_rows(trial.abstract(), *rows));
        if (!answer) return std::nullopt;
        for (AnswerBatch& batch : answer->batches) {
            for (std::uint32_t& row : batch.rows) row = (*rows)[row];
            together.push_back(std::move(batch));
        }
    }
    const auto clashes = find_clashes(trial.keys(), together);
    if (clashes.empty()) return std::nullopt;
    const Clash& clash = clashes.front();
    return Violation{
        fmt::format(
            "planned in two parts without common records, rows {} and {} share {} and can meet",
            clash.first_row + 1,
            clash.second_row + 1,
            key_text(trial.instance(), clash.key)
        ),
        {clash.first_row, clash.second_row}};
}

std::optional<Violation> check_multiplied(Trial& trial) {
    constexpr std::uint32_t k_times = 2;
    const Answer* const answer = trial.answer();
    const AbstractCase& abstract = trial.abstract();
    if (answer == nullptr || bytes_limited(abstract) || !trial.fits()) return std::nullopt;
    // Twice the same record in one transaction is another matter.
    if (abstract.operation != "insert") return std::nullopt;
    const auto keyless = std::any_of(
        trial.keys().begin(), trial.keys().end(), [](const auto& keys) { return keys.empty(); }
    );
    // Rows without keys fill holes one by one: twice as many fill them better.
    if (keyless) return std::nullopt;
    const auto other = trial.ask(multiplied(abstract, k_times));
    if (!other || other->batches.size() == answer->batches.size()) return std::nullopt;
    return Violation{
        fmt::format(
            "the number of batches is {}, but {} with every row twice in batches of twice the size",
            answer->batches.size(),
            other->batches.size()
        ),
        {}};
}

}  // namespace rowlock::batcher
