#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/schema/schema_draft.hpp"

#include <memory>

namespace rowlock {

/// Turns a draft into a schema: numbers objects and fields in the draft's order, gives key
/// prefixes, resolves targets and lists every object's children. Use once.
class SchemaBuilder {
public:
    /// Fails with bad_file when a target is unknown, two objects share a key prefix, two references
    /// of an object share a relationship name, master-detail relationships are too many or run in a
    /// circle, or a roll-up summary names something that is not there or not fit for it.
    static Result<std::shared_ptr<const Schema>> build(SchemaDraft draft);

private:
    explicit SchemaBuilder(SchemaDraft draft);

    void add_objects();
    Result<void> give_key_prefixes();
    void take_key_prefix(ObjectType& object, const std::string& prefix);
    std::string next_free_prefix();
    Result<void> add_fields(ObjectType& object, std::vector<FieldDraft>& drafts);
    Result<void> resolve_targets(const ObjectType& object, FieldDraft& draft) const;
    Result<void> check_masters() const;
    Result<void> check_no_circle(const ObjectType& object) const;
    void list_children();

    SchemaDraft draft_;
    std::shared_ptr<Schema> schema_;
    /// How many of a00, a01, ... are used up.
    std::size_t custom_prefixes_ = 0;
};

}  // namespace rowlock
