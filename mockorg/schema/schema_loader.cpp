#include "mockorg/schema/schema_loader.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/schema/describe_reader.hpp"
#include "mockorg/schema/schema_builder.hpp"
#include "mockorg/schema/standard_objects.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace rowlock {

namespace {

Failure in_file(std::string_view file_name, const Error& error) {
    return fail(ErrorCode::bad_file, fmt::format("{}: {}", file_name, error.message));
}

}  // namespace

Result<std::shared_ptr<const Schema>> load_schema(
    std::string_view json, std::string_view file_name
) {
    const Result<Json> root = parse_json(json, /*allow_comments=*/true);
    if (!root) return in_file(file_name, root.error());
    SchemaDraft draft = standard_draft();
    if (auto merged = merge_describes(*root, DescribeOrigin::user, draft); !merged) {
        return in_file(file_name, merged.error());
    }
    Result<std::shared_ptr<const Schema>> schema = SchemaBuilder::build(std::move(draft));
    if (!schema) return in_file(file_name, schema.error());
    return schema;
}

}  // namespace rowlock
