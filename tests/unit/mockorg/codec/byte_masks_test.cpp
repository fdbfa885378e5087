#include "mockorg/codec/byte_masks.hpp"

#include "tests/support/test.hpp"

#include <array>
#include <string>

namespace rowlock {
namespace {

std::uint64_t slow_mask(const std::string& block, char byte) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < k_mask_bytes; ++i) {
        if (block[i] == byte) mask |= std::uint64_t{1} << i;
    }
    return mask;
}

TEST_CASE("both masks name exactly the bytes that are equal") {
    rc::prop("for any block and byte", [] {
        const auto byte = *rc::gen::arbitrary<char>();
        // Neighbours of the wanted byte are where carries and sign bits go wrong.
        const auto near = rc::gen::element(
            byte,
            static_cast<char>(byte + 1),
            static_cast<char>(byte - 1),
            static_cast<char>(byte ^ 0x80),
            '\0',
            '\xff'
        );
        const auto block = *rc::gen::container<std::string>(
            k_mask_bytes, rc::gen::oneOf(near, rc::gen::arbitrary<char>())
        );
        RC_ASSERT(byte_mask_portable(block.data(), byte) == slow_mask(block, byte));
        RC_ASSERT(byte_mask(block.data(), byte) == slow_mask(block, byte));
    });
}

TEST_CASE("a mask tells every single place") {
    std::string block(k_mask_bytes, 'x');
    for (std::size_t i = 0; i < k_mask_bytes; ++i) {
        block[i] = '\n';
        CHECK(byte_mask_portable(block.data(), '\n') == std::uint64_t{1} << i);
        CHECK(byte_mask(block.data(), '\n') == std::uint64_t{1} << i);
        block[i] = 'x';
    }
}

}  // namespace
}  // namespace rowlock
