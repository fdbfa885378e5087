#include "checks/contention/finished.hpp"

#include "checks/contention/bit_row.hpp"
#include "checks/contention/key_lists.hpp"
#include "checks/contention/wanting_row.hpp"

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

    /// A key of a row, and the place of a batch that met the row's on it.
    struct Found {
        RowNo row = 0;
        KeyUse use;
        std::uint32_t place = 0;
    };

    std::optional<Found> find(RowNo row, std::uint32_t place) const {
        if (place == k_nowhere) return std::nullopt;
        for (const KeyUse use : keys_.of(row)) {
            const auto at = std::lower_bound(lists_.keys.begin(), lists_.keys.end(), use.key());
            if (at == lists_.keys.end() || *at != use.key()) continue;
            const auto number = static_cast<std::size_t>(at - lists_.keys.begin());
            const auto list = lists_.list(number);
            const auto entry = std::lower_bound(list.begin(), list.end(), place) - list.begin();
            const std::uint32_t partner =
                partners_[lists_.starts[number] + static_cast<std::size_t>(entry)];
            if (partner != k_nowhere) return Found{row, use, partner};
        }
        return std::nullopt;
    }

    std::optional<Found> find_any(const OrderedRows& rows, std::uint32_t place) const {
        for (const RowNo row : rows) {
            if (const auto found = find(row, place)) return found;
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

    bool wants_any(const RowKeys& keys, const OrderedRows& rows) const {
        return std::any_of(rows.begin(), rows.end(), [&](RowNo row) {
            const auto uses = keys.of(row);
            return std::any_of(uses.begin(), uses.end(), [&](KeyUse use) {
                return wanted_[use.key()];
            });
        });
    }

private:
    std::vector<bool> wanted_;
};

/// The rows that live and die together.
class Transactions {
public:
    Transactions(const RowKeys& keys, const Batching& batching, std::uint32_t chunk_rows)
        : of_row_(keys.row_count(), k_nowhere) {
        for (std::uint32_t batch = 0; batch < batching.batches.size(); ++batch) {
            const auto rows = batching.rows_of(batching.batches[batch]);
            for (std::size_t first = 0; first < rows.size(); first += chunk_rows) {
                const auto chunk =
                    rows.part(first, std::min<std::size_t>(chunk_rows, rows.size() - first));
                for (const RowNo row : chunk) {
                    of_row_[row] = static_cast<std::uint32_t>(all_.size());
                }
                all_.push_back({batch, chunk});
            }
        }
    }

    struct Transaction {
        std::uint32_t batch = 0;
        OrderedRows rows;
    };

    std::size_t count() const { return all_.size(); }

    /// k_nowhere for a row in no batch.
    std::uint32_t of_row(RowNo row) const {
        return row < of_row_.size() ? of_row_[row] : k_nowhere;
    }

    const Transaction& at(std::uint32_t number) const { return all_[number]; }

private:
    std::vector<Transaction> all_;
    std::vector<std::uint32_t> of_row_;
};

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

/// Says of each failed row whose doing that was.
class FailureSorter {
public:
    FailureSorter(
        const RowKeys& keys,
        const Batching& batching,
        const FinishedLoad& load,
        const Timeline& timeline,
        const Transactions& transactions,
        const Explainer& explainer,
        const UntimedKeys& untimed
    )
        : keys_(keys),
          batching_(batching),
          load_(load),
          timeline_(timeline),
          transactions_(transactions),
          explainer_(explainer),
          untimed_(untimed),
          causes_(transactions.count()) {}

    void add(RowNo row, std::size_t witnesses_max, FinishedReport& report) {
        const std::uint32_t number = transactions_.of_row(row);
        const auto& transaction = transactions_.at(number);
        const Cause& cause = cause_of(number);
        if (cause.found) {
            ++report.explained;
            if (report.explained_by.size() >= witnesses_max) return;
            const auto own = explainer_.find(row, timeline_.place_of(transaction.batch));
            report.explained_by.push_back(witness_of(transaction.batch, own.value_or(*cause.found))
            );
            return;
        }
        if (cause.undecided) {
            ++report.undecided;
            return;
        }
        ++report.foreign;
        if (report.foreign_rows.size() < witnesses_max) report.foreign_rows.push_back(row);
    }

private:
    /// What is known of a transaction.
    struct Cause {
        bool looked_for = false;
        bool undecided = false;
        std::optional<Explainer::Found> found;
    };

    const Cause& cause_of(std::uint32_t number) {
        Cause& cause = causes_[number];
        if (cause.looked_for) return cause;
        const auto& [batch, rows] = transactions_.at(number);
        cause.looked_for = true;
        cause.found = explainer_.find_any(rows, timeline_.place_of(batch));
        cause.undecided =
            !load_.keys_known || !load_.times[batch] || untimed_.wants_any(keys_, rows);
        return cause;
    }

    Witness witness_of(std::uint32_t batch, const Explainer::Found& found) const {
        const std::uint32_t other = timeline_.sequence()[found.place];
        const auto rows = batching_.rows_of(batching_.batches[other]);
        const WantingRow wanting = find_wanting_row(keys_, rows, found.use.key(), KeyReading::all);
        return {
            found.use.key(),
            {batch, found.row},
            {other, wanting.row},
            found.use.soft() || wanting.soft};
    }

    const RowKeys& keys_;
    const Batching& batching_;
    const FinishedLoad& load_;
    const Timeline& timeline_;
    const Transactions& transactions_;
    const Explainer& explainer_;
    const UntimedKeys& untimed_;
    /// By transaction.
    std::vector<Cause> causes_;
};

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

    const Transactions transactions{keys, batching, std::max(load.chunk_rows, 1U)};
    const Explainer explainer{keys, lists, partners};
    const UntimedKeys untimed{keys, batching, load};
    FailureSorter sorter{keys, batching, load, timeline, transactions, explainer, untimed};
    std::vector<RowNo> failed = load.lock_failures;
    std::sort(failed.begin(), failed.end());
    failed.erase(std::unique(failed.begin(), failed.end()), failed.end());
    for (const RowNo row : failed) {
        if (transactions.of_row(row) == k_nowhere) {
            return fail(
                ErrorCode::bad_file, "failed row " + std::to_string(row + 1) + " is in no batch"
            );
        }
        sorter.add(row, options.witnesses_max, report);
    }
    return report;
}

}  // namespace rowlock
