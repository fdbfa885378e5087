#include "mockorg/schema/import/project_import.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/schema/field_reader.hpp"
#include "mockorg/schema/import/metadata_object.hpp"
#include "mockorg/schema/import/project_files.hpp"
#include "mockorg/schema/import/project_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
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
    const auto text = read_file(file.path, k_file_size_max);
    if (!text) return Failure{text.error()};
    auto xml = read_xml(*text, k_xml_limits);
    if (xml) return xml;
    constexpr auto* k_message = "{}: {}; retrieve the file again, or remove it";
    return fail(ErrorCode::bad_file, fmt::format(k_message, file.path, xml.error().message));
}

/// Reads a project's files one by one into objects.
class ProjectReader {
public:
    Result<void> read(const std::vector<ProjectFile>& files);

    std::map<std::string, MetadataObject> take_objects() { return std::move(objects_); }

    ImportReport take_report() { return std::move(report_); }

private:
    Result<void> read_value_sets(const std::vector<ProjectFile>& files);
    Result<void> read_part(const ProjectFile& file);
    bool is_wanted(const ProjectFile& file);
    void note_other_parts();

    std::map<std::string, MetadataObject> objects_;
    ValueSets value_sets_;
    ImportReport report_;
    /// Kinds of parts that were left out, by object and how many.
    std::map<std::pair<std::string, std::string>, std::size_t> other_parts_;
    /// Objects that were left out, with the reason given once.
    std::map<std::string, bool> unwanted_;
};

Result<void> ProjectReader::read(const std::vector<ProjectFile>& files) {
    if (auto read = read_value_sets(files); !read) return read;
    for (const ProjectFile& file : files) {
        if (file.kind == ProjectFile::Kind::value_set || !is_wanted(file)) continue;
        if (file.kind == ProjectFile::Kind::other_part) {
            ++other_parts_[{file.object, file.part}];
            continue;
        }
        if (auto read = read_part(file); !read) return read;
    }
    note_other_parts();
    return {};
}

Result<void> ProjectReader::read_value_sets(const std::vector<ProjectFile>& files) {
    for (const ProjectFile& file : files) {
        if (file.kind != ProjectFile::Kind::value_set) continue;
        const auto xml = read_xml_file(file);
        if (!xml) return Failure{xml.error()};
        ++report_.files;
        value_sets_[file.name] = read_value_set(*xml);
    }
    return {};
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
        report_.note(ImportNote::Kind::unknown, file.path, "not below the folder of an object");
        return false;
    }
    unwanted_[file.object] = !reason.empty();
    return reason.empty();
}

Result<void> ProjectReader::read_part(const ProjectFile& file) {
    const auto xml = read_xml_file(file);
    if (!xml) return Failure{xml.error()};
    ++report_.files;
    const bool is_field = file.kind == ProjectFile::Kind::field;
    const std::string_view expected = is_field ? "CustomField" : "CustomObject";
    if (xml->name.local != expected) {
        report_.note(ImportNote::Kind::unknown, file.path, fmt::format("<{}>", xml->name.local));
        return {};
    }
    MetadataObject& object = objects_[file.object];
    object.name = file.object;
    if (!is_field) {
        merge_metadata_object(*xml, file.object, value_sets_, object, report_);
        return {};
    }
    for (MetadataField& field :
         read_metadata_field(*xml, file.name, file.object, value_sets_, report_)) {
        object.fields.insert_or_assign(field.name, std::move(field));
    }
    return {};
}

void ProjectReader::note_other_parts() {
    for (const auto& [part, count] : other_parts_) {
        report_.note(
            ImportNote::Kind::ignored, part.first, fmt::format("{} of {}", count, part.second)
        );
    }
}

}  // namespace

Result<ImportedSchema> import_project(const std::string& folder) {
    const auto files = find_project_files(folder);
    if (!files) return Failure{files.error()};
    ProjectReader reader;
    if (auto read = reader.read(*files); !read) return Failure{read.error()};
    auto objects = reader.take_objects();
    if (objects.empty()) {
        constexpr auto* k_message =
            "{}: no objects found; expected an SFDX project or package folder with "
            "objects/*/*.object-meta.xml, or *.object files";
        return fail(ErrorCode::bad_file, fmt::format(k_message, folder));
    }
    ImportedSchema result;
    result.report = reader.take_report();
    result.json = project_schema(std::move(objects), result.report);
    return result;
}

}  // namespace rowlock
