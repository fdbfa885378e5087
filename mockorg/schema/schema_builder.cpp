#include "mockorg/schema/schema_builder.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/schema/roll_up_resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock {

namespace {

constexpr std::string_view k_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t k_most_masters = 2;

std::size_t count_masters(const ObjectType& object) {
    const auto count =
        std::count_if(object.fields().begin(), object.fields().end(), [](const Field& field) {
            return field.master_detail;
        });
    return static_cast<std::size_t>(count);
}

KeyPrefix key_prefix(const std::string& text) {
    KeyPrefix prefix{};
    ROWLOCK_ASSERT(text.size() == prefix.size());
    std::copy(text.begin(), text.end(), prefix.begin());
    return prefix;
}

}  // namespace

Result<std::shared_ptr<const Schema>> SchemaBuilder::build(SchemaDraft draft) {
    SchemaBuilder builder{std::move(draft)};
    builder.add_objects();
    if (auto given = builder.give_key_prefixes(); !given) return Failure{given.error()};
    for (std::size_t i = 0; i < builder.draft_.objects.size(); ++i) {
        auto added =
            builder.add_fields(builder.schema_->objects_[i], builder.draft_.objects[i].fields);
        if (!added) return Failure{added.error()};
    }
    if (auto checked = builder.check_masters(); !checked) return Failure{checked.error()};
    builder.list_children();
    auto roll_ups = resolve_roll_ups(*builder.schema_, builder.draft_);
    if (!roll_ups) return Failure{roll_ups.error()};
    builder.schema_->roll_ups_ = *std::move(roll_ups);
    return std::shared_ptr<const Schema>{builder.schema_};
}

SchemaBuilder::SchemaBuilder(SchemaDraft draft)
    : draft_(std::move(draft)), schema_(std::make_shared<Schema>()) {}

void SchemaBuilder::add_objects() {
    for (const ObjectDraft& draft : draft_.objects) {
        ObjectType object;
        object.number = static_cast<ObjectNo>(schema_->objects_.size());
        object.name = draft.name;
        object.label = draft.label;
        object.label_plural = draft.label_plural;
        object.custom = draft.custom;
        const bool is_new = schema_->by_name_.emplace(to_lower(draft.name), object.number).second;
        ROWLOCK_ASSERT(is_new);
        schema_->objects_.push_back(std::move(object));
    }
}

Result<void> SchemaBuilder::give_key_prefixes() {
    for (ObjectType& object : schema_->objects_) {
        const std::string& prefix =
            draft_.objects[static_cast<std::size_t>(object.number)].key_prefix;
        if (prefix.empty()) continue;
        const auto taken = schema_->by_prefix_.find(key_prefix(prefix));
        if (taken != schema_->by_prefix_.end()) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "object '{}': key prefix '{}' belongs to '{}'",
                    object.name,
                    prefix,
                    schema_->object(taken->second).name
                )
            );
        }
        take_key_prefix(object, prefix);
    }
    for (ObjectType& object : schema_->objects_) {
        if (draft_.objects[static_cast<std::size_t>(object.number)].key_prefix.empty()) {
            take_key_prefix(object, next_free_prefix());
        }
    }
    return {};
}

void SchemaBuilder::take_key_prefix(ObjectType& object, const std::string& prefix) {
    object.key_prefix = key_prefix(prefix);
    schema_->by_prefix_.emplace(object.key_prefix, object.number);
}

std::string SchemaBuilder::next_free_prefix() {
    std::string prefix;
    do {
        const std::size_t number = custom_prefixes_++;
        // The letters a to z are enough: there are fewer objects than 26 * 62 * 62.
        const std::size_t letter =
            k_digits.find('a') + number / (k_digits.size() * k_digits.size());
        prefix = {
            k_digits.at(letter),
            k_digits[number / k_digits.size() % k_digits.size()],
            k_digits[number % k_digits.size()]};
    } while (schema_->by_prefix_.count(key_prefix(prefix)) > 0);
    return prefix;
}

Result<void> SchemaBuilder::add_fields(ObjectType& object, std::vector<FieldDraft>& drafts) {
    for (FieldDraft& draft : drafts) {
        if (auto resolved = resolve_targets(object, draft); !resolved) return resolved;
        const std::string& relationship = draft.field.relationship_name;
        if (!relationship.empty() && object.find_relationship(relationship) != nullptr) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "object '{}', field '{}': relationship name '{}' belongs to '{}'",
                    object.name,
                    draft.field.name,
                    relationship,
                    object.find_relationship(relationship)->name
                )
            );
        }
        object.add_field(std::move(draft.field));
    }
    ROWLOCK_ASSERT(!object.fields().empty() && object.fields().front().type == FieldType::id);
    return {};
}

Result<void> SchemaBuilder::resolve_targets(const ObjectType& object, FieldDraft& draft) const {
    draft.field.reference_to.clear();
    draft.field.targets_elsewhere.clear();
    for (const std::string& name : draft.targets) {
        if (const ObjectType* target = schema_->find(name)) {
            draft.field.reference_to.push_back(target->number);
        } else if (!draft.may_lack_targets) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "object '{}', field '{}': referenceTo names the unknown object '{}'",
                    object.name,
                    draft.field.name,
                    name
                )
            );
        } else {
            draft.field.targets_elsewhere.push_back(name);
        }
    }
    return {};
}

Result<void> SchemaBuilder::check_masters() const {
    for (const ObjectType& object : schema_->objects_) {
        if (count_masters(object) > k_most_masters) {
            return fail(
                ErrorCode::bad_file,
                fmt::format("object '{}': more than two master-detail fields", object.name)
            );
        }
        if (auto checked = check_no_circle(object); !checked) return checked;
    }
    return {};
}

Result<void> SchemaBuilder::check_no_circle(const ObjectType& object) const {
    std::vector<bool> seen(schema_->objects_.size(), false);
    std::vector<ObjectNo> to_visit{object.number};
    while (!to_visit.empty()) {
        const ObjectType& detail = schema_->object(to_visit.back());
        to_visit.pop_back();
        for (const Field& field : detail.fields()) {
            if (!field.master_detail) continue;
            for (const ObjectNo master : field.reference_to) {
                if (master == object.number) {
                    return fail(
                        ErrorCode::bad_file,
                        fmt::format(
                            "object '{}': its master-detail fields run in a circle", object.name
                        )
                    );
                }
                if (seen[static_cast<std::size_t>(master)]) continue;
                seen[static_cast<std::size_t>(master)] = true;
                to_visit.push_back(master);
            }
        }
    }
    return {};
}

void SchemaBuilder::list_children() {
    schema_->children_.resize(schema_->objects_.size());
    for (const ObjectType& child : schema_->objects_) {
        for (const Field& field : child.fields()) {
            for (const ObjectNo parent : field.reference_to) {
                schema_->children_[static_cast<std::size_t>(parent)].push_back(
                    {child.number, field.number, field.on_parent_delete}
                );
            }
        }
    }
}

}  // namespace rowlock
