#include "checks/contention/finished.hpp"

#include "checks/contention/bit_row.hpp"
#include "checks/contention/key_lists.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace rowlock {
namespace {

constexpr std::uint32_t k_nowhere = std::numeric_limits<std::uint32_t>::max();

/// Batches in the order in which they started, and who was still running when.
class Timeline {
public:
    explicit Timeline(const FinishedLoad& load) : times_(load.times) {
        for (std::size_t i = 0; i < times_.size(); ++i) {
            if (!times_[i]) continue;
            sequence_.push_back(static_cast<std::uint32_t>(i));
            times_[i]->end = std::max(times_[i]->end, times_[i]->start + 1);
        }
        std::stable_sort(sequence_.begin(), sequence_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return times_[a]->start < times_[b]->start;
        });
        place_of_.assign(times_.size(), k_nowhere);
        for (std::uint32_t place = 0; place < sequence_.size(); ++place) {
            place_of_[sequence_[place]] = place;
        }
    }

    const std::vector<std::uint32_t>& sequence() const { return sequence_; }

    /// k_nowhere for a batch that never ran.
    std::uint32_t place_of(std::uint32_t batch) const { return place_of_[batch]; }

    const BatchTimes& at(std::uint32_t place) const { return *times_[sequence_[place]]; }

    bool met(std::uint32_t earlier, std::uint32_t later) const {
        return at(later).start < at(earlier).end;
    }

    void keep_met(std::uint32_t place, std::span<std::uint64_t> bits) const {
        for (std::size_t word = place / 64; word < bits.size(); ++word) {
            for (std::uint64_t rest = bits[word]; rest != 0; rest &= rest - 1) {
                const auto other = static_cast<std::uint32_t>(
                    word * 64 + static_cast<unsigned>(__builtin_ctzll(rest))
                );
                if (other > place && !met(place, other)) bits[word] &= ~(rest & (0 - rest));
            }
        }
    }

private:
    std::vector<std::optional<BatchTimes>> times_;
    std::vector<std::uint32_t> sequence_;
    std::vector<std::uint32_t> place_of_;
};

/// For each entry of the lists, the place of another batch of the same list that ran at the same
/// time, or k_nowhere.
std::vector<std::uint32_t> partners_of(const KeyLists& lists, const Timeline& timeline) {
    std::vector<std::uint32_t> partners(lists.places.size(), k_nowhere);
    for (std::size_t number = 0; number < lists.count(); ++number) {
        const auto list = lists.list(number);
        std::uint32_t* const partner = partners.data() + lists.starts[number];
        // Whoever started earlier and runs longest is met, if any earlier one is.
        std::uint32_t longest = k_nowhere;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const BatchTimes& own = timeline.at(list[i]);
            if (longest != k_nowhere && timeline.met(longest, list[i])) partner[i] = longest;
            if (longest == k_nowhere || own.end > timeline.at(longest).end) longest = list[i];
        }
        // Whoever started next is met, if any later one is.
        std::uint32_t next = k_nowhere;
        for (std::size_t i = list.size(); i-- > 0;) {
            if (next != k_nowhere && timeline.met(list[i], next)) partner[i] = next;
            next = list[i];
        }
    }
    return partners;
}

/// Finds who explains a row's failure.
class Explainer {
public:
    Explainer(
        const RowKeys& keys, const KeyLists& lists, const std::vector<std::uint32_t>& partners
    )
        : keys_(keys), lists_(lists), partners_(partners) {}

    /// The key and the place of the batch that met the row's.
    std::optional<std::pair<KeyUse, std::uint32_t>> find(RowNo row, std::uint32_t place) const {
        if (place == k_nowhere) return std::nullopt;
        for (const KeyUse use : keys_.of(row)) {
            const auto at = std::lower_bound(lists_.keys.begin(), lists_.keys.end(), use.key());
            if (at == lists_.keys.end() || *at != use.key()) continue;
            const auto number = static_cast<std::size_t>(at - lists_.keys.begin());
            const auto list = lists_.list(number);
            const auto entry = std::lower_bound(list.begin(), list.end(), place) - list.begin();
            const std::uint32_t partner =
                partners_[lists_.starts[number] + static_cast<std::size_t>(entry)];
            if (partner != k_nowhere) return std::pair{use, partner};
        }
        return std::nullopt;
    }

private:
    const RowKeys& keys_;
    const KeyLists& lists_;
    const std::vector<std::uint32_t>& partners_;
};

/// The keys of batches of which nobody knows when they ran.
class UntimedKeys {
public:
    UntimedKeys(const RowKeys& keys, const Batching& batching, const FinishedLoad& load)
        : wanted_(keys.key_count()) {
        for (std::size_t batch = 0; batch < load.times.size(); ++batch) {
            if (load.times[batch]) continue;
            for (const RowNo row : batching.rows_of(batching.batches[batch])) {
                for (const KeyUse use : keys.of(row)) wanted_[use.key()] = true;
            }
        }
    }

