#include "checks/command/plan_folder.hpp"

#include "checks/command/whole_file.hpp"
#include "checks/partition/unfinished_name.hpp"
#include "mockorg/base/interrupt.hpp"

#include <sys/stat.h>

#include <cerrno>
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

/// A new folder that will be renamed to `path`.
Result<fs::path> make_unfinished_folder(const std::string& folder, const fs::path& path) {
    std::error_code error;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    if (error) return cannot(folder, error.message());
    const auto [reason, name] = make_unfinished(path.string(), [](const std::string& each) {
        return ::mkdir(each.c_str(), 0777) == 0 ? 0 : errno;
    });
    if (reason != 0) return cannot(folder, std::generic_category().message(reason));
    return fs::path{name};
}

/// Gives a finished folder its name. An earlier plan of that name is moved into a folder of its own
/// before and goes away after, so that at any time one of the two is there.
std::error_code put_in_place(
    const std::string& folder, TemporaryFolder& finished, const fs::path& path
) {
    std::error_code error;
    fs::rename(finished.path(), path, error);
    if (!error) finished.keep();
    if (error != std::errc::directory_not_empty && error != std::errc::file_exists) return error;
    const auto made = make_unfinished_folder(folder, path);
    if (!made) return error;
    TemporaryFolder aside{*made};
    const fs::path earlier = aside.path() / "earlier";
    fs::rename(path, earlier, error);
    if (error) return error;
    fs::rename(finished.path(), path, error);
    if (!error) {
        finished.keep();
        return {};
    }
    std::error_code lost;
    fs::rename(earlier, path, lost);
    if (lost) aside.keep();
    return error;
}

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
    auto unfinished = make_unfinished_folder(folder, path);
    if (!unfinished) return Failure{std::move(unfinished.error())};
    TemporaryFolder temporary{std::move(*unfinished)};
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
    // Somebody may have put something there meanwhile.
    if (auto usable = check_plan_folder(folder, force); !usable) return usable;
    const std::error_code error = put_in_place(folder, temporary, path);
    if (error) return cannot(folder, error.message());
    return {};
}

}  // namespace rowlock
