#include "mockorg/schema/import/project_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

namespace fs = std::filesystem;

/// Deeper and larger than any project, so that a wrong folder ends in a message.
constexpr int k_deepest = 40;
constexpr std::size_t k_most_entries = 1'000'000;

constexpr std::string_view k_meta_ending = "-meta.xml";

/// `listView` of `All.listView-meta.xml`; `object` of `Account.object`.
std::string ending_of(std::string_view name) {
    if (name.ends_with(k_meta_ending)) name.remove_suffix(k_meta_ending.size());
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string{} : std::string{name.substr(dot + 1)};
}

/// Parts of objects that hold no fields. [metadata API: CustomObject, source format]
const std::set<std::string_view> k_other_parts{
    "businessProcess",
    "compactLayout",
    "fieldSet",
    "index",
    "listView",
    "recordType",
    "sharingReason",
    "validationRule",
    "webLink"};

/// The folder below `objects` in which the path lies; empty if it lies in none.
fs::path folder_of_object(const fs::path& path) {
    for (fs::path at = path.parent_path(); at.has_relative_path(); at = at.parent_path())
        if (at.parent_path().filename() == "objects") return at;
    return {};
}

/// What kind of file it is; nothing if it does not speak of objects.
std::optional<ProjectFile> classify(const fs::path& path) {
    const std::string name = path.filename().string();
    const bool is_meta = name.ends_with(k_meta_ending);
    ProjectFile file;
    file.part = ending_of(name);
    file.name = name.substr(0, name.find('.'));
    if (file.part == "object") {
        file.object = file.name;
        return file;
    }
    if (file.part == "globalValueSet") {
        file.kind = ProjectFile::Kind::value_set;
        return file;
    }
    const fs::path folder = folder_of_object(path);
    if (folder.empty()) return std::nullopt;
    file.object = folder.filename().string();
    const bool is_part = is_meta && path.parent_path().parent_path() == folder;
    file.kind = ProjectFile::Kind::unknown;
    if (is_part && file.part == "field") file.kind = ProjectFile::Kind::field;
    if (is_part && k_other_parts.contains(file.part)) file.kind = ProjectFile::Kind::other_part;
    return file;
}

bool is_skipped(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return name.starts_with('.') || name == "node_modules";
}

Failure cannot_read(const std::string& folder, const std::error_code& error) {
    return fail(ErrorCode::bad_file, fmt::format("{}: {}", folder, error.message()));
}

/// Whether nobody may look into it.
bool is_closed(const fs::path& folder) {
    std::error_code error;
    const fs::directory_iterator probe{folder, error};
    return static_cast<bool>(error);
}

/// Gathers what lies below a root.
class FileFinder {
public:
    FileFinder(const std::string& folder, fs::path root) : given_(folder), root_(std::move(root)) {}

    Result<ProjectFiles> find() {
        std::error_code error;
        fs::recursive_directory_iterator entry{
            root_, fs::directory_options::skip_permission_denied, error};
        if (error) return cannot_read(given_.string(), error);
        for (; entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
            if (++entries_ > k_most_entries || entry.depth() > k_deepest) {
                return fail(
                    ErrorCode::bad_file,
                    given_.string() + ": too large a folder to be an SFDX project"
                );
            }
            if (!look_at(*entry)) entry.disable_recursion_pending();
        }
        if (error) return cannot_read(given_.string(), error);
        std::sort(found_.files.begin(), found_.files.end(), [](const auto& a, const auto& b) {
            return a.path < b.path;
        });
        return std::move(found_);
    }

private:
    /// Whether to look into it, if it is a folder.
    bool look_at(const fs::directory_entry& entry) {
        std::error_code ignored;
        if (entry.is_directory(ignored)) {
            if (entry.is_symlink(ignored) || is_skipped(entry.path())) return false;
            if (!is_closed(entry.path())) return true;
            ProjectFile closed;
            closed.kind = ProjectFile::Kind::unreadable;
            add(entry.path(), std::move(closed));
            return false;
        }
        auto file = classify(entry.path());
        if (!file) {
            ++found_.others;
            return true;
        }
        if (!entry.is_regular_file(ignored)) file->kind = ProjectFile::Kind::unreadable;
        add(entry.path(), *std::move(file));
        return true;
    }

    void add(const fs::path& path, ProjectFile file) {
        file.path = path.string();
        file.shown = (given_ / path.lexically_relative(root_)).string();
        found_.files.push_back(std::move(file));
    }

    fs::path given_;
    fs::path root_;
    std::size_t entries_ = 0;
    ProjectFiles found_;
};

}  // namespace

Result<ProjectFiles> find_project_files(const std::string& folder) {
    std::error_code error;
    // Absolute, so that the names above a file are there even if the folder is `objects/Account`.
    fs::path root = fs::absolute(folder, error).lexically_normal();
    if (error) return cannot_read(folder, error);
    return FileFinder{folder, std::move(root)}.find();
}

}  // namespace rowlock