    bool wants_any(std::span<const KeyUse> uses) const {
        return std::any_of(uses.begin(), uses.end(), [&](KeyUse use) {
            return wanted_[use.key()];
        });
    }

private:
    std::vector<bool> wanted_;
};

std::vector<std::uint32_t> batches_of_rows(const RowKeys& keys, const Batching& batching) {
    std::vector<std::uint32_t> batch_of(keys.row_count(), k_nowhere);
    for (std::uint32_t batch = 0; batch < batching.batches.size(); ++batch) {
        for (const RowNo row : batching.rows_of(batching.batches[batch])) batch_of[row] = batch;
    }
    return batch_of;
}

std::optional<Failure> fault_of(const Batching& batching, const FinishedLoad& load) {
    const auto wrong = [](std::string message) {
        return fail(ErrorCode::bad_file, std::move(message));
    };
    if (load.times.size() != batching.batches.size()) {
        return wrong(
            "times of " + std::to_string(load.times.size()) + " batches, but there are " +
            std::to_string(batching.batches.size())
        );
    }
    for (std::size_t i = 0; i < load.times.size(); ++i) {
        if (load.times[i] && load.times[i]->end < load.times[i]->start) {
            return wrong("batch " + std::to_string(i + 1) + " ends before it starts");
        }
    }
    return std::nullopt;
}

RowPlace wanting_row(
    const RowKeys& keys, const Batching& batching, std::uint32_t batch, KeyNo key
) {
    const auto rows = batching.rows_of(batching.batches[batch]);
    const auto wants = [&](RowNo row) {
        const auto uses = keys.of(row);
        return std::any_of(uses.begin(), uses.end(), [&](KeyUse use) { return use.key() == key; });
    };
    return {batch, *std::find_if(rows.begin(), rows.end(), wants)};
}

void note_met(
    const KeyLists& lists,
    const std::vector<std::uint32_t>& partners,
    const Timeline& timeline,
    FinishedReport& report
) {
    for (std::size_t number = 0; number < lists.count(); ++number) {
        bool any = false;
        for (std::uint64_t i = lists.starts[number]; i < lists.starts[number + 1]; ++i) {
            if (partners[i] == k_nowhere) continue;
            any = true;
            report.met[timeline.sequence()[lists.places[i]]] = true;
        }
        if (any) ++report.met_keys;
    }
}

}  // namespace

Result<FinishedReport> explain_finished(
    const RowKeys& keys,
    const Batching& batching,
    const FinishedLoad& load,
    const ContentionOptions& options
) {
    if (auto fault = fault_of(batching, load)) return *std::move(fault);
    const Timeline timeline{load};
    const KeyLists lists = make_key_lists(keys, batching, timeline.sequence(), KeyReading::all, {});
    const std::vector<std::uint32_t> partners = partners_of(lists, timeline);
    FinishedReport report;
    report.met.resize(batching.batches.size());
    note_met(lists, partners, timeline, report);
    report.met_pairs = count_pairs(
        lists,
        timeline.sequence().size(),
        options.matrix_bytes_max,
        [&](std::uint32_t place, std::span<std::uint64_t> bits) { timeline.keep_met(place, bits); }
    );

    const std::vector<std::uint32_t> batch_of = batches_of_rows(keys, batching);
    const Explainer explainer{keys, lists, partners};
    const UntimedKeys untimed{keys, batching, load};
    std::vector<RowNo> failed = load.lock_failures;
    std::sort(failed.begin(), failed.end());
    for (const RowNo row : failed) {
        if (row >= batch_of.size() || batch_of[row] == k_nowhere) {
            return fail(
                ErrorCode::bad_file, "failed row " + std::to_string(row + 1) + " is in no batch"
            );
        }
        const std::uint32_t batch = batch_of[row];
        const auto found = explainer.find(row, timeline.place_of(batch));
        if (!found && (!load.times[batch] || untimed.wants_any(keys.of(row)))) {
            ++report.undecided;
            continue;
        }
        if (!found) {
            ++report.foreign;
            if (report.foreign_rows.size() < options.witnesses_max)
                report.foreign_rows.push_back(row);
            continue;
        }
        ++report.explained;
        if (report.explained_by.size() >= options.witnesses_max) continue;
        const auto [use, partner] = *found;
        const RowPlace other = wanting_row(keys, batching, timeline.sequence()[partner], use.key());
        report.explained_by.push_back({use.key(), {batch, row}, other, use.soft()});
    }
    return report;
}

}  // namespace rowlock
