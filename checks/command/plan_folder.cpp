#include "checks/command/plan_folder.hpp"

#include "checks/command/whole_file.hpp"
#include "mockorg/base/interrupt.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace rowlock {
namespace {

namespace fs = std::filesystem;

Failure cannot(const std::string& folder, const std::string& what) {
    return fail(ErrorCode::bad_configuration, "--out " + folder + ": " + what);
}

/// A folder that is gone when nobody keeps it.
class TemporaryFolder {
public:
    explicit TemporaryFolder(fs::path path) : path_(std::move(path)) {}

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }

    const fs::path& path() const { return path_; }

    void keep() { path_.clear(); }

private:
    fs::path path_;
};

/// Something that an earlier plan left here.
bool is_of_a_plan(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    const bool batch = name.starts_with("batch-") && name.ends_with(".csv");
    return entry.is_regular_file() && (batch || name == "plan.json");
}

/// `out/` and `out` are the same folder.
fs::path plain_path(const std::string& folder) {
    fs::path path = fs::path{folder}.lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

}  // namespace

Result<void> check_plan_folder(const std::string& folder, bool force) {
    const fs::path path = plain_path(folder);
    std::error_code error;
    if (!fs::exists(path, error)) return {};
    if (!fs::is_directory(path, error)) return cannot(folder, "is no folder");
    fs::directory_iterator entries{path, error};
    if (error) return cannot(folder, "cannot be read");
    for (const fs::directory_entry& entry : entries) {
        if (!force) return cannot(folder, "is not empty (--force replaces an earlier plan)");
        if (is_of_a_plan(entry)) continue;
        return cannot(folder, "holds " + entry.path().filename().string() + ", which is no plan's");
    }
    return {};
}

Result<void> write_plan_folder(
    const std::string& folder,
    bool force,
    PlanFile plan,
    const BatchText& text,
    const Batching& batching,
    unsigned threads
) {
    if (auto usable = check_plan_folder(folder, force); !usable) return usable;
    const fs::path path = plain_path(folder);
    fs::path unfinished = path;
    unfinished += ".unfinished";
    std::error_code error;
    fs::remove_all(unfinished, error);
    if (!error) fs::create_directories(unfinished, error);
    if (error) return cannot(folder, error.message());
    TemporaryFolder temporary{unfinished};
    auto names = write_batch_files(temporary.path(), text, batching, threads);
    if (!names) return Failure{std::move(names.error())};
    for (std::size_t i = 0; i < names->size(); ++i) {
        plan.batches[i].rows.clear();
        plan.batches[i].file = std::move((*names)[i]);
    }
    auto written =
        write_whole_file((temporary.path() / "plan.json").string(), write_plan_file(plan));
    if (!written) return written;
    if (interrupted()) return cannot(folder, "stopped; nothing was written");
    fs::remove_all(path, error);
    if (!error) fs::rename(temporary.path(), path, error);
    if (error) return cannot(folder, error.message());
    temporary.keep();
    return {};
}

}  // namespace rowlock
