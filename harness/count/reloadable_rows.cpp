#include "harness/count/reloadable_rows.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/csv.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// The field that the load's setup upserts a source by; empty if it does not.
std::string external_id_of(const Load& load, std::size_t source) {
    const auto found =
        std::find_if(load.setup.begin(), load.setup.end(), [&](const LoadStep& step) {
            return step.source == source && !step.external_id.empty();
        });
    return found == load.setup.end() ? std::string{} : found->external_id;
}

/// `AccountId` is `Account`, `Site__c` is `Site__r`, and a reference to one of several objects
/// names the one it means. [bulk-api 1.15]
std::string relationship_of(const std::string& field, const std::string& parent) {
    if (field.ends_with("__c")) return field.substr(0, field.size() - 1) + "r";
    const std::string name = field.ends_with("Id") ? field.substr(0, field.size() - 2) : field;
    const bool polymorphic = equal_ignoring_case(name, "Who") || equal_ignoring_case(name, "What");
    return polymorphic ? parent + ":" + name : name;
}

}  // namespace

ReloadableRows::ReloadableRows(const CountedLoad& counted)
    : source_(counted.source()), no_ids_(empty_id_tables(counted)) {
    for (std::size_t i = 0; i < source_.columns().size(); ++i) add_column(counted, i);
}

void ReloadableRows::add_column(const CountedLoad& counted, std::size_t column) {
    const std::string& name = source_.columns()[column];
    names_.push_back(name);
    parent_keys_.emplace_back();
    const auto parent = source_.parent_source(column);
    if (!parent) return;
    const std::string external_id = external_id_of(*counted.load, *parent);
    const RowSource& parents = *(*counted.sources)[*parent];
    const auto key = external_id.empty() ? std::nullopt : parents.find_column(external_id);
    if (!key) {
        emptied_.push_back(name);
        return;
    }
    const std::string& object = counted.load->sources[*parent].object;
    names_.back() = relationship_of(name, object) + "." + external_id;
    parent_keys_.back() = ParentKey{&parents, *key};
    rewrites_ = true;
}

std::string ReloadableRows::header() const {
    std::string line;
    if (!rewrites_) {
        source_.append_header(line);
        return line;
    }
    for (const std::string& name : names_) {
        if (!line.empty()) line += ',';
        append_cell(line, name, Delimiter::comma);
    }
    return line + "\n";
}

void ReloadableRows::append(RowNumber row, std::string& out) const {
    if (!rewrites_) return source_.append_row(row, no_ids_, out);
    std::string cell;
    for (std::size_t i = 0; i < parent_keys_.size(); ++i) {
        cell.clear();
        if (const auto& key = parent_keys_[i]) {
            key->parents->append_value(source_.parent_of(row, i), key->column, no_ids_, cell);
        } else {
            source_.append_value(row, i, no_ids_, cell);
        }
        if (i > 0) out += ',';
        append_cell(out, cell, Delimiter::comma);
    }
    out += '\n';
}

}  // namespace rowlock
