#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/charset.hpp"

#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// A CSV file that comes into being with its first line. Without a folder it is never written.
class LateFile {
public:
    /// Removes what an earlier count wrote: it is not true any more. `encoding`: of the file, as
    /// iconv names it; empty: UTF-8.
    LateFile(
        const std::string& folder,
        const char* name,
        std::string header,
        const std::string& encoding = {}
    );

    /// In UTF-8, with its line end.
    void line(const std::string& text);

    /// bad_file if it could not be written, or not in its encoding.
    Result<void> close();

private:
    void write(const std::string& text);

    std::string path_;
    std::string header_;
    Result<CharsetWriter> writer_;
    /// The first problem of the text.
    Result<void> written_;
    std::ofstream file_;
};

/// The cells in quotes, with a line end.
std::string csv_line(const std::vector<std::string>& cells);

/// `Smith, 030`: a key for people; `(empty)` for a value that is.
std::string joined(std::span<const std::string> values);

/// A few of many, for the report.
inline constexpr std::size_t k_sample_max = 10;

/// Keeps the first ones.
void add_sample(std::vector<std::string>& samples, std::string text);

}  // namespace rowlock
