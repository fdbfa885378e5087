#pragma once

#include "mockorg/base/error.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// The mistakes found in one text file, each with its place, so that all can be reported at once.
/// Lives while the file is read; the text must outlive it.
class Mistakes {
public:
    Mistakes(std::string_view text, std::string_view file_name);

    /// `file:line:column` of a byte offset, both from 1; columns count characters.
    std::string where(std::size_t offset) const;

    /// The same mistake at the same place counts once; of very many only the number is kept.
    void add(std::size_t offset, std::string message);

    bool empty() const { return found_.empty(); }

    /// bad_file: one `file:line:column: message` per line in the order of the file, the
    /// first twenty.
    Error error() const;

private:
    /// Where counting of lines and columns can begin: every line start, and places in long lines.
    struct Mark {
        std::size_t offset;
        std::size_t line;
        std::size_t column;
    };

    std::string_view text_;
    std::string file_name_;
    std::vector<Mark> marks_;
    /// Offset and message.
    std::set<std::pair<std::size_t, std::string>> found_;
    std::size_t not_kept_ = 0;
};

}  // namespace rowlock
