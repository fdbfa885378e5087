#include "harness/load/source_reader.hpp"

#include "harness/load/column_reader.hpp"
#include "harness/load/object_reader.hpp"
#include "harness/load/shown_text.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::string_view k_delimiter_words[] = {
    "COMMA", "BACKQUOTE", "CARET", "PIPE", "SEMICOLON", "TAB"};

std::vector<ColumnSpec> read_columns(
    const LocatedJson& value,
    const std::string& what,
    std::span<const std::string_view> source_names,
    Mistakes& mistakes
) {
    std::vector<ColumnSpec> columns;
    if (value.kind != LocatedJson::Kind::object || value.members.empty()) {
        report_wrong_value(mistakes, value, what, "an object with at least one column");
    }
    std::set<std::string> seen;
    for (const LocatedMember& member : value.members) {
        auto column = read_column(member, source_names, mistakes);
        if (member.name.empty())
            mistakes.add(member.offset, "a column's name is empty, expected a field");
        if (!seen.insert(to_lower(member.name)).second) {
            mistakes.add(
                member.offset,
                fmt::format(
                    "column {} differs from an earlier one only in letter case, expected each "
                    "once",
                    shown_text(member.name)
                )
            );
        }
        if (column) columns.push_back(std::move(*column));
    }
    return columns;
}

GeneratedSpec read_generated(ObjectReader& object, std::span<const std::string_view> source_names) {
    GeneratedSpec generated;
    object.need("rows");
    if (const auto rows = object.whole<RowNumber>("rows", 1, k_max_source_rows))
        generated.rows = *rows;
    if (const LocatedJson* columns = object.need("columns")) {
        const std::string what = fmt::format("\"columns\" of {}", object.what());
        generated.columns = read_columns(*columns, what, source_names, object.mistakes());
    }
    return generated;
}

CsvFileSpec read_file_spec(ObjectReader& object, const std::filesystem::path& folder) {
    CsvFileSpec spec;
    const LocatedJson* path = object.find("file");
    if (const auto text = object.needed_text("file")) {
        spec.path = {resolve_path(folder, *text), object.mistakes().where(path->offset)};
    }
    if (const auto word = object.word("delimiter", k_delimiter_words)) {
        if (const auto delimiter = parse_delimiter(k_delimiter_words[*word])) {
            spec.delimiter = *delimiter;
        }
    }
    if (object.find("encoding") != nullptr)
        spec.encoding = object.needed_text("encoding").value_or("");
    return spec;
}

SourceSpec read_source(
    const LocatedMember& member,
    const std::filesystem::path& folder,
    std::span<const std::string_view> source_names,
    Mistakes& mistakes
) {
    SourceSpec source;
    source.name = member.name;
    if (member.name.empty())
        mistakes.add(member.offset, "a source's name is empty, expected a name");
    ObjectReader object(member.value, "source " + shown_text(member.name), mistakes);
    if (const auto name = object.needed_text("object")) {
        source.object = *name;
        source.object_where = mistakes.where(object.find("object")->offset);
    }
    if (object.find("file") != nullptr) {
        source.rows = read_file_spec(object, folder);
    } else {
        source.rows = read_generated(object, source_names);
    }
    object.reject_unknown();
    return source;
}

void check_single_parent(
    const ParentColumn& column,
    const LocatedJson& value,
    const SourceSpec& parents,
    Mistakes& mistakes
) {
    const auto* single = std::get_if<PickSingle>(&column.pick);
    const auto* generated = std::get_if<GeneratedSpec>(&parents.rows);
    if (single == nullptr || generated == nullptr || single->parent < generated->rows) return;
    mistakes.add(
        find_member(*find_member(value, "pick"), "single")->offset,
        fmt::format(
            "\"pick\" takes row {}, expected one of the {} rows of {} (0 to {})",
            single->parent,
            generated->rows,
            shown_text(parents.name),
            generated->rows - 1
        )
    );
}

}  // namespace

std::vector<SourceSpec> read_sources(
    const LocatedJson& value, const std::filesystem::path& folder, Mistakes& mistakes
) {
    if (value.kind != LocatedJson::Kind::object || value.members.empty()) {
        report_wrong_value(mistakes, value, "\"sources\"", "an object with at least one source");
    }
    std::vector<std::string_view> names;
    for (const LocatedMember& member : value.members) names.push_back(member.name);
    std::vector<SourceSpec> sources;
    for (const LocatedMember& member : value.members) {
        sources.push_back(read_source(member, folder, names, mistakes));
    }
    return sources;
}

void check_single_parents(
    const LocatedJson& value, const std::vector<SourceSpec>& sources, Mistakes& mistakes
) {
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto* generated = std::get_if<GeneratedSpec>(&sources[i].rows);
        if (generated == nullptr) continue;
        const LocatedJson& columns = *find_member(value.members[i].value, "columns");
        for (std::size_t j = 0; j < generated->columns.size(); ++j) {
            const auto* parent = std::get_if<ParentColumn>(&generated->columns[j].content);
            if (parent == nullptr) continue;
            check_single_parent(
                *parent, columns.members[j].value, sources[parent->source], mistakes
            );
        }
    }
}

std::string resolve_path(const std::filesystem::path& folder, const std::string& path) {
    return (folder / path).lexically_normal().string();
}

}  // namespace rowlock
