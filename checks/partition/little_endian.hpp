#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// Appends a number, lowest byte first.
template <class Number>
void put_number(std::string& out, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
        out.push_back(static_cast<char>(std::uint64_t{value} >> 8 * i & 0xFFU));
    }
}

/// Appends a number in as few bytes as it needs: seven bits each, lowest first, all but the last
/// with the top bit set.
inline void put_short(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out.push_back(static_cast<char>(value | 0x80U));
    out.push_back(static_cast<char>(value));
}

/// Appends a text with its length before it.
inline void put_text(std::string& out, std::string_view text) {
    put_short(out, text.size());
    out += text;
}

/// Takes what these functions wrote off the front of bytes. Once the bytes have run out, all
/// numbers are zero and all texts empty.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    template <class Number>
    Number number() {
        std::uint64_t value = 0;
        const std::string_view bytes = take(sizeof(Number));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
        }
        return static_cast<Number>(value);
    }

    std::uint64_t short_number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
        run_out();
        return 0;
    }

    std::string_view text() { return take(short_number()); }

    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            run_out();
            return {};
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest() const { return rest_; }

    bool ran_out() const { return ran_out_; }

    /// Everything was taken, and nothing was missing.
    bool at_end() const { return rest_.empty() && !ran_out_; }

private:
    void run_out() {
        ran_out_ = true;
        rest_ = {};
    }

    std::string_view rest_;
    bool ran_out_ = false;
};

}  // namespace rowlock
