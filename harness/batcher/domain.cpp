#include "harness/batcher/domain.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock::batcher {
namespace {

std::optional<WriteKind> write_kind_of(std::string_view operation) {
    for (const WriteKind kind : {WriteKind::insert, WriteKind::update, WriteKind::remove}) {
        if (text_of(kind) == operation) return kind;
    }
    return std::nullopt;
}

Column key_column(std::string name, const ObjectType& target) {
    Column column;
    column.name = std::move(name);
    column.is_key = true;
    column.object = target.name;
    column.prefix = target.key_prefix;
    return column;
}

void add_once(std::vector<Column>& columns, Column column) {
    const bool there = std::any_of(columns.begin(), columns.end(), [&](const Column& each) {
        return each.name == column.name;
    });
    if (!there && columns.size() < k_key_columns_max) columns.push_back(std::move(column));
}

/// The first object that a reference can lead to; null if the schema lacks it.
const ObjectType* target_of(const Schema& schema, const Field& field) {
    return field.reference_to.empty() ? nullptr : &schema.object(field.reference_to.front());
}

/// `Who.Account` from Task: the column Who.AccountId with ids of accounts.
std::optional<Column> column_of_path(
    const Schema& schema, const ObjectType& from, std::string_view path
) {
    const ObjectType* object = &from;
    std::string name;
    while (true) {
        const auto dot = path.find('.');
        const Field* const field = object->find_relationship(path.substr(0, dot));
        if (field == nullptr) return std::nullopt;
        const ObjectType* const target = target_of(schema, *field);
        if (target == nullptr) return std::nullopt;
        if (dot == std::string_view::npos) return key_column(name + field->name, *target);
        name += std::string{path.substr(0, dot)} + ".";
        path.remove_prefix(dot + 1);
        object = target;
    }
}

/// By the rules' paths, where conditions or several steps have a say.
void add_paths(
    const Schema& schema,
    const std::vector<LockRule>& rules,
    const ObjectType& object,
    WriteKind kind,
    std::vector<Column>& columns
) {
    for (const LockRule& rule : rules) {
        const bool applies = equal_ignoring_case(rule.object, object.name) && !rule.path.empty() &&
                             std::find(rule.operations.begin(), rule.operations.end(), kind) !=
                                 rule.operations.end();
        if (!applies) continue;
        if (auto column = column_of_path(schema, object, rule.path)) {
            add_once(columns, std::move(*column));
        }
    }
}

Domain domain_of_standard(std::string_view object, std::string_view operation) {
    auto domain = make_domain(Schema::standard(), standard_lock_rules(), object, operation);
    ROWLOCK_ASSERT(domain.has_value());
    return std::move(*domain);
}

/// Two masters of custom objects, as between a project and a person.
Domain junction() {
    auto schema = load_schema(
        R"({"objects": [
            {"name": "Project__c", "fields": []},
            {"name": "Person__c", "fields": []},
            {"name": "Assignment__c", "fields": [
                {"name": "Project__c", "type": "reference", "referenceTo": ["Project__c"],
                 "relationshipName": "Project__r", "relationshipOrder": 0},
                {"name": "Person__c", "type": "reference", "referenceTo": ["Person__c"],
                 "relationshipName": "Person__r", "relationshipOrder": 1}
            ]}
        ]})",
        "junction"
    );
    ROWLOCK_ASSERT(schema.has_value());
    auto domain = make_domain(*schema, standard_lock_rules(), "Assignment__c", "insert");
    ROWLOCK_ASSERT(domain.has_value());
    return std::move(*domain);
}

/// The accounts of contacts by a code of another system.
Domain external_ids() {
    Domain domain = domain_of_standard("Contact", "insert");
    for (Column& column : domain.key_columns) {
        column.external = true;
        column.name = column.object + ".Code__c";
    }
    return domain;
}

}  // namespace

Result<Domain> make_domain(
    const std::shared_ptr<const Schema>& schema,
    const std::vector<LockRule>& rules,
    std::string_view object,
    std::string_view operation
) {
    const ObjectType* const type = schema->find(object);
    if (type == nullptr) {
        return fail(
            ErrorCode::bad_configuration,
            "--object: the schema has no '" + std::string{object} + "'"
        );
    }
    const auto kind = write_kind_of(operation);
    if (!kind) {
        return fail(
            ErrorCode::bad_configuration,
            "--operation: '" + std::string{operation} + "', expected insert, update or delete"
        );
    }
    auto compiled = LockRules::compile(schema, rules);
    if (!compiled) return fail(ErrorCode::bad_file, compiled.error().message);
    Domain domain{type->name, std::string{operation}, {}};
    if (*kind != WriteKind::insert) domain.key_columns.push_back(key_column("Id", *type));
    if (const auto targets = compiled->plain_targets(type->number, *kind)) {
        for (const PlainTarget& target : *targets) {
            if (!target.field) continue;
            const Field& field = type->field(*target.field);
            if (const ObjectType* const parent = target_of(*schema, field)) {
                add_once(domain.key_columns, key_column(field.name, *parent));
            }
        }
    } else {
        add_paths(*schema, rules, *type, *kind, domain.key_columns);
    }
    return domain;
}

const std::vector<Domain>& standard_domains() {
    static const std::vector<Domain> k_domains{
        domain_of_standard("Contact", "insert"),
        domain_of_standard("Case", "insert"),
        domain_of_standard("Task", "insert"),
        domain_of_standard("Opportunity", "insert"),
        domain_of_standard("OpportunityLineItem", "insert"),
        domain_of_standard("CampaignMember", "insert"),
        domain_of_standard("Contact", "update"),
        domain_of_standard("Account", "update"),
        junction(),
        external_ids(),
    };
    return k_domains;
}

}  // namespace rowlock::batcher
