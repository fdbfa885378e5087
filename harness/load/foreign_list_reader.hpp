#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "mockorg/foreign/foreign_writer.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// A foreign writer of a load file, with its place (`file:line:column`) for errors that only the
/// org can find.
struct LoadForeignWriter {
    ForeignWriter writer;
    std::string where;
};

/// Reads a list `foreignWriters` of a load file; mistakes are reported with their places.
std::vector<LoadForeignWriter> read_load_foreign_writers(
    const LocatedJson& list, Mistakes& mistakes
);

}  // namespace rowlock
