#pragma once

#include "mockorg/api/api.hpp"
#include "mockorg/testing/scenario.hpp"
#include "mockorg/testing/wire_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rowlock {

// A wire transcript (`.wire`), taken apart. docs/wire-transcripts.md has the format.

struct WireHeader {
    std::string name;
    WireText value;
    /// Must not be there.
    bool is_absent = false;
    std::size_t line = 0;
};

struct WireBodyLine {
    WireText text;
    /// May stand anywhere among its neighbours that may, too.
    bool any_order = false;
};

/// The lines of a body; between two of them is one LF, so a body that ends in LF has an empty last
/// line.
using WireBody = std::vector<WireBodyLine>;

struct WireRequest {
    std::string method;
    WireText target;
    std::vector<WireHeader> headers;
    WireBody body;
};

/// What must come of the request before it.
struct WireAnswer {
    int status = 0;
    std::vector<WireHeader> headers;
    /// Without lines the body must be empty.
    WireBody body;
};

using WireAction = std::variant<WireRequest, WireAnswer, AdvanceBy, RunUntilIdle>;

struct WireStep {
    std::size_t line = 0;
    WireAction action;
};

struct WireTranscript {
    std::string file;
    OrgConfig config;
    /// The whole transcript runs once for each.
    std::vector<std::uint64_t> seeds = {1};
    ClockMode clock;
    std::vector<WireStep> steps;
};

/// Reads a transcript. Errors (bad_file) name file and line.
Result<WireTranscript> parse_wire_transcript(
    std::string_view text, std::string_view file_name, const ReadBeside& read_beside
);

/// The same from a file, and with the files it names.
Result<WireTranscript> load_wire_transcript(const std::string& path);

}  // namespace rowlock
