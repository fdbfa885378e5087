#include "checks/command/whole_file.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace rowlock {

Result<void> write_whole_file(const std::string& path, std::string_view text) {
    const std::string unfinished = path + ".unfinished";
    std::error_code error;
    {
        std::ofstream file{unfinished, std::ios::binary | std::ios::trunc};
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
        file.close();
        if (!file) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(unfinished, path, error);
    if (!error) return {};
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    return fail(ErrorCode::bad_configuration, path + ": cannot be written");
}

}  // namespace rowlock
