#include "checks/assess/own_file.hpp"

#include <string>

namespace rowlock {

Result<const LoadedFile*> find_own_file(const LoadedInput& input, std::string_view name) {
    const LoadedFile* found = nullptr;
    for (const LoadedFile& file : input.files()) {
        if (file.load != 0) continue;
        const std::string_view path = file.source.path;
        if (path == name) return &file;
        if (!path.ends_with("/" + std::string{name})) continue;
        if (found != nullptr) {
            return fail(
                ErrorCode::bad_file,
                "the load has several files " + std::string{name} + "; give more of the path"
            );
        }
        found = &file;
    }
    if (found != nullptr) return found;
    return fail(ErrorCode::bad_file, "the load has no file " + std::string{name});
}

}  // namespace rowlock
