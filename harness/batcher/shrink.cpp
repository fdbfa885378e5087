#include "harness/batcher/shrink.hpp"

#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/case_file.hpp"
#include "harness/batcher/judge.hpp"
#include "harness/batcher/variants.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace rowlock::batcher {
namespace {

/// Tries candidates and keeps those that are lighter and still fail.
class Shrinker {
public:
    Shrinker(AbstractCase abstract, const StillFails& still_fails, std::uint64_t tries_max)
        : still_fails_(still_fails), tries_max_(tries_max), result_{std::move(abstract), 0, 0} {}

    const AbstractCase& now() const { return result_.abstract; }

    /// Whether the candidate was taken.
    bool offer(const AbstractCase& candidate) {
        if (done() || weight_of(candidate) >= weight_of(now())) return false;
        // Many ways lead to the same case.
        if (!tried_.insert(hash_text(case_json(candidate, {}))).second) return false;
        if (!fault_of(candidate).empty()) return false;
        ++result_.tries;
        if (!still_fails_(candidate)) return false;
        ++result_.steps;
        result_.abstract = candidate;
        return true;
    }

    bool done() const { return result_.tries >= tries_max_; }

    ShrinkResult& result() { return result_; }

private:
    const StillFails& still_fails_;
    std::uint64_t tries_max_;
    ShrinkResult result_;
    std::set<std::uint64_t> tried_;
};

AbstractCase without_rows(const AbstractCase& abstract, std::size_t first, std::size_t count) {
    AbstractCase changed = abstract;
    const auto begin = changed.rows.begin() + static_cast<std::ptrdiff_t>(first);
    changed.rows.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    return changed;
}

void drop_groups(Shrinker& shrinker) {
    bool taken = true;
    while (taken) {
        taken = false;
        const auto groups = find_groups(keys_of(render(shrinker.now())));
        const std::size_t count = group_sizes(groups).size();
        for (std::size_t group = 0; group < count && !taken; ++group) {
            std::vector<std::uint32_t> kept;
            for (std::uint32_t row = 0; row < groups.size(); ++row) {
                if (groups[row] != group) kept.push_back(row);
            }
            taken = shrinker.offer(with_rows(shrinker.now(), kept));
        }
    }
}

void drop_rows(Shrinker& shrinker) {
    for (std::size_t count = shrinker.now().rows.size() / 2; count > 0; count /= 2) {
        for (std::size_t first = 0; first + count <= shrinker.now().rows.size();) {
            if (!shrinker.offer(without_rows(shrinker.now(), first, count))) ++first;
        }
    }
}

std::uint64_t file_bytes(const AbstractCase& abstract) {
    const Instance instance = render(abstract);
    return csv_text(instance).size();
}

/// The candidate has fewer rows than the case now: the caps, too, by as much.
bool offer_with_lower_caps(Shrinker& shrinker, AbstractCase candidate) {
    if (candidate.caps.rows > 1) {
        --candidate.caps.rows;
        if (shrinker.offer(candidate)) return true;
        ++candidate.caps.rows;
    }
    if (!bytes_limited(candidate)) return false;
    const std::uint64_t less = file_bytes(shrinker.now()) - file_bytes(candidate);
    if (less >= candidate.caps.bytes) return false;
    candidate.caps.bytes -= less;
    return shrinker.offer(candidate);
}

/// Where a row less alone makes the failure go away: the cap shrinks with the rows.
void drop_rows_and_cap(Shrinker& shrinker) {
    for (std::size_t first = 0; first < shrinker.now().rows.size();) {
        bool taken = false;
        for (std::size_t second = first; second < shrinker.now().rows.size() && !taken; ++second) {
            AbstractCase candidate = without_rows(shrinker.now(), second, 1);
            if (second != first) candidate = without_rows(candidate, first, 1);
            taken = shrinker.offer(candidate) || offer_with_lower_caps(shrinker, candidate);
        }
        if (!taken) ++first;
    }
}

/// Without a column; where `into` says so, its keys go to that one if there is room.
AbstractCase without_column(
    const AbstractCase& abstract, std::size_t column, std::optional<std::size_t> into
) {
    AbstractCase changed = abstract;
    const auto place = static_cast<std::ptrdiff_t>(column);
    changed.key_columns.erase(changed.key_columns.begin() + place);
    for (AbstractRow& row : changed.rows) {
        if (into && row.keys[*into].parent == k_no_parent) row.keys[*into] = row.keys[column];
        row.keys.erase(row.keys.begin() + place);
    }
    // Without its own id a row is no update.
    if (column == 0) changed.operation = "insert";
    return changed;
}

void drop_columns(Shrinker& shrinker) {
    for (std::size_t column = 0; column < shrinker.now().key_columns.size();) {
        bool taken = shrinker.offer(without_column(shrinker.now(), column, std::nullopt));
        for (std::size_t into = 0; !taken && into < shrinker.now().key_columns.size(); ++into) {
            if (into == column) continue;
            taken = shrinker.offer(without_column(shrinker.now(), column, into));
        }
        if (!taken) ++column;
    }
}

template <class Change>
void change_each_cell(Shrinker& shrinker, Change&& change) {
    for (std::size_t row = 0; row < shrinker.now().rows.size(); ++row) {
        for (std::size_t column = 0; column < shrinker.now().key_columns.size(); ++column) {
            AbstractCase candidate = shrinker.now();
            change(candidate.rows[row].keys[column]);
            shrinker.offer(candidate);
        }
    }
}

void merge_parents(Shrinker& shrinker) {
    std::set<ParentNo> parents;
    for (const AbstractRow& row : shrinker.now().rows) {
        for (const KeyCell& cell : row.keys) {
            if (cell.parent != k_no_parent) parents.insert(cell.parent);
        }
    }
    for (const ParentNo from : parents) {
        for (const ParentNo into : parents) {
            if (into >= from) break;
            AbstractCase candidate = shrinker.now();
            for (AbstractRow& row : candidate.rows) {
                for (KeyCell& cell : row.keys) {
                    if (cell.parent == from) cell.parent = into;
                }
            }
            if (shrinker.offer(candidate)) break;
        }
    }
}

void drop_parents(Shrinker& shrinker) {
    change_each_cell(shrinker, [](KeyCell& cell) { cell = KeyCell{}; });
}

void lower_caps(Shrinker& shrinker) {
    for (std::uint32_t rows = 1; rows < shrinker.now().caps.rows; ++rows) {
        AbstractCase candidate = shrinker.now();
        candidate.caps.rows = rows;
        shrinker.offer(candidate);
    }
    AbstractCase candidate = shrinker.now();
    candidate.workers = 1;
    shrinker.offer(candidate);
    candidate = shrinker.now();
    candidate.caps.bytes = Caps{}.bytes;
    shrinker.offer(candidate);
}

/// Parents by first appearance, A, B, C...; twins stay twins.
AbstractCase with_canonical_parents(const AbstractCase& abstract) {
    std::map<unsigned, unsigned> number;
    AbstractCase changed = abstract;
    for (AbstractRow& row : changed.rows) {
        for (KeyCell& cell : row.keys) {
            if (cell.parent == k_no_parent) continue;
            const unsigned pair = (cell.parent - 1U) / 2U;
            const unsigned fresh =
                number.try_emplace(pair, static_cast<unsigned>(number.size())).first->second;
            cell.parent = static_cast<ParentNo>(2 * fresh + 2 - cell.parent % 2);
        }
    }
    return changed;
}

AbstractCase with_canonical_names(const AbstractCase& abstract) {
    std::map<std::uint16_t, std::uint16_t> number;
    AbstractCase changed = abstract;
    for (AbstractRow& row : changed.rows) {
        const auto next = static_cast<std::uint16_t>(number.size());
        row.name = number.try_emplace(row.name, next).first->second;
    }
    return changed;
}

void simplify_names(Shrinker& shrinker) {
    shrinker.offer(with_canonical_parents(shrinker.now()));
    shrinker.offer(with_canonical_names(shrinker.now()));
}

void simplify_ids(Shrinker& shrinker) {
    shrinker.offer(with_form(shrinker.now(), IdForm::long_id));
    shrinker.offer(without_twins(shrinker.now()));
    change_each_cell(shrinker, [](KeyCell& cell) {
        if (cell.parent % 2 == 0 && cell.parent != k_no_parent) --cell.parent;
    });
    change_each_cell(shrinker, [](KeyCell& cell) { cell.form = IdForm::long_id; });
    change_each_cell(shrinker, [](KeyCell& cell) { cell.form = IdForm::short_id; });
    change_each_cell(shrinker, [](KeyCell& cell) { cell.padded = false; });
    change_each_cell(shrinker, [](KeyCell& cell) { cell.blank = Blank::empty; });
}

void simplify_text(Shrinker& shrinker) {
    AbstractCase plain = shrinker.now();
    for (AbstractRow& row : plain.rows) {
        row.text = TextStyle::plain;
        row.filling = 0;
    }
    shrinker.offer(plain);
    for (std::size_t row = 0; row < shrinker.now().rows.size(); ++row) {
        AbstractCase candidate = shrinker.now();
        candidate.rows[row].text = TextStyle::plain;
        shrinker.offer(candidate);
        for (unsigned filling : {0U, 1U, 2U, shrinker.now().rows[row].filling / 2U}) {
            candidate = shrinker.now();
            candidate.rows[row].filling = static_cast<std::uint16_t>(filling);
            shrinker.offer(candidate);
        }
    }
}

/// A cap that just the first rows reach, or all but a byte.
void lower_bytes(Shrinker& shrinker) {
    if (!bytes_limited(shrinker.now())) return;
    const Instance instance = render(shrinker.now());
    std::uint64_t bytes = header_line(instance).size();
    for (std::size_t row = 0; row < instance.rows.size(); ++row) {
        bytes += row_bytes(instance, row);
        for (const std::uint64_t cap : {bytes - 1, bytes}) {
            AbstractCase candidate = shrinker.now();
            candidate.caps.bytes = cap;
            shrinker.offer(candidate);
        }
    }
}

void simplify_settings(Shrinker& shrinker) {
    AbstractCase candidate = shrinker.now();
    for (bool AbstractCase::*const flag :
         {&AbstractCase::crlf,
          &AbstractCase::byte_order_mark,
          &AbstractCase::no_bytes,
          &AbstractCase::scattered_ids,
          &AbstractCase::doubled_columns}) {
        candidate = shrinker.now();
        candidate.*flag = false;
        shrinker.offer(candidate);
    }
    candidate = shrinker.now();
    candidate.final_line_end = true;
    shrinker.offer(candidate);
    candidate = shrinker.now();
    candidate.letter_place = 0;
    shrinker.offer(candidate);
    for (std::uint8_t turned = 0; turned < shrinker.now().turned_columns; ++turned) {
        candidate = shrinker.now();
        candidate.turned_columns = turned;
        shrinker.offer(candidate);
    }
    for (std::size_t column = 0; column < shrinker.now().key_columns.size(); ++column) {
        candidate = shrinker.now();
        candidate.key_columns[column].quoted = false;
        shrinker.offer(candidate);
    }
}

}  // namespace

ShrinkResult shrink(AbstractCase abstract, const StillFails& still_fails, std::uint64_t tries_max) {
    using Pass = void (*)(Shrinker&);
    constexpr std::array<Pass, 12> k_passes{
        drop_groups,
        drop_rows,
        drop_rows_and_cap,
        merge_parents,
        drop_columns,
        drop_parents,
        lower_caps,
        simplify_names,
        simplify_ids,
        simplify_text,
        lower_bytes,
        simplify_settings};
    Shrinker shrinker{std::move(abstract), still_fails, tries_max};
    std::uint64_t steps_before = 0;
    do {
        steps_before = shrinker.result().steps;
        for (const Pass pass : k_passes) pass(shrinker);
    } while (shrinker.result().steps > steps_before && !shrinker.done());
    return std::move(shrinker.result());
}

std::vector<AbstractCase> simpler_cases(const AbstractCase& abstract) {
    std::vector<AbstractCase> found;
    // None is taken, so that all of them start from this case.
    const StillFails collect = [&found](const AbstractCase& candidate) {
        found.push_back(candidate);
        return false;
    };
    shrink(abstract, collect, std::numeric_limits<std::uint64_t>::max());
    return found;
}

}  // namespace rowlock::batcher
