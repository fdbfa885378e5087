#include "checks/assess/other_names.hpp"

#include "mockorg/base/counted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint16_t k_no_class = 0xffff;

/// Keys of which the same is known.
struct NameClass {
    KeyNaming naming;
    std::uint64_t keys = 0;
    KeyNo first_key = 0;
};

/// Batches that run beside the same others: one of them, and another if there is one.
struct BatchesAlike {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

bool may_be_of_other_object(const KeyNaming& id, const KeyNaming& value) {
    return (id.kinds & k_object_unsure) != 0 && value.custom;
}

/// Whether a record of one class can be one of the other.
bool may_be_same(const KeyNaming& a, const KeyNaming& b) {
    // Two values of one field are two records, but for those whose letter case means nothing.
    if (a.by == b.by && a.object == b.object) return (a.kinds & b.kinds & k_case_unsure) != 0;
    const bool unsure = ((a.kinds | b.kinds) & k_object_unsure) != 0;
    const bool alike = unsure ? may_be_of_other_object(a, b) || may_be_of_other_object(b, a)
                              : a.object == b.object;
    return alike && !are_two(a.kinds, b.kinds);
}

/// What is the same for them, nothing keeps apart from a third batch that does not from all.
auto company_of(const PlannedBatch& batch) {
    return std::tuple{batch.lane, batch.load, batch.phase, batch.feed_group};
}

bool may_meet(const PlannedBatch& a, const PlannedBatch& b) {
    const bool fed = a.lane == BatchLane::feed && b.lane == BatchLane::feed && a.load == b.load &&
                     a.phase == b.phase;
    return fed || may_overlap(a, b);
}

class NameSearch {
public:
    NameSearch(
        const LoadedInput& input, const Batching& batching, std::span<const PlannedBatch> sent
    )
        : input_(input), batching_(batching), sent_(sent) {}

    std::vector<OtherNames> run() {
        if (!input_.names_vary() || sent_.size() < 2) return {};
        sort_keys();
        find_pairs();
        if (pairs_.empty()) return {};
        find_batches();
        std::erase_if(pairs_, [&](const auto& pair) { return !meet(pair.first, pair.second); });
        return pairs_.empty() ? std::vector<OtherNames>{} : list();
    }

private:
    void sort_keys() {
        const auto count = static_cast<KeyNo>(input_.keys().key_count());
        class_of_.resize(count, k_no_class);
        for (KeyNo key = 0; key < count; ++key) {
            const KeyNaming naming = input_.key_naming(key);
            if ((naming.kinds & k_all_kinds) == k_all_kinds) continue;
            class_of_[key] = class_for(naming, key);
            ++classes_[class_of_[key]].keys;
        }
    }

    /// There are few, and the next key is most often of the last one's.
    std::uint16_t class_for(const KeyNaming& naming, KeyNo key) {
        const auto is_it = [&](const NameClass& each) {
            return each.naming.object == naming.object && each.naming.kinds == naming.kinds &&
                   each.naming.by == naming.by;
        };
        if (last_class_ < classes_.size() && is_it(classes_[last_class_])) return last_class_;
        const auto known = std::find_if(classes_.begin(), classes_.end(), is_it);
        last_class_ = static_cast<std::uint16_t>(known - classes_.begin());
        if (known == classes_.end()) classes_.push_back({naming, 0, key});
        return last_class_;
    }

    void find_pairs() {
        for (std::uint16_t a = 0; a < classes_.size(); ++a) {
            for (std::uint16_t b = a; b < classes_.size(); ++b) {
                if (a == b && classes_[a].keys < 2) continue;
                if (!may_be_same(classes_[a].naming, classes_[b].naming)) continue;
                pairs_.emplace_back(a, b);
            }
        }
    }

    void find_batches() {
        batches_.resize(classes_.size());
        for (std::uint32_t batch = 0; batch < sent_.size(); ++batch) {
            for (const RowNo row : batching_.rows_of(batching_.batches[batch])) {
                for (const KeyUse use : input_.keys().of(row)) {
                    const std::uint16_t number = class_of_[use.key()];
                    if (number == k_no_class) continue;
                    const auto company = company_of(sent_[batch]);
                    const auto at =
                        batches_[number].try_emplace(company, BatchesAlike{batch, batch});
                    at.first->second.last = batch;
                }
            }
        }
    }

    bool meet(std::uint16_t a, std::uint16_t b) const {
        for (const auto& [company, ours] : batches_[a]) {
            for (const auto& [other_company, theirs] : batches_[b]) {
                if (!may_meet(sent_[ours.first], sent_[theirs.first])) continue;
                const bool same_one = ours.first == ours.last && theirs.first == theirs.last &&
                                      ours.first == theirs.first;
                if (!same_one) return true;
            }
        }
        return false;
    }

