#include "mockorg/base/io.hpp"

namespace rowlock {

void TextSink::write(std::string_view text) {
    if (text_ != nullptr) {
        text_->append(text);
    } else {
        std::fwrite(text.data(), 1, text.size(), file_);
    }
}

void TextSink::line(std::string_view text) {
    write(text);
    write("\n");
    if (file_ != nullptr) std::fflush(file_);
}

}  // namespace rowlock
