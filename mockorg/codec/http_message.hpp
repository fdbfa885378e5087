#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// Header fields in order; names are compared in any letter case.
class HttpHeaders {
public:
    void add(std::string name, std::string value);

    /// The first value of that name, or empty.
    std::string_view get(std::string_view name) const;

    bool has(std::string_view name) const;

    const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Part of a body too large to build at once: each call appends the next piece to `out` and says
/// whether there is more to come. Owns all it needs; may be called from another thread than the
/// org's own.
using BodySource = std::function<bool(std::string& out)>;

/// Size of a piece: large enough that a piece costs little, small enough that many answers at a
/// time fit into memory.
inline constexpr std::size_t k_piece_bytes = 256 * 1024;

struct HttpRequest {
    std::string method;
    /// Path and query as sent, percent-encoded.
    std::string target;
    HttpHeaders headers;
    /// Already without transfer and content coding.
    std::string body;
};

/// Without headers and body.
HttpRequest request_of(std::string method, std::string target);

/// What becomes of an answer on its way to the client. Anything but a whole one at once is a fault
/// that somebody set; whoever carries the answer carries that out.
struct Delivery {
    enum class Kind : std::uint8_t {
        whole,
        /// Nothing comes, and after the delay the connection is closed.
        silence,
        /// The connection is reset, nothing comes.
        reset,
        /// The connection is closed in the middle of the answer.
        cut,
    };

    Kind kind = Kind::whole;
    /// Before anything happens, on the client's clock.
    Duration delay{};
};

struct HttpResponse {
    int status = 200;
    HttpHeaders headers;
    std::string body;
    /// If set, the body comes from here instead.
    BodySource stream;
    Delivery delivery = {};
};

/// The target's path, decoded and split at slashes; empty segments are dropped, so leading, doubled
/// and trailing slashes mean nothing (real clients send all three).
struct HttpTarget {
    std::vector<std::string> path;
    /// Query parameters in order, decoded (`+` is a space).
    std::vector<std::pair<std::string, std::string>> query;

    /// The first parameter of that name, or empty.
    std::string_view parameter(std::string_view name) const;

    bool has_parameter(std::string_view name) const;
};

/// A malformed percent sequence is kept as it stands.
HttpTarget parse_target(std::string_view target);

/// Everything but letters, digits and -_.~ becomes %XX.
std::string percent_encode(std::string_view text);

}  // namespace rowlock
