#include "mockorg/schema/import/project_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

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

std::optional<ProjectFile> classify(const fs::path& path) {
    const std::string name = path.filename().string();
    const bool is_meta = name.ends_with(k_meta_ending);
    ProjectFile file;
    file.path = path.string();
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
    const fs::path folder = path.parent_path();
    if (!is_meta || folder.parent_path().parent_path().filename() != "objects") return std::nullopt;
    file.object = folder.parent_path().filename().string();
    file.kind = file.part == "field" ? ProjectFile::Kind::field : ProjectFile::Kind::other_part;
    return file;
}

bool is_skipped(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return name.starts_with('.') || name == "node_modules";
}

Failure cannot_read(const std::string& folder, const std::error_code& error) {
    return fail(ErrorCode::bad_file, fmt::format("{}: {}", folder, error.message()));
}

}  // namespace

Result<std::vector<ProjectFile>> find_project_files(const std::string& folder) {
    std::error_code error;
    // Absolute, so that the names above a file are there even if the folder is `objects/Account`.
    const fs::path root = fs::absolute(folder, error).lexically_normal();
    if (error) return cannot_read(folder, error);
    fs::recursive_directory_iterator entry{
        root, fs::directory_options::skip_permission_denied, error};
    if (error) return cannot_read(folder, error);
    std::vector<ProjectFile> files;
    std::size_t entries = 0;
    for (; entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
        if (++entries > k_most_entries || entry.depth() > k_deepest) {
            return fail(ErrorCode::bad_file, folder + ": too large a folder to be an SFDX project");
        }
        std::error_code ignored;
        if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) {
            if (is_skipped(entry->path())) entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file(ignored)) continue;
        if (auto file = classify(entry->path())) files.push_back(*std::move(file));
    }
    if (error) return cannot_read(folder, error);
    std::sort(files.begin(), files.end(), [](const ProjectFile& a, const ProjectFile& b) {
        return a.path < b.path;
    });
    return files;
}

}  // namespace rowlock
