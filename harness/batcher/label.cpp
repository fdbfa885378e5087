#include "harness/batcher/label.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rowlock::batcher {
namespace {

template <class Test>
bool any_cell(const Trial& trial, Test&& test) {
    for (const AbstractRow& row : trial.abstract().rows) {
        for (const KeyCell& cell : row.keys) {
            if (test(cell)) return true;
        }
    }
    return false;
}

template <class Test>
bool any_row(const Trial& trial, Test&& test) {
    const auto& rows = trial.abstract().rows;
    return std::any_of(rows.begin(), rows.end(), test);
}

std::vector<std::size_t> sizes_of(const Trial& trial) {
    return group_sizes(find_groups(trial.keys()));
}

template <class Test>
bool any_group(const Trial& trial, Test&& test) {
    const auto sizes = sizes_of(trial);
    return std::any_of(sizes.begin(), sizes.end(), test);
}

bool has_oversize_group(const Trial& trial) {
    const std::size_t cap = trial.abstract().caps.rows;
    return any_group(trial, [cap](std::size_t size) { return size > cap; });
}

bool has_full_group(const Trial& trial) {
    const std::size_t cap = trial.abstract().caps.rows;
    return any_group(trial, [cap](std::size_t size) { return size == cap && size > 1; });
}

bool has_group_above_half(const Trial& trial) {
    const std::size_t cap = trial.abstract().caps.rows;
    return any_group(trial, [cap](std::size_t size) { return size < cap && 2 * size > cap; });
}

/// Cutting the rows in the order of the file every cap rows would cut a group that fits.
bool cut_splits_group(const Trial& trial) {
    const std::size_t cap = trial.abstract().caps.rows;
    const auto groups = find_groups(trial.keys());
    const auto sizes = group_sizes(groups);
    std::map<std::size_t, std::size_t> batch_of;
    for (std::size_t row = 0; row < groups.size(); ++row) {
        const auto [entry, added] = batch_of.try_emplace(groups[row], row / cap);
        if (!added && entry->second != row / cap && sizes[groups[row]] <= cap) return true;
    }
    return false;
}

/// A group that no single key holds together.
bool has_chain(const Trial& trial) {
    const auto groups = find_groups(trial.keys());
    const auto sizes = group_sizes(groups);
    std::map<std::pair<std::size_t, std::string>, std::size_t> rows_of;
    std::vector<std::size_t> most(sizes.size());
    for (std::size_t row = 0; row < groups.size(); ++row) {
        for (const std::string& key : trial.keys()[row]) {
            const std::size_t rows = ++rows_of[{groups[row], key}];
            most[groups[row]] = std::max(most[groups[row]], rows);
        }
    }
    for (std::size_t group = 0; group < sizes.size(); ++group) {
        if (sizes[group] > 1 && most[group] < sizes[group]) return true;
    }
    return false;
}

bool has_several_keys(const Trial& trial) {
    return std::any_of(trial.keys().begin(), trial.keys().end(), [](const auto& keys) {
        return keys.size() > 1;
    });
}

bool has_keyless_row(const Trial& trial) {
    return std::any_of(trial.keys().begin(), trial.keys().end(), [](const auto& keys) {
        return keys.empty();
    });
}

bool has_mixed_forms(const Trial& trial) {
    std::map<ParentNo, IdForm> form_of;
    return any_cell(trial, [&form_of](const KeyCell& cell) {
        if (cell.parent == k_no_parent || cell.form == IdForm::bad_suffix) return false;
        return form_of.try_emplace(cell.parent, cell.form).first->second != cell.form;
    });
}

bool has_twins(const Trial& trial) {
    std::set<ParentNo> parents;
    any_cell(trial, [&parents](const KeyCell& cell) {
        parents.insert(cell.parent);
        return false;
    });
    return std::any_of(parents.begin(), parents.end(), [&parents](ParentNo parent) {
        const auto before = static_cast<ParentNo>(parent - 1);
        return parent != k_no_parent && parent % 2 == 0 && parents.count(before) > 0;
    });
}

bool has_padded_id(const Trial& trial) {
    return any_cell(trial, [](const KeyCell& cell) {
        return cell.parent != k_no_parent && cell.padded;
    });
}

bool has_not_applicable(const Trial& trial) {
    return any_cell(trial, [](const KeyCell& cell) {
        return cell.parent == k_no_parent && cell.blank == Blank::not_applicable;
    });
}

bool has_wrong_suffix(const Trial& trial) {
    return any_cell(trial, [](const KeyCell& cell) {
        return cell.parent != k_no_parent && cell.form == IdForm::bad_suffix;
    });
}

bool has_quoted_text(const Trial& trial) {
    return any_row(trial, [](const AbstractRow& row) {
        return row.text == TextStyle::quotes || row.text == TextStyle::line_feed ||
               row.text == TextStyle::comma;
    });
}

bool is_crlf(const Trial& trial) {
    return trial.abstract().crlf && !trial.abstract().rows.empty();
}

bool bytes_bind(const Trial& trial) {
    const Instance& instance = trial.instance();
    std::uint64_t bytes = header_line(instance).size();
    for (std::size_t row = 0; row < instance.rows.size(); ++row) bytes += row_bytes(instance, row);
    return bytes > instance.caps.bytes;
}

bool has_oversize_row(const Trial& trial) {
    for (std::size_t row = 0; row < trial.instance().rows.size(); ++row) {
        if (is_oversize(trial.instance(), row)) return true;
    }
    return false;
}

bool has_equal_rows(const Trial& trial) {
    std::set<std::string> seen;
    const auto& rows = trial.instance().rows;
    return std::any_of(rows.begin(), rows.end(), [&seen](const auto& cells) {
        return !seen.insert(content_of(cells)).second;
    });
}

bool has_record_twice(const Trial& trial) {
    if (trial.abstract().operation == "insert") return false;
    std::set<ParentNo> seen;
    return any_row(trial, [&seen](const AbstractRow& row) {
        return !seen.insert(row.keys[0].parent).second;
    });
}

bool has_no_rows(const Trial& trial) {
    return trial.abstract().rows.empty();
}

bool has_one_row(const Trial& trial) {
    return trial.abstract().rows.size() == 1;
}

bool has_cap_of_one(const Trial& trial) {
    return trial.abstract().caps.rows == 1 && trial.abstract().rows.size() > 1;
}

bool some_domain_has(const GeneratorSettings& settings, const Label& label) {
    const auto& domains = settings.domains.empty() ? standard_domains() : settings.domains;
    return std::any_of(domains.begin(), domains.end(), [&label](const Domain& domain) {
        const bool own_ids = domain.operation != "insert";
        const std::size_t columns = domain.key_columns.size() - (own_ids ? 1 : 0);
        return columns >= label.columns_min && (own_ids || !label.needs_own_ids);
    });
}

}  // namespace

const std::vector<Label>& all_labels() {
    static const std::vector<Label> k_labels{
        {"group above the cap", Feature::oversize_groups, has_oversize_group, 1},
        {"group of just the cap", std::nullopt, has_full_group, 1},
        {"group above half the cap", std::nullopt, has_group_above_half, 1},
        {"a plain cut splits a group", std::nullopt, cut_splits_group, 1},
        {"group without a common key", std::nullopt, has_chain, 2},
        {"row with several keys", std::nullopt, has_several_keys, 2},
        {"row without a key", Feature::nulls, has_keyless_row},
        {"#N/A", Feature::nulls, has_not_applicable},
        {"one id in two forms", Feature::id_forms, has_mixed_forms, 1},
        {"id with a wrong suffix", Feature::id_forms, has_wrong_suffix, 1},
        {"case twins", Feature::case_twins, has_twins, 1},
        {"blanks around an id", Feature::spaces, has_padded_id, 1},
        {"text to be quoted", Feature::text, has_quoted_text},
        {"CRLF", Feature::text, is_crlf},
        {"bytes bind", Feature::bytes, bytes_bind},
        {"row too large for any batch", Feature::bytes, has_oversize_row},
        {"equal rows", Feature::duplicates, has_equal_rows},
        {"a record twice", Feature::duplicates, has_record_twice, 0, true},
        {"no rows", std::nullopt, has_no_rows},
        {"one row", std::nullopt, has_one_row},
        {"one row a batch", std::nullopt, has_cap_of_one},
    };
    return k_labels;
}

LabelCounts::LabelCounts() : counts_(all_labels().size()) {}

void LabelCounts::count(const Trial& trial) {
    ++cases_;
    const auto& labels = all_labels();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i].fits(trial)) ++counts_[i];
    }
}

std::vector<std::size_t> LabelCounts::missing(const GeneratorSettings& settings) const {
    std::vector<std::size_t> missing;
    if (cases_ < k_labelled_cases_min) return missing;
    const auto& labels = all_labels();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Label& label = labels[i];
        const bool wanted = !label.feature || settings.features.has(*label.feature);
        const bool required = wanted && some_domain_has(settings, label);
        if (required && counts_[i] * k_label_share < cases_) missing.push_back(i);
    }
    return missing;
}

}  // namespace rowlock::batcher
