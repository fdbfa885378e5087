#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/foreign/foreign_writer.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// What a foreign writer did, as the org counted: docs/foreign-writers.md describes the figures.
struct ForeignWriterFigures {
    std::uint64_t runs = 0;
    std::uint64_t idle = 0;
    std::uint64_t skipped = 0;
    std::uint64_t committed = 0;
    std::uint64_t records = 0;
    std::uint64_t retries = 0;
    std::uint64_t given_up = 0;
    std::uint64_t deadlocks = 0;
    Duration waited{};
};

/// `foreign writer sync (integration): 3 transactions committed, 0 given up, ...`
std::string sentence_about(const ForeignWriter& writer, const ForeignWriterFigures& did);

}  // namespace rowlock
