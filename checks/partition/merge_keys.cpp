#include "checks/partition/merge_keys.hpp"

#include "checks/contention/batch_order.hpp"
#include "checks/contention/key_lists.hpp"
#include "checks/contention/nearest_pass.hpp"

#include <algorithm>
#include <numeric>

namespace rowlock {
namespace {

/// A partition's keys of all parts: to the one-pass check, each batch is one row.
struct WholePartition {
    /// By batch of the whole load, in the order of their numbers.
    std::vector<PartBatch> batches;
    /// By batch, then by name.
    std::vector<BatchKey> keys;
    std::vector<std::string> names;
    RowKeys row_keys;
    Batching batching;
};

Failure wrong_parts(std::string_view what) {
    return fail(
        ErrorCode::bad_file, "partition files do not belong together: " + std::string{what}
    );
}

/// Puts the parts one behind the other, batches by number.
Result<WholePartition> join(std::vector<KeyPartition> parts) {
    WholePartition whole;
    for (const KeyPartition& part : parts) {
        whole.batches.insert(whole.batches.end(), part.batches.begin(), part.batches.end());
    }
    const auto by_number = [](const PartBatch& a, const PartBatch& b) {
        return a.number < b.number;
    };
    std::sort(whole.batches.begin(), whole.batches.end(), by_number);
    for (std::size_t i = 1; i < whole.batches.size(); ++i) {
        if (whole.batches[i - 1].number == whole.batches[i].number) {
            return wrong_parts("batch " + std::to_string(whole.batches[i].number) + " comes twice");
        }
    }
    for (KeyPartition& part : parts) {
        for (BatchKey& key : part.keys) {
            const auto at = std::lower_bound(
                whole.batches.begin(), whole.batches.end(), part.batches[key.batch], by_number
            );
            key.batch = static_cast<std::uint32_t>(at - whole.batches.begin());
            whole.keys.push_back(std::move(key));
        }
        part = {};
    }
    std::sort(whole.keys.begin(), whole.keys.end(), [](const BatchKey& a, const BatchKey& b) {
        return a.batch != b.batch ? a.batch < b.batch : a.name < b.name;
    });
    return whole;
}

/// Numbers keys by name and makes every batch a row.
void number_keys(WholePartition& whole) {
    for (const BatchKey& key : whole.keys) whole.names.push_back(key.name);
    std::sort(whole.names.begin(), whole.names.end());
    whole.names.erase(std::unique(whole.names.begin(), whole.names.end()), whole.names.end());
    auto key = whole.keys.begin();
    for (std::uint32_t batch = 0; batch < whole.batches.size(); ++batch) {
        for (; key != whole.keys.end() && key->batch == batch; ++key) {
            const auto at = std::lower_bound(whole.names.begin(), whole.names.end(), key->name);
            whole.row_keys.add({static_cast<KeyNo>(at - whole.names.begin()), key->soft});
        }
        whole.row_keys.end_row();
        PlannedBatch plan = whole.batches[batch].plan;
        plan.first = batch;
        plan.rows = 1;
        whole.batching.batches.push_back(plan);
    }
    whole.batching.order.resize(whole.batches.size());
    std::iota(whole.batching.order.begin(), whole.batching.order.end(), RowNo{0});
}

PartRow row_of(const WholePartition& whole, std::uint32_t batch, const std::string& name) {
    const auto at = std::lower_bound(
        whole.keys.begin(),
        whole.keys.end(),
        std::pair<std::uint32_t, std::string_view>{batch, name},
        [](const BatchKey& key, const auto& wanted) {
            return key.batch != wanted.first ? key.batch < wanted.first : key.name < wanted.second;
        }
    );
    return {whole.batches[batch].number, at->row};
}

/// One reading of the rules, gathered over the partitions.
class Gathering {
public:
    Gathering(KeyReading reading, const ContentionOptions& options)
        : reading_(reading), options_(options) {
        for (const Window& window : options.windows) result_.windows.push_back({window});
        lists_.starts.push_back(0);
    }

    void add(const WholePartition& whole, const BatchOrder& order) {
        const NearestMeetings found = find_nearest_meetings(
            whole.row_keys, whole.batching, order, reading_, whole.names.size()
        );
        std::vector<bool> conflicting(whole.names.size());
        for (std::size_t key = 0; key < found.distance.size(); ++key) {
            if (found.distance[key] == NearestMeetings::k_never) continue;
            conflicting[key] = true;
            ++result_.conflicting_keys;
            for (WindowVerdict& verdict : result_.windows) {
                if (found.distance[key] <= verdict.window.reach()) ++verdict.conflicting_keys;
            }
        }
        result_.overlapping_pairs = order.overlapping_pairs();
        add_lists(whole, order, conflicting);
        add_witnesses(whole, order, found.first);
    }

