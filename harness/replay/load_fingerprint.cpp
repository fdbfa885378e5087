#include "harness/replay/load_fingerprint.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{2} << 30;
/// Rows hashed at once.
constexpr std::size_t k_piece_bytes = 1 << 20;

std::uint64_t hash_rows(const RowSource& source) {
    std::uint64_t hash = source.size();
    std::string piece;
    source.append_header(piece);
    for (RowNumber row = 0; row < source.size(); ++row) {
        source.append_row(row, {}, piece);
        if (piece.size() < k_piece_bytes) continue;
        hash = hash_combine(hash, hash_text(piece));
        piece.clear();
    }
    return hash_combine(hash, hash_text(piece));
}

/// Whether the file holds rows, which count one by one, and no description of them.
bool is_rows(const std::string& file, const Load& load) {
    return std::any_of(load.sources.begin(), load.sources.end(), [&](const SourceSpec& source) {
        const auto* rows = std::get_if<CsvFileSpec>(&source.rows);
        return rows != nullptr && rows->path.text == file;
    });
}

/// What options may say in place of a load file.
std::uint64_t hash_description(const LoadStep& step, const SourceSpec& source) {
    std::uint64_t hash = hash_combine(hash_text(source.object), hash_text(step.external_id));
    hash = hash_combine(hash, static_cast<std::uint64_t>(step.operation));
    hash = hash_combine(hash, static_cast<std::uint64_t>(step.concurrency_mode));
    return hash_combine(hash, step.in_flight);
}

}  // namespace

Result<std::uint64_t> load_fingerprint(
    const std::string& load_file,
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    std::optional<RowNumber> rows
) {
    std::uint64_t hash = hash_text(strategy.name);
    if (!is_rows(load_file, load)) {
        const auto text = read_file(load_file, k_file_size_max);
        if (!text) return Failure{text.error()};
        hash = hash_combine(hash_text(*text), hash);
    }
    hash = hash_combine(hash, hash_description(strategy.load, load.sources[strategy.load.source]));
    hash = hash_combine(hash, static_cast<std::uint64_t>(strategy.load.api));
    hash = hash_combine(hash, strategy.load.batch_rows);
    hash = hash_combine(hash, rows ? std::uint64_t{*rows} + 1 : 0);
    if (const std::string& path = strategy.load.order.plan.text; !path.empty()) {
        const auto plan = read_file(path, k_file_size_max);
        if (!plan) return Failure{plan.error()};
        hash = hash_combine(hash, hash_text(*plan));
    }
    // Generated rows follow from the load file.
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const bool is_file = std::holds_alternative<CsvFileSpec>(load.sources[i].rows);
        if (is_file) hash = hash_combine(hash, hash_rows(*sources[i]));
    }
    return hash;
}

}  // namespace rowlock
