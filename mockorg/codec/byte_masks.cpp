#include "mockorg/codec/byte_masks.hpp"

namespace rowlock {
namespace {

constexpr std::uint64_t k_every_byte = 0x0101010101010101;
constexpr std::uint64_t k_low_seven_bits = 0x7F * k_every_byte;

/// Bits 0 to 7 say which of eight bytes are zero.
std::uint64_t zero_bytes(std::uint64_t word) {
    // The top bit of each byte: set unless one of its bits is. No carry crosses a byte.
    const std::uint64_t top_bits =
        ~((word & k_low_seven_bits) + k_low_seven_bits) & ~word & ~k_low_seven_bits;
    // Gathers the eight top bits into the highest byte.
    return (top_bits >> 7U) * 0x0102040810204080 >> 56U;
}

std::uint64_t load_little_endian(const char* bytes) {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < 8; ++i) {
        word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    return word;
}

}  // namespace

std::uint64_t byte_mask_portable(const char* block, char byte) {
    const std::uint64_t wanted = k_every_byte * static_cast<unsigned char>(byte);
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < k_mask_bytes; i += 8) {
        mask |= zero_bytes(load_little_endian(block + i) ^ wanted) << i;
    }
    return mask;
}

}  // namespace rowlock
