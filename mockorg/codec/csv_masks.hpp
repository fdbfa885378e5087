#pragma once

#include "mockorg/codec/byte_masks.hpp"

#include <cstddef>
#include <cstdint>

namespace rowlock {

/// Which of a block's k_mask_bytes bytes are the four that make a CSV text a table, quoted or not.
struct CsvMasks {
    std::uint64_t delimiters = 0;
    std::uint64_t quotes = 0;
    std::uint64_t feeds = 0;
    std::uint64_t returns = 0;

    bool operator==(const CsvMasks&) const = default;
};

/// The instructions used for looking at many bytes at once.
enum class VectorLevel : std::uint8_t { portable, sse2, avx2, avx512 };

/// The best level of the machine this runs on.
VectorLevel best_vector_level();

/// Fills one CsvMasks per block: reads `blocks` * k_mask_bytes bytes, at any alignment.
using CsvMaskFunction =
    void (*)(const char* text, std::size_t blocks, char delimiter, CsvMasks* out);

/// The function of a level that is not above best_vector_level(). All give the same masks.
CsvMaskFunction csv_mask_function(VectorLevel level);

}  // namespace rowlock
