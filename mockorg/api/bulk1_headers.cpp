#include "mockorg/api/bulk1_headers.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::int64_t k_chunk_size_max = 250'000;

constexpr std::string_view k_pk_chunking = "Sforce-Enable-PKChunking";
constexpr std::string_view k_line_ending = "Sforce-Line-Ending";
constexpr std::string_view k_disable_retry = "Sforce-Disable-Batch-Retry";

Failure bad_header(std::string_view header, std::string_view value) {
    return fail(
        ErrorCode::client_input_error, fmt::format("Invalid value of {}: {}", header, value)
    );
}

/// `chunkSize=50000`, `startRow=001…`, `parent=Case`, `true`; false if it is none of them.
bool take_option(std::string_view option, PkChunking& chunking) {
    if (equal_ignoring_case(option, "true")) return true;
    const std::size_t equals = std::min(option.find('='), option.size());
    const std::string_view name = trimmed(option.substr(0, equals));
    const std::string_view value = trimmed(option.substr(std::min(equals + 1, option.size())));
    if (equal_ignoring_case(name, "chunkSize")) {
        const auto size = parse_integer(value);
        if (!size || *size < 1 || *size > k_chunk_size_max) return false;
        chunking.chunk_size = static_cast<std::uint32_t>(*size);
        return true;
    }
    if (equal_ignoring_case(name, "startRow")) {
        chunking.start = RecordId::parse(value);
        // The guide's own example has a checksum that does not fit.
        if (!chunking.start && value.size() == RecordId::k_length)
            chunking.start = RecordId::parse(value.substr(0, RecordId::k_significant));
        return chunking.start.has_value();
    }
    if (!equal_ignoring_case(name, "parent")) return false;
    chunking.parent = value;
    return !value.empty();
}

Result<std::optional<PkChunking>> read_pk_chunking(std::string_view header) {
    if (header.empty() || equal_ignoring_case(header, "false")) return std::nullopt;
    PkChunking chunking;
    std::string_view rest = header;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view option = trimmed(rest.substr(0, end));
        if (!option.empty() && !take_option(option, chunking))
            return bad_header(k_pk_chunking, header);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return chunking;
}

}  // namespace

Result<void> read_bulk1_headers(const HttpHeaders& headers, CreateBulk1Job& job) {
    const auto chunking = read_pk_chunking(trimmed(headers.get(k_pk_chunking)));
    if (!chunking) return Failure{chunking.error()};
    job.pk_chunking = *chunking;
    if (const std::string_view word = headers.get(k_line_ending); !word.empty()) {
        const auto ending = parse_line_ending(word);
        if (!ending) return bad_header(k_line_ending, word);
        job.line_ending = *ending;
    }
    const std::string_view retry = headers.get(k_disable_retry);
    const bool known =
        retry.empty() || equal_ignoring_case(retry, "TRUE") || equal_ignoring_case(retry, "FALSE");
    if (!known) return bad_header(k_disable_retry, retry);
    job.retries_disabled = equal_ignoring_case(retry, "TRUE");
    return {};
}

}  // namespace rowlock