    /// The object of a pair: that of the value, where the id's is not sure.
    std::string object_of(std::uint16_t a, std::uint16_t b) const {
        const bool unsure = (classes_[a].naming.kinds & k_object_unsure) != 0;
        return std::string{input_.key_object(classes_[unsure ? b : a].first_key)};
    }

    std::vector<OtherNames> list() {
        std::map<std::string, std::set<std::uint16_t>> classes_of;
        std::map<std::string, NameKinds> unsure_of;
        for (const auto& [a, b] : pairs_) {
            const std::string object = object_of(a, b);
            classes_of[object].insert({a, b});
            unsure_of[object] |= classes_[a].naming.kinds & classes_[b].naming.kinds &
                                 (k_value_shared | k_case_unsure);
        }
        std::vector<OtherNames> found;
        for (const auto& [object, members] : classes_of) {
            found.push_back(describe_in(object, members));
            found.back().unsure = unsure_of.at(object);
        }
        return found;
    }

    OtherNames describe_in(const std::string& object, const std::set<std::uint16_t>& members)
        const {
        OtherNames names;
        names.object = object;
        const auto way_of = [&](std::string_view by) -> OtherNames::Way& {
            for (OtherNames::Way& way : names.ways) {
                if (way.by == by) return way;
            }
            names.ways.push_back({std::string{by}, 0, {}, {}, 0});
            return names.ways.back();
        };
        for (const std::uint16_t member : members) {
            way_of(classes_[member].naming.by).records += classes_[member].keys;
        }
        for (const PlannedBatch& batch : batching_.batches) {
            for (const RowNo row : batching_.rows_of(batch)) {
                bool counts = false;
                for (const KeyUse use : input_.keys().of(row)) {
                    const std::uint16_t number = class_of_[use.key()];
                    if (!members.contains(number)) continue;
                    counts = true;
                    OtherNames::Way& way = way_of(classes_[number].naming.by);
                    if (way.example.empty()) set_example(way, use.key(), row);
                }
                names.rows += counts ? 1U : 0U;
            }
        }
        std::sort(names.ways.begin(), names.ways.end(), [](const auto& a, const auto& b) {
            return std::pair{a.by != "Id", a.by} < std::pair{b.by != "Id", b.by};
        });
        return names;
    }

    void set_example(OtherNames::Way& way, KeyNo key, RowNo row) const {
        const RowOrigin origin = input_.origin(row);
        way.example = input_.key_name(key).record;
        way.file = input_.files()[origin.file].source.path;
        way.line = origin.line;
    }

    const LoadedInput& input_;
    const Batching& batching_;
    std::span<const PlannedBatch> sent_;
    std::vector<std::uint16_t> class_of_;
    std::vector<NameClass> classes_;
    std::uint16_t last_class_ = 0;
    std::vector<std::pair<std::uint16_t, std::uint16_t>> pairs_;
    /// By class.
    std::vector<std::map<decltype(company_of({})), BatchesAlike>> batches_;
};

/// Why names are not told from each other, and what to do.
std::string way_out(const OtherNames& names) {
    if ((names.unsure & k_value_shared) != 0) {
        return "reference files have several records with one of these values: ids in its place "
               "settle it";
    }
    if ((names.unsure & k_case_unsure) != 0) {
        return "which letters beyond ASCII the platform takes for one where letter case means "
               "nothing is not documented: ids in their place settle it";
    }
    std::string fields;
    for (const OtherNames::Way& way : names.ways)
        fields += (fields.empty() ? "" : " and ") + way.by;
    return fmt::format(
        "a reference file of {} with the columns {} settles it", names.object, fields
    );
}

}  // namespace

std::string describe(const OtherNames& names) {
    std::vector<std::string> ways;
    for (const OtherNames::Way& way : names.ways) {
        ways.push_back(fmt::format(
            "{} by {} ({}, {} line {})",
            counted(way.records, "record"),
            way.by,
            way.example,
            way.file,
            way.line
        ));
    }
    return fmt::format(
        "{} {} records of {} that batches side by side name in different ways: {}. Two of these "
        "names may mean one record, so nothing is proven; {}.",
        counted(names.rows, "row"),
        names.rows == 1 ? "locks" : "lock",
        names.object,
        fmt::join(ways, ", "),
        way_out(names)
    );
}

std::vector<OtherNames> find_other_names(
    const LoadedInput& input, const Batching& batching, std::span<const PlannedBatch> sent
) {
    return NameSearch{input, batching, sent}.run();
}

}  // namespace rowlock
