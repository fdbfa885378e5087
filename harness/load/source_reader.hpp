#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "harness/load/source_spec.hpp"

#include <filesystem>
#include <vector>

namespace rowlock {

/// Reads the member `sources`, in its order. Files are looked for from `folder` on. Wrong sources
/// keep their place with what could be read, so that numbers stay right.
std::vector<SourceSpec> read_sources(
    const LocatedJson& value, const std::filesystem::path& folder, Mistakes& mistakes
);

/// Reports references to a single parent that the parents' source, if generated, does not have.
/// `value` is what `sources` was read from without a mistake.
void check_single_parents(
    const LocatedJson& value, const std::vector<SourceSpec>& sources, Mistakes& mistakes
);

/// A path of the load file as seen from the working directory.
std::string resolve_path(const std::filesystem::path& folder, const std::string& path);

}  // namespace rowlock
