#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace rowlock {

/// Where a command's text goes: a terminal or file, or a string in tests.
class TextSink {
public:
    explicit TextSink(std::FILE* file) : file_(file) {}

    explicit TextSink(std::string& text) : text_(&text) {}

    void write(std::string_view text);

    /// The text and a line end; whole lines reach the reader at once.
    void line(std::string_view text);

    /// Whether something written was lost: a full disk, a reader that is gone.
    bool failed() const { return file_ != nullptr && std::ferror(file_) != 0; }

private:
    std::FILE* file_ = nullptr;
    std::string* text_ = nullptr;
};

/// A command's surroundings. Results go to `out`, everything about them to `err`.
struct Io {
    TextSink out;
    TextSink err;
    /// Somebody watches `err`: progress makes sense.
    bool err_is_terminal = false;
};

}  // namespace rowlock
