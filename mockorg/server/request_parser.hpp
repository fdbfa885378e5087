#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace rowlock {

/// A request off the wire, its transfer coding undone, its content coding not yet.
struct ParsedRequest {
    HttpRequest request;
    bool keep_alive = true;
    /// HTTP/1.0 knows no chunked answers.
    bool http_1_0 = false;
};

/// HTTP/1.x requests from bytes, one after another; bytes of a pipelined next request are kept for
/// it. No socket: who owns it copies what it received into prepare(). One thread.
class RequestParser {
public:
    enum class Event : std::uint8_t {
        /// Read more, commit it, and ask again.
        need_more,
        /// The header is complete; the body, if any, follows with the next steps.
        header,
        /// take() the request.
        complete,
        /// error() says how to answer; nothing more can be read from this client.
        failed,
    };

    /// Limits in bytes; `body_limit` counts the body without transfer coding.
    RequestParser(std::size_t header_limit, std::size_t body_limit);
    RequestParser(RequestParser&&) noexcept;
    RequestParser& operator=(RequestParser&&) noexcept;
    ~RequestParser();

    /// Room for bytes from the client.
    std::span<char> prepare();
    void commit(std::size_t size);

    Event advance();

    /// No byte of a request has arrived.
    bool idle() const;

    /// Whether the client waits for a 100 (Continue) before it sends the body; valid after
    /// `header`.
    bool expects_continue() const;

    /// Lowers the limit of the current request's body, in bytes; after `header`.
    void limit_body(std::size_t max);

    /// The current request's target, without scheme and host, and the first field of that name, as
    /// far as they have arrived; else empty. Until the next step.
    std::string_view target() const;
    std::string_view field(std::string_view name) const;

    /// Bytes of the current request's body so far.
    std::size_t body_size() const;

    const Error& error() const;

    /// Whether the error is that the address has more than 16,384 bytes.
    bool has_long_target() const;

    /// After `complete`; makes room for the next request.
    ParsedRequest take();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowlock
