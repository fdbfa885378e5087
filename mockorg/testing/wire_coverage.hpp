#pragma once

#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/org.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Which combinations of request, state, content type and answer transcripts of the Bulk APIs have
/// gone through. Each is one text of four columns,
/// `GET jobs/ingest/{job} | Open | CSV | 200`:
///
///   the request, without the version and what is before it
///   the state of the batch or else the job in its path, before the request: `unknown` where the
///     org knows none, a reason behind those that failed, `-` where the path names none
///   the job's contentType, `query CSV` for the query jobs of Bulk API 1.0; without a job that of
///     the request
///   the status, and an error's code
///
/// and `a row | - | CSV | REQUIRED_FIELD_MISSING` for every error code in a result.
class WireCoverage {
public:
    /// To be called before a request is sent. The org hears a question or two, and is not changed.
    void before(Org& org, const HttpRequest& request);

    /// To be called with its answer.
    void after(const HttpResponse& answer);

    const std::set<std::string>& cases() const { return cases_; }

private:
    std::set<std::string> cases_;
    /// The request that waits for its answer: request, state and content. Empty for other faces.
    std::string request_;
    std::string content_;
};

/// The requests of both Bulk APIs that have a route, as in WireCoverage.
std::vector<std::string> bulk_requests();

/// Reads a list of combinations, one a line. Columns may hold several values with commas between
/// them: the line then stands for all combinations. Lines that begin with # and empty ones mean
/// nothing. Errors (bad_file) name file and line.
Result<std::set<std::string>> parse_wire_cases(std::string_view text, std::string_view file_name);

}  // namespace rowlock
