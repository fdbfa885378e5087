#include "mockorg/base/write_file.hpp"

#include <fstream>

namespace rowlock {

Result<void> write_file(const std::string& path, std::string_view text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    if (!file) return fail(ErrorCode::bad_file, path + ": cannot be written");
    return {};
}

}  // namespace rowlock
