#include "checks/findings/header_check.hpp"

#include "mockorg/schema/column_binding.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

constexpr FieldNo k_id_field{0};

bool makes_rows(WriteOperation operation) {
    return operation == WriteOperation::insert || operation == WriteOperation::upsert;
}

/// Texts of people's own; the values of a picklist are given.
bool has_length(FieldType type) {
    return holds_text(type) && type != FieldType::picklist && type != FieldType::multipicklist;
}

class HeaderCheck {
public:
    HeaderCheck(const DataSettings& settings, std::string_view file, Findings& findings)
        : settings_(settings), file_(file), findings_(findings) {}

    std::vector<WatchedColumn> run(std::span<const std::string> names) {
        for (std::uint32_t i = 0; i < names.size(); ++i) add_column(i, names[i]);
        check_delete();
        check_required_fields();
        return std::move(watched_);
    }

private:
    void find(FindingRule rule, std::string_view field, std::string_view message) {
        findings_.add({rule, file_, field}, message, {0, 1, {}});
    }

    const ObjectType& object() const { return *settings_.object; }

    void add_column(std::uint32_t position, const std::string& name) {
        const auto binding = bind_column(*settings_.schema, object(), name);
        if (!binding) {
            find(
                FindingRule::unknown_field,
                name,
                fmt::format("{} has no field '{}'", object().name, shortened(name))
            );
            return;
        }
        if (std::find(bound_.begin(), bound_.end(), binding->field) != bound_.end()) {
            find(FindingRule::duplicate_field, name, {});
            return;
        }
        bound_.push_back(binding->field);
        const Field& field = object().field(binding->field);
        if (!writable(field)) find(FindingRule::read_only_field, name, {});
        watch(position, name, field, binding->parent_key.has_value());
    }

    bool is_key(const Field& field) const {
        if (settings_.operation == WriteOperation::insert) return false;
        const FieldNo key =
            settings_.external_id == nullptr ? k_id_field : settings_.external_id->number;
        return field.number == key;
    }

    bool writable(const Field& field) const {
        switch (settings_.operation) {
            case WriteOperation::insert:
                return field.createable;
            case WriteOperation::update:
                return field.updateable || is_key(field);
            case WriteOperation::upsert:
                return field.createable || field.updateable || is_key(field);
            case WriteOperation::remove:
                return true;
        }
        return true;
    }

    void watch(
        std::uint32_t position, const std::string& name, const Field& field, bool by_parent_key
    ) {
        WatchedColumn column;
        column.position = position;
        column.name = name;
        column.field = &field;
        const bool id_type = field.type == FieldType::id || field.type == FieldType::reference;
        column.holds_ids = id_type && !by_parent_key;
        if (column.holds_ids) column.prefixes = prefixes_of(field);
        column.required = makes_rows(settings_.operation) && field.required();
        column.is_key = is_key(field) && !by_parent_key;
        const bool written = settings_.operation != WriteOperation::remove;
        if (written && has_length(field.type) && !by_parent_key) column.length_max = field.length;
        const bool looked_at = column.holds_ids || column.required || column.is_key;
        if (looked_at || column.length_max > 0) watched_.push_back(column);
    }

    /// Prefixes of custom objects differ from org to org, so a schema file cannot know them.
    std::vector<KeyPrefix> prefixes_of(const Field& field) const {
        std::vector<ObjectNo> targets = field.reference_to;
        if (field.type == FieldType::id) targets = {object().number};
        std::vector<KeyPrefix> prefixes;
        for (const ObjectNo target : targets) {
            const ObjectType& type = settings_.schema->object(target);
            if (type.custom) return {};
            prefixes.push_back(type.key_prefix);
        }
        return prefixes;
    }

    void check_delete() {
        if (settings_.operation != WriteOperation::remove || bound_.size() <= 1) return;
        find(FindingRule::delete_columns, {}, {});
    }

    void check_required_fields() {
        if (!makes_rows(settings_.operation)) return;
        const FindingRule rule = settings_.operation == WriteOperation::insert
                                     ? FindingRule::missing_field
                                     : FindingRule::missing_field_if_new;
        for (const Field& field : object().fields()) {
            if (!field.required()) continue;
            if (std::find(bound_.begin(), bound_.end(), field.number) != bound_.end()) continue;
            find(
                rule,
                field.name,
                fmt::format("{} requires {}, and no column gives it", object().name, field.name)
            );
        }
    }

    const DataSettings& settings_;
    std::string_view file_;
    Findings& findings_;
    std::vector<FieldNo> bound_;
    std::vector<WatchedColumn> watched_;
};

}  // namespace

std::vector<WatchedColumn> check_header(
    std::span<const std::string> names,
    const DataSettings& settings,
    std::string_view file,
    Findings& findings
) {
    return HeaderCheck{settings, file, findings}.run(names);
}

}  // namespace rowlock
