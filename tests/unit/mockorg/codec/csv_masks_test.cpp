#include "mockorg/codec/csv_masks.hpp"

#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

TEST_CASE("masks of all levels are those told byte by byte") {
    rc::prop("", [] {
        const auto letter = rc::gen::elementOf(std::string{"a;\"\n\r\xBB"});
        const std::size_t blocks = *rc::gen::inRange<std::size_t>(0, 4);
        const std::string text = *rc::gen::container<std::string>(blocks * k_mask_bytes, letter);
        std::vector<CsvMasks> expected(blocks);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::uint64_t bit = std::uint64_t{1} << i % k_mask_bytes;
            CsvMasks& masks = expected[i / k_mask_bytes];
            if (text[i] == ';') masks.delimiters |= bit;
            if (text[i] == '"') masks.quotes |= bit;
            if (text[i] == '\n') masks.feeds |= bit;
            if (text[i] == '\r') masks.returns |= bit;
        }
        for (const auto level :
             {VectorLevel::portable, VectorLevel::sse2, VectorLevel::avx2, VectorLevel::avx512}) {
            if (level > best_vector_level()) continue;
            std::vector<CsvMasks> found(blocks);
            csv_mask_function(level)(text.data(), blocks, ';', found.data());
            RC_ASSERT(found == expected);
        }
    });
}

}  // namespace
}  // namespace rowlock
