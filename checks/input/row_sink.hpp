#pragma once

#include "checks/input/chunk_reader.hpp"
#include "checks/input/record_numbers.hpp"
#include "checks/model/row_keys.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <span>

namespace rowlock {

/// What a chunk of a file comes to.
struct ReadRows {
    /// Position in LoadedInput::files, and its line feeds before the chunk.
    std::uint32_t file = 0;
    std::uint64_t line_feeds = 0;
    const CsvChunk& chunk;
    /// For each row the number of uses in this chunk up to and including its own.
    std::span<const std::uint32_t> ends;
    /// Keys are record numbers, of which `numbers` tells the names.
    std::span<const KeyUse> uses;
    /// By use: position in LockRules::rules(), or k_own_key_rule.
    std::span<const std::uint16_t> rules;
    const RecordNumbers& numbers;
};

/// Takes rows as they are read, for those who do not keep them in memory.
class RowSink {
public:
    virtual ~RowSink() = default;

    /// In the order of files and rows. Numbers mean nothing after the call.
    virtual Result<void> take(const ReadRows& rows) = 0;
};

}  // namespace rowlock
