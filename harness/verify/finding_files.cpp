#include "harness/verify/finding_files.hpp"

#include "mockorg/codec/csv.hpp"

#include <filesystem>

namespace rowlock {
namespace {

constexpr const char* k_kinds[] = {
    "orphan",
    "noParent",
    "rollUp",
    "created",
    "changed",
    "moved",
    "deleted",
    "undeleted",
    "totals"};

}  // namespace

Result<FindingFiles> FindingFiles::open(const std::string& folder) {
    std::error_code error;
    if (!folder.empty()) std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::bad_file, folder + ": " + error.message());
    return FindingFiles{folder};
}

std::string FindingFiles::path_of(const std::string& subject, const std::string& kind) const {
    return (std::filesystem::path{folder_} / (subject + "-" + kind + ".csv")).string();
}

void FindingFiles::forget(const std::string& subject) {
    std::error_code ignored;
    for (const char* kind : k_kinds) {
        const std::string path = path_of(subject, kind);
        if (!folder_.empty() && !files_.contains(path)) std::filesystem::remove(path, ignored);
    }
}

void FindingFiles::add(ProofCheck& check, ProofFinding finding) {
    if (!folder_.empty()) {
        const std::string path = path_of(check.subject, finding.kind);
        auto [place, is_new] = files_.try_emplace(path);
        std::ofstream& file = place->second;
        if (is_new) {
            file.open(path, std::ios::binary | std::ios::trunc);
            file << "Id,Detail\n";
        }
        std::string line;
        append_quoted(line, finding.id);
        line += ',';
        append_quoted(line, finding.detail);
        file << line << '\n';
    }
    check.add(std::move(finding));
}

Result<std::vector<std::string>> FindingFiles::close() {
    std::vector<std::string> paths;
    for (auto& entry : files_) {
        entry.second.close();
        if (!entry.second) return fail(ErrorCode::bad_file, entry.first + ": cannot be written");
        paths.push_back(entry.first);
    }
    return paths;
}

}  // namespace rowlock
