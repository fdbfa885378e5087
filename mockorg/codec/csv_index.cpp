#include "mockorg/codec/csv_index.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace rowlock {
namespace {

/// Blocks whose masks are made in one go: enough to pay for the call, little enough for the cache.
constexpr std::size_t k_blocks = 64;

/// No more rows than this end in one round: none is shorter than two bytes.
constexpr std::size_t k_rows_of_round = k_blocks * k_mask_bytes / 2 + 1;

struct Scan {
    const char* text;
    std::size_t stop;
    CsvIndex* out;
    /// Rows of the round, to be added to the others in one go.
    std::array<CsvIndex::Row, k_rows_of_round> rows{};
    std::size_t row_count = 0;
    std::size_t cell_count = 0;
    std::size_t row_start = 0;
    std::size_t row_first_cell = 0;
    /// All ones while a quote of an earlier block is open.
    std::uint64_t inside_quotes = 0;
    /// 1 if the block before ended in CR.
    std::uint64_t last_was_return = 0;
    std::uint64_t lf = 0;
    std::uint64_t crlf = 0;
    std::size_t line_feeds = 0;
    bool done = false;
};

[[gnu::always_inline]] inline void end_row(Scan& scan, std::size_t feed, std::size_t cells_so_far) {
    const bool blank =
        feed == scan.row_start || (feed == scan.row_start + 1 && scan.text[scan.row_start] == '\r');
    if (!blank) {
        scan.rows[scan.row_count++] = {
            static_cast<std::uint32_t>(scan.row_start),
            static_cast<std::uint32_t>(scan.row_first_cell),
            static_cast<std::uint32_t>(cells_so_far - scan.row_first_cell)};
    }
    scan.row_start = feed + 1;
    scan.row_first_cell = cells_so_far;
}

/// Inlined into callers with and without a popcnt instruction.
[[gnu::always_inline]] inline int count_bits(std::uint64_t bits) {
    return __builtin_popcountll(bits);
}

/// Positions beyond their count that a writer of positions may write, too.
constexpr std::size_t k_written_too_much = 16;

/// Writes the positions of the set bits, of which there are `count`. Writing eight at once spares a
/// branch nobody can predict.
struct BitByBit {
    [[gnu::always_inline]] static inline void write(
        std::uint64_t bits, int count, std::uint32_t base, std::uint32_t* out
    ) {
        for (int done = 0; done < count; done += 8) {
            for (int i = 0; i < 8; ++i) {
                // No bit is left beyond `count`: any number will do there.
                const int position = __builtin_ctzll(bits | 1ULL << 63U);
                out[done + i] = base + static_cast<std::uint32_t>(position);
                bits &= bits - 1;
            }
        }
    }
};

#ifdef __x86_64__

constexpr std::array<std::uint8_t, k_mask_bytes> first_numbers() {
    std::array<std::uint8_t, k_mask_bytes> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::uint8_t>(i);
    return numbers;
}

alignas(64) constexpr std::array<std::uint8_t, k_mask_bytes> k_first_numbers = first_numbers();

/// The same, all positions of a block at once and sixteen of them in one go.
struct Compressed {
    [[gnu::target("avx512f,avx512bw,avx512vbmi2")]] static inline void write(
        std::uint64_t bits, int count, std::uint32_t base, std::uint32_t* out
    ) {
        const __m512i numbers = _mm512_load_si512(k_first_numbers.data());
        const __m512i bytes = _mm512_maskz_compress_epi8(bits, numbers);
        // g++ 12 takes what the forms without a mask leave undefined for a mistake.
        store(_mm512_maskz_extracti32x4_epi32(0xF, bytes, 0), base, out);
        if (count <= 16) return;
        store(_mm512_maskz_extracti32x4_epi32(0xF, bytes, 1), base, out + 16);
        if (count <= 32) return;
        store(_mm512_maskz_extracti32x4_epi32(0xF, bytes, 2), base, out + 32);
        store(_mm512_maskz_extracti32x4_epi32(0xF, bytes, 3), base, out + 48);
    }

private:
    [[gnu::target("avx512f,avx512bw,avx512vbmi2")]] static inline void store(
        __m128i sixteen, std::uint32_t base, std::uint32_t* out
    ) {
        const __m512i start = _mm512_set1_epi32(static_cast<int>(base));
        _mm512_storeu_si512(
            out, _mm512_add_epi32(_mm512_maskz_cvtepu8_epi32(0xFFFF, sixteen), start)
        );
    }
};

#endif

template <class Positions>
[[gnu::always_inline]] inline void scan_block(Scan& scan, const CsvMasks& masks, std::size_t base) {
    const std::uint64_t after_return = masks.feeds & (masks.returns << 1U | scan.last_was_return);
    scan.last_was_return = masks.returns >> 63U;
    scan.crlf |= after_return;
    scan.lf |= masks.feeds ^ after_return;

    std::uint64_t inside = scan.inside_quotes;
    if (masks.quotes != 0) {
        inside ^= running_parity(masks.quotes);
        scan.inside_quotes = std::uint64_t{0} - (inside >> 63U);
    }
    const std::uint64_t cells = (masks.delimiters | masks.feeds) & ~inside;
    const int cell_count = count_bits(cells);
    Positions::write(
        cells,
        cell_count,
        static_cast<std::uint32_t>(base),
        scan.out->cell_ends.data() + scan.cell_count
    );
    for (std::uint64_t ends = masks.feeds & ~inside; ends != 0; ends &= ends - 1) {
        const auto bit = static_cast<unsigned>(__builtin_ctzll(ends));
        const std::uint64_t up_to = ~std::uint64_t{0} >> (63U - bit);
        end_row(
            scan, base + bit, scan.cell_count + static_cast<std::size_t>(count_bits(cells & up_to))
        );
        if (scan.row_start < scan.stop) continue;
        scan.line_feeds += static_cast<std::size_t>(count_bits(masks.feeds & up_to));
        scan.done = true;
        return;
    }
    scan.line_feeds += static_cast<std::size_t>(count_bits(masks.feeds));
    scan.cell_count += static_cast<std::size_t>(cell_count);
}

using ScanFunction = void (*)(Scan&, const CsvMasks*, std::size_t blocks, std::size_t base);

void scan_blocks(Scan& scan, const CsvMasks* masks, std::size_t blocks, std::size_t base) {
    for (std::size_t i = 0; i < blocks && !scan.done; ++i) {
        scan_block<BitByBit>(scan, masks[i], base + i * k_mask_bytes);
    }
}

#ifdef __x86_64__

[[gnu::target("popcnt")]] void scan_blocks_popcnt(
    Scan& scan, const CsvMasks* masks, std::size_t blocks, std::size_t base
) {
    for (std::size_t i = 0; i < blocks && !scan.done; ++i) {
        scan_block<BitByBit>(scan, masks[i], base + i * k_mask_bytes);
    }
}

[[gnu::target("popcnt,bmi,avx512f,avx512bw,avx512vbmi2")]] void scan_blocks_compressed(
    Scan& scan, const CsvMasks* masks, std::size_t blocks, std::size_t base
) {
    for (std::size_t i = 0; i < blocks && !scan.done; ++i) {
        scan_block<Compressed>(scan, masks[i], base + i * k_mask_bytes);
    }
}

ScanFunction scan_function(VectorLevel level) {
    if (level == VectorLevel::portable || __builtin_cpu_supports("popcnt") == 0) return scan_blocks;
    const bool compresses = level == VectorLevel::avx512 && __builtin_cpu_supports("bmi") != 0 &&
                            __builtin_cpu_supports("avx512vbmi2") != 0;
    return compresses ? scan_blocks_compressed : scan_blocks_popcnt;
}

#else

ScanFunction scan_function(VectorLevel) {
    return scan_blocks;
}

#endif

/// Room for the cells of another round, and for positions written too much.
void make_room(CsvIndex& index, std::size_t cell_count) {
    const std::size_t needed = cell_count + k_blocks * k_mask_bytes + k_written_too_much;
    if (index.cell_ends.size() < needed) index.cell_ends.resize(2 * needed);
}

void keep_rows(Scan& scan) {
    const auto end = scan.rows.begin() + static_cast<std::ptrdiff_t>(scan.row_count);
    scan.out->rows.insert(scan.out->rows.end(), scan.rows.begin(), end);
    scan.row_count = 0;
}

/// The end of the text closes a row that no line feed closed.
void finish_last_row(Scan& scan, std::size_t size) {
    if (scan.done || scan.row_start >= size || scan.row_start >= scan.stop) return;
    scan.out->cell_ends[scan.cell_count++] = static_cast<std::uint32_t>(size);
    scan.rows[scan.row_count++] = {
        static_cast<std::uint32_t>(scan.row_start),
        static_cast<std::uint32_t>(scan.row_first_cell),
        static_cast<std::uint32_t>(scan.cell_count - scan.row_first_cell)};
    scan.row_start = size;
}

}  // namespace

