#include "harness/batcher/label.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rowlock::batcher {
namespace {

template <class Test>
bool any_cell(const Trial& trial, Test&& test) {
    for (const AbstractRow& row : trial.abstract().rows) {
        if (std::any_of(row.keys.begin(), row.keys.end(), test)) return true;
    }
    return false;
}

/// Among the cells that hold ids of records.
template <class Test>
bool any_id(const Trial& trial, Test&& test) {
    const auto& columns = trial.abstract().key_columns;
    for (const AbstractRow& row : trial.abstract().rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool is_id = !columns[i].external && row.keys[i].parent != k_no_parent;
            if (is_id && test(row.keys[i])) return true;
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

bool has_oversize_groups(const Trial& trial) {
    const std::size_t cap = trial.abstract().caps.rows;
    const auto sizes = sizes_of(trial);
    return std::count_if(sizes.begin(), sizes.end(), [cap](std::size_t size) {
               return size > cap;
           }) > 1;
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
    return any_id(trial, [&form_of](const KeyCell& cell) {
        if (cell.form == IdForm::bad_suffix) return false;
        return form_of.try_emplace(cell.parent, cell.form).first->second != cell.form;
    });
}

bool has_twins(const Trial& trial) {
    std::set<ParentNo> parents;
    any_id(trial, [&parents](const KeyCell& cell) {
        parents.insert(cell.parent);
        return false;
    });
    return std::any_of(parents.begin(), parents.end(), [&parents](ParentNo parent) {
        const auto before = static_cast<ParentNo>(parent - 1);
        return parent % 2 == 0 && parents.count(before) > 0;
    });
}

bool has_padded_id(const Trial& trial) {
    return any_id(trial, [](const KeyCell& cell) { return cell.padded; });
}

bool has_not_applicable(const Trial& trial) {
    return any_cell(trial, [](const KeyCell& cell) {
        return cell.parent == k_no_parent && cell.blank == Blank::not_applicable;
    });
}

bool has_wrong_suffix(const Trial& trial) {
    return any_id(trial, [](const KeyCell& cell) { return cell.form == IdForm::bad_suffix; });
}

bool has_quoted_text(const Trial& trial) {
    return any_row(trial, [](const AbstractRow& row) {
        return row.text == TextStyle::quotes || row.text == TextStyle::line_feed ||
               row.text == TextStyle::comma;
    });
}

bool has_text_before_key(const Trial& trial) {
    return has_quoted_text(trial) && trial.abstract().turned_columns > 0;
}

bool has_quoted_ids(const Trial& trial) {
    const auto& columns = trial.abstract().key_columns;
    return any_cell(trial, [](const KeyCell& cell) { return cell.parent != k_no_parent; }) &&
           std::any_of(columns.begin(), columns.end(), [](const Column& column) {
               return column.quoted;
           });
}

bool is_crlf(const Trial& trial) {
    return trial.abstract().crlf && !trial.abstract().rows.empty();
}

bool has_crlf_in_cell(const Trial& trial) {
    return is_crlf(trial) &&
           any_row(trial, [](const AbstractRow& row) { return row.text == TextStyle::line_feed; });
}

bool bytes_bind(const Trial& trial) {
    const Instance& instance = trial.instance();
    std::uint64_t bytes = header_line(instance).size();
    for (std::size_t row = 0; row < instance.rows.size(); ++row) bytes += row_bytes(instance, row);
    return bytes > instance.caps.bytes;
}

bool bytes_bind_with_crlf(const Trial& trial) {
    return is_crlf(trial) && bytes_bind(trial);
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

bool is_update(const Trial& trial) {
    return trial.abstract().operation != "insert" && !trial.abstract().rows.empty();
}

bool has_external_ids(const Trial& trial) {
    const auto& columns = trial.abstract().key_columns;
    return !trial.abstract().rows.empty() &&
           std::any_of(columns.begin(), columns.end(), [](const Column& column) {
               return column.external;
           });
}

bool is_custom(const Trial& trial) {
    return std::string_view{trial.abstract().object}.ends_with("__c") &&
           !trial.abstract().rows.empty();
}

bool has_no_rows(const Trial& trial) {
    return trial.abstract().rows.empty();
}

bool has_byte_order_mark(const Trial& trial) {
    return trial.instance().byte_order_mark && !trial.instance().no_bytes;
}

bool has_no_bytes(const Trial& trial) {
    return trial.instance().no_bytes;
}

bool has_long_field(const Trial& trial) {
    return any_row(trial, [](const AbstractRow& row) { return row.filling >= k_long_filling; });
}

bool has_one_row(const Trial& trial) {
    return trial.abstract().rows.size() == 1;
}

bool has_cap_of_one(const Trial& trial) {
    return trial.abstract().caps.rows == 1 && trial.abstract().rows.size() > 1;
}

bool names_own_record(const Domain& domain) {
    return domain.operation != "insert";
}

std::size_t parent_columns(const Domain& domain) {
    return domain.key_columns.size() - (names_own_record(domain) ? 1 : 0);
}

bool with_parent(const Domain& domain) {
    return parent_columns(domain) > 0;
}

bool with_parents(const Domain& domain) {
    return parent_columns(domain) > 1;
}

/// An own id is a key of every row.
bool with_keyless_rows(const Domain& domain) {
    return !names_own_record(domain);
}

bool with_keys(const Domain& domain) {
    return !domain.key_columns.empty();
}

bool with_external_ids(const Domain& domain) {
    const auto& columns = domain.key_columns;
    return std::any_of(columns.begin(), columns.end(), [](const Column& column) {
        return column.external;
    });
}

bool with_record_ids(const Domain& domain) {
    return with_parent(domain) && !with_external_ids(domain);
}

bool of_custom_object(const Domain& domain) {
    return std::string_view{domain.object}.ends_with("__c");
}

bool is_required(const Label& label, const GeneratorSettings& settings) {
    const auto& features = label.features;
    const bool wanted = std::all_of(features.begin(), features.end(), [&](Feature feature) {
        return settings.features.has(feature);
    });
    if (!wanted || settings.cap_rows_max < label.cap_rows_min) return false;
    const auto& domains = settings.domains.empty() ? standard_domains() : settings.domains;
    return label.possible == nullptr || std::any_of(domains.begin(), domains.end(), label.possible);
}

}  // namespace

const std::vector<Label>& all_labels() {
    using F = Feature;
    static const std::vector<Label> k_labels{
        {"group above the cap", {F::oversize_groups}, has_oversize_group, with_parent},
        {"several groups above the cap", {F::oversize_groups}, has_oversize_groups, with_parent},
        {"group of just the cap", {}, has_full_group, with_parent, 2},
        {"group above half the cap", {}, has_group_above_half, with_parent, 3},
        {"a plain cut splits a group", {}, cut_splits_group, with_parent, 2},
        {"group without a common key", {}, has_chain, with_parents},
        {"row with several keys", {}, has_several_keys, with_parents},
        {"row without a key", {F::nulls}, has_keyless_row, with_keyless_rows},
        {"#N/A", {F::nulls}, has_not_applicable, with_parent},
        {"one id in two forms", {F::id_forms}, has_mixed_forms, with_record_ids},
        {"id with a wrong suffix", {F::id_forms}, has_wrong_suffix, with_record_ids},
        {"case twins", {F::case_twins}, has_twins, with_record_ids},
        {"blanks around an id", {F::spaces}, has_padded_id, with_record_ids},
        {"text to be quoted", {F::text}, has_quoted_text},
        {"text before a key", {F::text}, has_text_before_key, with_keys},
        {"ids in quotes", {F::text}, has_quoted_ids, with_keys},
        {"CRLF", {F::text}, is_crlf},
        {"CRLF in a cell", {F::text}, has_crlf_in_cell},
        {"bytes bind", {F::bytes}, bytes_bind},
        {"bytes bind with CRLF", {F::text, F::bytes}, bytes_bind_with_crlf},
        {"row too large for any batch", {F::bytes}, has_oversize_row},
        {"equal rows", {F::duplicates}, has_equal_rows},
        {"a record twice", {F::duplicates}, has_record_twice, names_own_record},
        {"update or delete", {}, is_update, names_own_record},
        {"external ids", {}, has_external_ids, with_external_ids},
        {"custom object", {}, is_custom, of_custom_object},
        {"byte order mark", {F::byte_order_mark}, has_byte_order_mark},
        {"field of 32,000 characters", {F::long_fields}, has_long_field},
        {"file of 0 bytes", {F::empty_files}, has_no_bytes},
        {"no rows", {}, has_no_rows},
        {"one row", {}, has_one_row},
        {"one row a batch", {}, has_cap_of_one},
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
        if (is_required(labels[i], settings) && counts_[i] * k_label_share < cases_)
            missing.push_back(i);
    }
    return missing;
}

}  // namespace rowlock::batcher
