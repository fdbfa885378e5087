#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace rowlock {

/// The unpacked text. Refuses malformed or truncated data (client_input_error), and output beyond
/// `max_size` bytes (body_too_large) before it has grown past it.
Result<std::string> gunzip(std::string_view packed, std::size_t max_size);

/// Packs a body piece by piece.
class GzipWriter {
public:
    GzipWriter();
    GzipWriter(GzipWriter&&) noexcept;
    GzipWriter& operator=(GzipWriter&&) noexcept;
    ~GzipWriter();

    /// Appends what is ready of the packed form; `last` closes the stream.
    void write(std::string_view text, bool last, std::string& out);

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace rowlock
