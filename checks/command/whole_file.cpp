#include "checks/command/whole_file.hpp"

#include "checks/partition/output_file.hpp"

namespace rowlock {

Result<void> write_whole_file(const std::string& path, std::string_view text) {
    auto file = OutputFile::to_be(path);
    if (!file) return Failure{std::move(file.error())};
    if (auto written = file->write(text); !written) return written;
    return file->publish();
}

}  // namespace rowlock
