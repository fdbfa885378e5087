#include "mockorg/schema/standard_objects.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/describe_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/schema/schema_builder.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {

namespace embedded {

extern const std::string_view standard_objects;
/// What belongs to those and matters for locks: teams, contact roles, line items, shares, roles,
/// territories.
extern const std::string_view related_objects;

}  // namespace embedded

namespace {

SchemaDraft read_standard_objects() {
    SchemaDraft draft;
    for (const std::string_view text : {embedded::standard_objects, embedded::related_objects}) {
        const Result<Json> root = parse_json(text);
        ROWLOCK_ASSERT(root.has_value());
        const Result<void> merged = merge_describes(*root, DescribeOrigin::shipped, draft);
        ROWLOCK_ASSERT(merged.has_value());
    }
    return draft;
}

std::shared_ptr<const Schema> build_standard_schema() {
    Result<std::shared_ptr<const Schema>> schema = SchemaBuilder::build(standard_draft());
    ROWLOCK_ASSERT(schema.has_value());
    return *schema;
}

}  // namespace

const SchemaDraft& standard_draft() {
    static const SchemaDraft draft = read_standard_objects();
    return draft;
}

std::shared_ptr<const Schema> Schema::standard() {
    static const std::shared_ptr<const Schema> schema = build_standard_schema();
    return schema;
}

}  // namespace rowlock
