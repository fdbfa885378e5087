#include "harness/batcher/variants.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rowlock::batcher {
namespace {

template <class Change>
AbstractCase with_changed_cells(const AbstractCase& abstract, Change&& change) {
    AbstractCase changed = abstract;
    for (AbstractRow& row : changed.rows) {
        for (std::size_t i = 0; i < row.keys.size(); ++i) {
            if (row.keys[i].parent != k_no_parent) change(row.keys[i], changed.key_columns[i]);
        }
    }
    return changed;
}

std::set<ParentNo> parents_of(const AbstractCase& abstract) {
    std::set<ParentNo> parents;
    for (const AbstractRow& row : abstract.rows) {
        for (const KeyCell& cell : row.keys) {
            if (cell.parent != k_no_parent) parents.insert(cell.parent);
        }
    }
    return parents;
}

bool has_parent(const AbstractRow& row) {
    return std::any_of(row.keys.begin(), row.keys.end(), [](const KeyCell& cell) {
        return cell.parent != k_no_parent;
    });
}

}  // namespace

AbstractCase with_rows(const AbstractCase& abstract, const std::vector<std::uint32_t>& rows) {
    AbstractCase changed = abstract;
    changed.rows.clear();
    for (const std::uint32_t row : rows) changed.rows.push_back(abstract.rows[row]);
    return changed;
}

AbstractCase with_form(const AbstractCase& abstract, IdForm form) {
    return with_changed_cells(abstract, [form](KeyCell& cell, const Column& column) {
        if (!column.external && cell.form != IdForm::bad_suffix) cell.form = form;
    });
}

AbstractCase without_twins(const AbstractCase& abstract) {
    ParentNo next = fresh_parent(abstract);
    std::map<ParentNo, ParentNo> renamed;
    return with_changed_cells(abstract, [&](KeyCell& cell, const Column&) {
        if (cell.parent % 2 != 0) return;
        const auto [entry, added] = renamed.try_emplace(cell.parent, next);
        if (added) next = static_cast<ParentNo>(next + 2);
        cell.parent = entry->second;
    });
}

AbstractCase with_renamed_parents(const AbstractCase& abstract) {
    std::map<ParentNo, ParentNo> renamed;
    const std::set<ParentNo> parents = parents_of(abstract);
    auto next = static_cast<ParentNo>(2 * parents.size() + 1);
    for (const ParentNo parent : parents) {
        next = static_cast<ParentNo>(next - 2);
        renamed[parent] = next;
    }
    return with_changed_cells(abstract, [&renamed](KeyCell& cell, const Column&) {
        cell.parent = renamed[cell.parent];
    });
}

AbstractCase with_fresh_parents(const AbstractCase& abstract) {
    AbstractCase changed = abstract;
    ParentNo next = fresh_parent(abstract);
    for (AbstractRow& row : changed.rows) {
        if (has_parent(row)) continue;
        row.keys.front() = KeyCell{next, IdForm::long_id, Blank::empty, false};
        next = static_cast<ParentNo>(next + 2);
    }
    return changed;
}

AbstractCase with_unrelated_row(const AbstractCase& abstract, bool with_parent) {
    AbstractCase changed = abstract;
    AbstractRow row;
    row.keys.resize(abstract.key_columns.size());
    for (const AbstractRow& each : abstract.rows) {
        row.name = std::max(row.name, static_cast<std::uint16_t>(each.name + 1));
    }
    if (with_parent && !row.keys.empty()) row.keys.front().parent = fresh_parent(abstract);
    changed.rows.push_back(std::move(row));
    return changed;
}

AbstractCase multiplied(const AbstractCase& abstract, std::uint32_t times) {
    AbstractCase changed = abstract;
    changed.rows.clear();
    for (const AbstractRow& row : abstract.rows) {
        changed.rows.insert(changed.rows.end(), times, row);
    }
    changed.caps.rows *= times;
    return changed;
}

bool bytes_limited(const AbstractCase& abstract) {
    return abstract.caps.bytes != Caps{}.bytes;
}

ParentNo fresh_parent(const AbstractCase& abstract) {
    const std::set<ParentNo> parents = parents_of(abstract);
    const unsigned highest = parents.empty() ? 0U : *parents.rbegin();
    return static_cast<ParentNo>((highest + 1U) | 1U);
}

}  // namespace rowlock::batcher
