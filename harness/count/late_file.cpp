#include "harness/count/late_file.hpp"

#include "harness/replay/cell_key.hpp"
#include "mockorg/codec/csv.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace rowlock {

LateFile::LateFile(
    const std::string& folder, const char* name, std::string header, const std::string& encoding
)
    : path_(folder.empty() ? std::string{} : (std::filesystem::path{folder} / name).string()),
      header_(std::move(header)),
      writer_(CharsetWriter::create(encoding)) {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

void LateFile::line(const std::string& text) {
    if (path_.empty()) return;
    if (!file_.is_open()) {
        file_.open(path_, std::ios::binary);
        write(header_);
    }
    write(text);
}

void LateFile::write(const std::string& text) {
    const auto encoded =
        writer_ ? writer_->converted(text) : Result<std::string>{Failure{writer_.error()}};
    if (encoded) {
        file_ << *encoded;
    } else if (written_) {
        written_ = fail(ErrorCode::bad_file, path_ + ": " + encoded.error().message);
    }
}

Result<void> LateFile::close() {
    if (!file_.is_open() && !file_.fail()) return {};
    file_.close();
    if (!written_) return written_;
    if (!file_) return fail(ErrorCode::bad_file, path_ + ": cannot be written");
    return {};
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty()) line += ',';
        append_quoted(line, cell);
    }
    return line + '\n';
}

std::string joined(std::span<const std::string> values) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) text += ", ";
        text += is_empty_cell(values[i]) ? "(empty)" : values[i];
    }
    return text;
}

void add_sample(std::vector<std::string>& samples, std::string text) {
    if (samples.size() < k_sample_max) samples.push_back(std::move(text));
}

}  // namespace rowlock
