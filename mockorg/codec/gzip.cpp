#include "mockorg/codec/gzip.hpp"

#define ZLIB_CONST
#include "mockorg/base/assert.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace rowlock {
namespace {

/// Window size of 32 KiB, and the gzip wrapper instead of zlib's own.
constexpr int k_gzip_window_bits = MAX_WBITS + 16;
constexpr std::size_t k_piece_size = 65536;
/// zlib counts in 32 bits: longer inputs go in slices.
constexpr std::size_t k_longest_slice = std::numeric_limits<uInt>::max();

Failure bad_gzip(std::string_view what) {
    return fail(ErrorCode::client_input_error, "The gzip body " + std::string{what});
}

/// Moves the next slice of `text` into the stream once the last one is used up.
void refill(z_stream& stream, std::string_view& text) {
    if (stream.avail_in > 0) return;
    const std::size_t size = std::min(text.size(), k_longest_slice);
    stream.next_in = reinterpret_cast<const Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(size);
    text.remove_prefix(size);
}

struct InflateStream {
    InflateStream() { ROWLOCK_ASSERT(inflateInit2(&zlib, k_gzip_window_bits) == Z_OK); }

    ~InflateStream() { inflateEnd(&zlib); }

    InflateStream(const InflateStream&) = delete;
    InflateStream& operator=(const InflateStream&) = delete;

    z_stream zlib{};
};

}  // namespace

Result<std::string> gunzip(std::string_view packed, std::size_t max_size) {
    InflateStream stream;
    z_stream& zlib = stream.zlib;
    std::array<char, k_piece_size> piece;
    std::string out;
    // A gzip file is one member or several behind each other.
    while (true) {
        refill(zlib, packed);
        zlib.next_out = reinterpret_cast<Bytef*>(piece.data());
        zlib.avail_out = k_piece_size;
        const int status = inflate(&zlib, Z_NO_FLUSH);
        const std::size_t produced = k_piece_size - zlib.avail_out;
        if (produced > max_size - out.size()) {
            return fail(
                ErrorCode::body_too_large,
                "The gzip body unpacks to more than " + std::to_string(max_size) + " bytes"
            );
        }
        out.append(piece.data(), produced);
        const bool input_left = zlib.avail_in > 0 || !packed.empty();
        if (status == Z_STREAM_END) {
            if (!input_left) return out;
            inflateReset(&zlib);
        } else if (status == Z_BUF_ERROR || (status == Z_OK && !input_left && zlib.avail_out > 0)) {
            return bad_gzip("ends too early");
        } else if (status != Z_OK) {
            return bad_gzip("is malformed");
        }
    }
}

struct GzipWriter::Stream {
    Stream() {
        // The fastest level: results are packed once and read once, mostly over a loopback.
        ROWLOCK_ASSERT(
            deflateInit2(
                &zlib, Z_BEST_SPEED, Z_DEFLATED, k_gzip_window_bits, 8, Z_DEFAULT_STRATEGY
            ) == Z_OK
        );
    }

    ~Stream() { deflateEnd(&zlib); }

    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    z_stream zlib{};
    bool closed = false;
};

GzipWriter::GzipWriter() : stream_(std::make_unique<Stream>()) {}

GzipWriter::GzipWriter(GzipWriter&&) noexcept = default;
GzipWriter& GzipWriter::operator=(GzipWriter&&) noexcept = default;
GzipWriter::~GzipWriter() = default;

void GzipWriter::write(std::string_view text, bool last, std::string& out) {
    ROWLOCK_ASSERT(stream_ != nullptr && !stream_->closed);
    z_stream& zlib = stream_->zlib;
    std::array<char, k_piece_size> piece;
    do {
        refill(zlib, text);
        zlib.next_out = reinterpret_cast<Bytef*>(piece.data());
        zlib.avail_out = k_piece_size;
        deflate(&zlib, last && text.empty() ? Z_FINISH : Z_NO_FLUSH);
        out.append(piece.data(), k_piece_size - zlib.avail_out);
        // A full piece may mean that more is ready.
    } while (zlib.avail_out == 0 || zlib.avail_in > 0 || !text.empty());
    stream_->closed = last;
}

}  // namespace rowlock
