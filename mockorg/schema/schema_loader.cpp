#include "mockorg/schema/schema_loader.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/describe_reader.hpp"
#include "mockorg/schema/import/project_import.hpp"
#include "mockorg/schema/schema_builder.hpp"
#include "mockorg/schema/standard_objects.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace rowlock {

namespace {

constexpr std::uint64_t k_schema_file_size_max = std::uint64_t{64} << 20;

/// More would hide what a command has to say itself.
constexpr std::size_t k_notes_max = 20;

/// What was left out of a project, but for what is of no use in any.
void tell(const ImportReport& report, const std::string& path, const SchemaNotes& notes) {
    std::vector<std::string> lines;
    for (const ImportNote::Kind kind : {ImportNote::Kind::broken, ImportNote::Kind::unknown}) {
        for (const ImportNote& note : report.notes)
            if (note.kind == kind) lines.push_back("note: " + text_of(note));
    }
    const std::size_t shown = std::min(lines.size(), k_notes_max);
    for (std::size_t i = 0; i < shown; ++i) notes(lines[i]);
    if (lines.size() == shown) return;
    notes(fmt::format(
        "note: {} more; rowlock schema import {} lists them all", lines.size() - shown, path
    ));
}

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

Result<std::shared_ptr<const Schema>> read_schema_file(const std::string& path) {
    return read_schema_file(path, {});
}

Result<std::shared_ptr<const Schema>> read_schema_file(
    const std::string& path, const SchemaNotes& notes
) {
    if (path.empty()) return Schema::standard();
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        const auto imported = import_project(path);
        if (!imported) return Failure{imported.error()};
        if (notes) tell(imported->report, path, notes);
        return load_schema(imported->json, path);
    }
    const auto text = read_file(path, k_schema_file_size_max);
    if (!text) return Failure{text.error()};
    return load_schema(*text, path);
}

}  // namespace rowlock
