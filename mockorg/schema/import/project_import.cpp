#include "mockorg/schema/import/project_import.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/schema/field_defaults.hpp"
#include "mockorg/schema/field_reader.hpp"
#include "mockorg/schema/import/metadata_object.hpp"
#include "mockorg/schema/import/project_files.hpp"
#include "mockorg/schema/import/project_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{32} << 20;
/// An object of the older format has everything in one file.
constexpr XmlLimits k_xml_limits{32, 2'000'000, 20'000};

/// Endings of objects whose rows no bulk job writes like others.
struct OddKind {
    std::string_view ending;
    std::string_view name;
};

constexpr std::array<OddKind, 6> k_odd_kinds{{
    {"__mdt", "custom metadata"},
    {"__e", "a platform event"},
    {"__b", "a big object"},
    {"__x", "an external object"},
    {"__kav", "a knowledge article"},
    {"__chn", "a change event channel"},
}};

Result<XmlElement> read_xml_file(const ProjectFile& file) {
    const auto text = rowlock::read_file(file.path, k_file_size_max);
    if (!text) return Failure{text.error()};
    return read_xml(*text, k_xml_limits);
}

/// Reads a project's files one by one into objects.
class ProjectReader {
public:
    void read(const ProjectFiles& project);

    std::map<std::string, MetadataObject> take_objects() { return std::move(objects_); }

    ImportReport take_report() { return std::move(report_); }

private:
    std::optional<XmlElement> open(const ProjectFile& file, std::string_view expected);
    void read_value_sets(const std::vector<ProjectFile>& files);
    void read_file(const ProjectFile& file);
    void read_part(const ProjectFile& file);
    bool is_wanted(const ProjectFile& file);
    void note_objects_without_file();
    void note_other_parts(std::size_t others);

    std::map<std::string, MetadataObject> objects_;
    ValueSets value_sets_;
    ImportReport report_;
    /// Kinds of parts that were left out, by object and how many.
    std::map<std::pair<std::string, std::string>, std::size_t> other_parts_;
    /// Objects that were left out, with the reason given once.
    std::map<std::string, bool> unwanted_;
};

void ProjectReader::read(const ProjectFiles& project) {
    read_value_sets(project.files);
    for (const ProjectFile& file : project.files) read_file(file);
    note_objects_without_file();
    note_other_parts(project.others);
}

/// The file's root element; nothing, with a note, if it cannot be read or is another one.
std::optional<XmlElement> ProjectReader::open(const ProjectFile& file, std::string_view expected) {
    auto xml = read_xml_file(file);
    if (!xml) {
        constexpr auto* k_message = "{}; the file was left out: retrieve it again, or remove it";
        report_.note(
            ImportNote::Kind::broken, file.shown, fmt::format(k_message, xml.error().message)
        );
        return std::nullopt;
    }
    if (xml->name.local != expected) {
        constexpr auto* k_message = "<{}> instead of <{}>; the file was left out";
        report_.note(
            ImportNote::Kind::unknown,
            fmt::format("{}:{}:{}", file.shown, xml->line, xml->column),
            fmt::format(k_message, xml->name.local, expected)
        );
        return std::nullopt;
    }
    ++report_.files;
    return std::move(*xml);
}

void ProjectReader::read_value_sets(const std::vector<ProjectFile>& files) {
    for (const ProjectFile& file : files) {
        if (file.kind != ProjectFile::Kind::value_set) continue;
        if (const auto xml = open(file, "GlobalValueSet"))
            value_sets_[file.name] = read_value_set(*xml);
    }
}

void ProjectReader::read_file(const ProjectFile& file) {
    switch (file.kind) {
        case ProjectFile::Kind::value_set:
            return;
        case ProjectFile::Kind::unreadable:
            report_.note(ImportNote::Kind::broken, file.shown, "cannot be read; it was left out");
            return;
        case ProjectFile::Kind::unknown:
            report_.note(
                ImportNote::Kind::unknown, file.shown, "no file of an object; it was left out"
            );
            return;
        case ProjectFile::Kind::other_part:
            if (is_wanted(file)) ++other_parts_[{file.object, file.part}];
            return;
        case ProjectFile::Kind::object:
        case ProjectFile::Kind::field:
            break;
    }
    if (is_wanted(file)) read_part(file);
}

bool ProjectReader::is_wanted(const ProjectFile& file) {
    const auto known = unwanted_.find(file.object);
    if (known != unwanted_.end()) return !known->second;
    std::string_view reason;
    for (const OddKind& kind : k_odd_kinds) {
        if (file.object.ends_with(kind.ending)) reason = kind.name;
    }
    if (!reason.empty()) {
        report_.note(ImportNote::Kind::ignored, file.object, std::string{reason});
    } else if (!is_api_name(file.object)) {
        report_.note(
            ImportNote::Kind::unknown,
            file.shown,
            "not below the folder of an object; it was left out"
        );
        return false;
    }
    unwanted_[file.object] = !reason.empty();
    return reason.empty();
}

void ProjectReader::read_part(const ProjectFile& file) {
    const bool is_field = file.kind == ProjectFile::Kind::field;
    const auto xml = open(file, is_field ? "CustomField" : "CustomObject");
    if (!xml) return;
    MetadataObject& object = objects_[file.object];
    object.name = file.object;
    const MetadataFile source{file.shown, file.object};
    if (!is_field) {
        merge_metadata_object(*xml, source, value_sets_, object, report_);
        return;
    }
    for (MetadataField& field :
         read_metadata_field(*xml, file.name, source, value_sets_, report_)) {
        object.fields.insert_or_assign(field.name, std::move(field));
    }
}

/// Standard objects often come with their custom fields alone.
void ProjectReader::note_objects_without_file() {
    for (const auto& [name, object] : objects_) {
        if (object.has_own_file || !has_custom_name(name)) continue;
        report_.note(
            ImportNote::Kind::made_up, name, "no file of its own: an object of its fields alone"
        );
    }
}

void ProjectReader::note_other_parts(std::size_t others) {
    for (const auto& [part, count] : other_parts_) {
        report_.note(
            ImportNote::Kind::ignored, part.first, fmt::format("{} of {}", count, part.second)
        );
    }
    if (others > 0) {
        report_.note(
            ImportNote::Kind::ignored,
            "the project",
            fmt::format("{} that say nothing about objects", counted(others, "file"))
        );
    }
}

}  // namespace

Result<ImportedSchema> import_project(const std::string& folder) {
    const auto project = find_project_files(folder);
    if (!project) return Failure{project.error()};
    ProjectReader reader;
    reader.read(*project);
    auto objects = reader.take_objects();
    ImportedSchema result;
    result.report = reader.take_report();
    if (objects.empty() && result.report.count(ImportNote::Kind::broken) == 0) {
        constexpr auto* k_message =
            "{}: no objects found; expected an SFDX project or package folder with "
            "objects/*/*.object-meta.xml, or *.object files";
        return fail(ErrorCode::bad_file, fmt::format(k_message, folder));
    }
    result.json = project_schema(std::move(objects), result.report);
    return result;
}

}  // namespace rowlock