    MergedContention take(const BatchOrder& order) {
        result_.conflicting_pairs = count_pairs(
            lists_,
            order.places().size(),
            options_.matrix_bytes_max,
            [&](std::uint32_t place, std::span<std::uint64_t> bits) {
                order.keep_overlapping(place, bits);
            }
        );
        return std::move(result_);
    }

private:
    /// A pair may share keys of several partitions: it is counted when all are known.
    void add_lists(
        const WholePartition& whole, const BatchOrder& order, const std::vector<bool>& conflicting
    ) {
        std::vector<std::uint32_t> sequence;
        for (const BatchOrder::Place& place : order.places()) sequence.push_back(place.batch);
        const KeyLists lists =
            make_key_lists(whole.row_keys, whole.batching, sequence, reading_, conflicting);
        for (std::size_t i = 0; i < lists.count(); ++i) {
            const auto list = lists.list(i);
            lists_.keys.push_back(static_cast<KeyNo>(lists_.keys.size()));
            lists_.places.insert(lists_.places.end(), list.begin(), list.end());
            lists_.starts.push_back(lists_.places.size());
        }
    }

    void add_witnesses(
        const WholePartition& whole, const BatchOrder& order, const std::vector<Meeting>& meetings
    ) {
        for (const Meeting& meeting : meetings) {
            const std::string& name = whole.names[meeting.key];
            std::uint32_t first = order.places()[meeting.first_place].batch;
            std::uint32_t second = order.places()[meeting.second_place].batch;
            if (first > second) std::swap(first, second);
            const auto soft = [&](std::uint32_t batch) {
                const auto uses = whole.row_keys.of(batch);
                return std::any_of(uses.begin(), uses.end(), [&](KeyUse use) {
                    return use.key() == meeting.key && use.soft();
                });
            };
            const std::size_t end_of_object = name.find('\0');
            result_.witnesses.push_back(
                {name.substr(0, end_of_object),
                 name.substr(end_of_object + 1),
                 row_of(whole, first, name),
                 row_of(whole, second, name),
                 soft(first) || soft(second)}
            );
        }
        keep_first_witnesses();
    }

    void keep_first_witnesses() {
        auto& witnesses = result_.witnesses;
        std::sort(
            witnesses.begin(),
            witnesses.end(),
            [](const MergedWitness& a, const MergedWitness& b) {
                return a.object != b.object ? a.object < b.object : a.record < b.record;
            }
        );
        if (witnesses.size() > options_.witnesses_max) witnesses.resize(options_.witnesses_max);
    }

    KeyReading reading_;
    const ContentionOptions& options_;
    MergedContention result_;
    KeyLists lists_;
};

}  // namespace

Result<MergedReport> merge_keys(
    std::uint32_t partition_count,
    std::size_t file_count,
    const std::function<Result<KeyPartition>(std::uint32_t, std::size_t)>& read,
    const ContentionOptions& options
) {
    Gathering hard{KeyReading::hard, options};
    Gathering all{KeyReading::all, options};
    std::vector<PartBatch> batches;
    BatchOrder order{{}};
    for (std::uint32_t p = 0; p < partition_count; ++p) {
        std::vector<KeyPartition> parts;
        for (std::size_t file = 0; file < file_count; ++file) {
            auto part = read(p, file);
            if (!part) return Failure{std::move(part.error())};
            if (part->number != p || part->count != partition_count) {
                return wrong_parts("not all are of partition " + std::to_string(p));
            }
            parts.push_back(*std::move(part));
        }
        auto whole = join(std::move(parts));
        if (!whole) return Failure{std::move(whole.error())};
        if (p > 0 && whole->batches != batches) return wrong_parts("their batches differ");
        number_keys(*whole);
        if (p == 0) order = BatchOrder{whole->batching.batches};
        hard.add(*whole, order);
        all.add(*whole, order);
        batches = std::move(whole->batches);
    }
    MergedReport report;
    report.hard = hard.take(order);
    report.all = all.take(order);
    return report;
}

}  // namespace rowlock
