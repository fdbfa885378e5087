#include "mockorg/schema/setup_objects.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/describe_reader.hpp"
#include "mockorg/schema/schema_builder.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {

namespace embedded {

extern const std::string_view setup_objects;

}  // namespace embedded

namespace {

std::shared_ptr<const Schema> build_setup_schema() {
    const Result<Json> root = parse_json(embedded::setup_objects);
    ROWLOCK_ASSERT(root.has_value());
    SchemaDraft draft;
    const Result<void> merged = merge_describes(*root, DescribeOrigin::shipped, draft);
    ROWLOCK_ASSERT(merged.has_value());
    Result<std::shared_ptr<const Schema>> schema = SchemaBuilder::build(std::move(draft));
    ROWLOCK_ASSERT(schema.has_value());
    return *schema;
}

}  // namespace

std::shared_ptr<const Schema> setup_schema() {
    static const std::shared_ptr<const Schema> schema = build_setup_schema();
    return schema;
}

}  // namespace rowlock