CsvIndexer::CsvIndexer(Delimiter delimiter, VectorLevel level)
    : delimiter_(delimiter), masks_(csv_mask_function(level)), level_(level) {}

bool CsvIndexer::run(std::string_view text, std::size_t stop, bool more_follows, CsvIndex& out)
    const {
    out.rows.clear();
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) return false;
    Scan scan{text.data(), stop, &out};
    scan.done = stop == 0;
    const ScanFunction run_scan = scan_function(level_);
    std::array<CsvMasks, k_blocks> masks;
    std::size_t base = 0;
    make_room(out, 0);
    while (!scan.done && base + k_mask_bytes <= text.size()) {
        const std::size_t blocks = std::min(k_blocks, (text.size() - base) / k_mask_bytes);
        make_room(out, scan.cell_count);
        masks_(text.data() + base, blocks, static_cast<char>(delimiter_), masks.data());
        run_scan(scan, masks.data(), blocks, base);
        keep_rows(scan);
        base += blocks * k_mask_bytes;
    }
    if (!scan.done && base < text.size()) {
        std::array<char, k_mask_bytes> padded{};
        std::memcpy(padded.data(), text.data() + base, text.size() - base);
        make_room(out, scan.cell_count);
        masks_(padded.data(), 1, static_cast<char>(delimiter_), masks.data());
        run_scan(scan, masks.data(), 1, base);
    }
    if (!scan.done && more_follows) return false;
    finish_last_row(scan, text.size());
    keep_rows(scan);
    out.end = static_cast<std::uint32_t>(scan.row_start);
    out.line_feeds = static_cast<std::uint32_t>(scan.line_feeds);
    out.has_lf = scan.lf != 0;
    out.has_crlf = scan.crlf != 0;
    out.unclosed_quote = !scan.done && scan.inside_quotes != 0;
    return true;
}

std::string_view unquoted_cell(std::string_view cell, std::string& buffer) {
    if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return cell;
    cell = cell.substr(1, cell.size() - 2);
    if (cell.find('"') == std::string_view::npos) return cell;
    buffer.clear();
    for (std::size_t i = 0; i < cell.size(); ++i) {
        buffer.push_back(cell[i]);
        if (cell[i] == '"' && i + 1 < cell.size() && cell[i + 1] == '"') ++i;
    }
    return buffer;
}

}  // namespace rowlock
