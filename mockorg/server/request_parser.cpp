#include "mockorg/server/request_parser.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/server/head_rules.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace rowlock {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

/// One read from the socket. Reserved at once: a buffer that starts small makes bodies several
/// times slower.
constexpr std::size_t k_read_size = std::size_t{64} * 1024;

std::string_view text_of(beast::string_view text) {
    return {text.data(), text.size()};
}

Error too_large() {
    return {ErrorCode::body_too_large, "The request's body is too large", {}};
}

Error error_of(beast::error_code code) {
    if (code == http::error::header_limit) {
        return {ErrorCode::header_too_large, "The request's header is too large", {}};
    }
    if (code == http::error::body_limit) return too_large();
    return {ErrorCode::malformed_request, "Malformed HTTP request: " + code.message(), {}};
}

Error malformed(std::string message) {
    return {ErrorCode::malformed_request, std::move(message), {}};
}

}  // namespace

struct RequestParser::State {
    std::size_t header_limit;
    std::size_t body_limit;
    /// Of the current request.
    std::size_t body_max = 0;
    beast::flat_buffer buffer;
    /// So many bytes of the buffer are known to be without a bare line end.
    std::size_t looked_at = 0;
    std::optional<http::request_parser<http::string_body>> parser;
    bool header_seen = false;
    bool target_too_long = false;
    std::optional<Error> error;

    void begin() {
        parser.emplace();
        parser->header_limit(static_cast<std::uint32_t>(header_limit));
        parser->body_limit(body_limit);
        body_max = body_limit;
        header_seen = false;
    }

    bool is_too_large() const {
        if (!header_seen) return false;
        const auto length = parser->content_length();
        return (length && *length > body_max) || parser->get().body().size() > body_max;
    }

    std::string_view bytes() const {
        const auto data = buffer.data();
        return {static_cast<const char*>(data.data()), data.size()};
    }

    Event fail(Error why) {
        error = std::move(why);
        return Event::failed;
    }

    /// Where it is the address that fills the head, the client is told so.
    Event fail(beast::error_code code) {
        const bool in_target = code == http::error::header_limit && parser->get().target().empty();
        return in_target && is_target_too_long(bytes()) ? fail_of_target() : fail(error_of(code));
    }

    Event fail_of_target() {
        target_too_long = true;
        return fail({ErrorCode::header_too_large, "The request's address is too long", {}});
    }

    /// Beast asserts this many when it looks once more at the head of a last chunk, `0\r\n\r\n`;
    /// from where any chunk begins, as many are still to come.
    static constexpr std::size_t k_last_chunk_size = 5;

    bool has_too_little() const {
        return buffer.size() == 0 ||
               (header_seen && looked_at > 0 && buffer.size() < k_last_chunk_size);
    }

    /// Only a header, a chunk's header or a trailer stay in the buffer: lines that are not
    /// complete.
    Event wait() {
        const std::string_view lines = bytes();
        if (has_bare_line_end(lines, looked_at)) {
            return fail(malformed("Lines must end with CR and LF"));
        }
        if (lines.size() > header_limit) {
            return fail(http::make_error_code(http::error::header_limit));
        }
        looked_at = lines.size();
        return Event::need_more;
    }

    /// Which host a request is for, RFC 9112 wants said exactly once.
    std::optional<Error> error_of_host() const {
        const auto& fields = parser->get();
        const std::size_t hosts = fields.count(http::field::host);
        if (hosts > 1) return malformed("There must be one Host only");
        if (hosts == 0 && fields.version() < 11) return std::nullopt;
        if (hosts == 0) return malformed("There must be a Host");
        const bool fits = is_host(text_of(fields[http::field::host]));
        return fits ? std::nullopt : std::optional{malformed("The Host is none")};
    }

    Event end_of_header() {
        header_seen = true;
        const auto& fields = parser->get();
        if (fields.target().size() > k_target_bytes_max) return fail_of_target();
        const auto transfer = fields.find(http::field::transfer_encoding);
        if (transfer != fields.end() && !beast::iequals(transfer->value(), "chunked")) {
            return fail(malformed("Transfer-Encoding must be chunked"));
        }
        if (transfer != fields.end() && fields.version() < 11) {
            return fail(malformed("HTTP/1.0 knows no Transfer-Encoding"));
        }
        if (auto wrong = error_of_host()) return fail(*std::move(wrong));
        const auto expect = fields.find(http::field::expect);
        if (expect != fields.end() && !beast::iequals(expect->value(), "100-continue")) {
            return fail({ErrorCode::expectation_failed, "Expect must be 100-continue", {}});
        }
        parser->eager(true);
        return Event::header;
    }
};

RequestParser::RequestParser(std::size_t header_limit, std::size_t body_limit)
    : state_(std::make_unique<State>()) {
    state_->header_limit = header_limit;
    state_->body_limit = body_limit;
    state_->buffer.reserve(k_read_size);
    state_->begin();
}

RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;
RequestParser::~RequestParser() = default;

std::span<char> RequestParser::prepare() {
    const auto room = state_->buffer.prepare(k_read_size);
    return {static_cast<char*>(room.data()), room.size()};
}

void RequestParser::commit(std::size_t size) {
    state_->buffer.commit(size);
}

RequestParser::Event RequestParser::advance() {
    State& state = *state_;
    if (state.error) return Event::failed;
    if (state.is_too_large()) return state.fail(too_large());
    while (!state.parser->is_done()) {
        if (state.has_too_little()) return state.wait();
        beast::error_code code;
        const std::size_t used = state.parser->put(state.buffer.data(), code);
        // Taken by then, a head's lines cannot be told apart any more.
        const bool folded = !state.header_seen && is_folded(state.bytes().substr(0, used));
        state.buffer.consume(used);
        if (folded) return state.fail(malformed("A field must not go on in another line"));
        if (used > 0) state.looked_at = 0;
        if (state.is_too_large()) return state.fail(too_large());
        if (code == http::error::need_more) return state.wait();
        if (code) return state.fail(code);
        if (!state.header_seen && state.parser->is_header_done()) return state.end_of_header();
    }
    return Event::complete;
}

bool RequestParser::idle() const {
    return !state_->parser->got_some() && state_->buffer.size() == 0;
}

bool RequestParser::expects_continue() const {
    const auto& message = state_->parser->get();
    return !state_->parser->is_done() && message.version() >= 11 &&
           message.find(http::field::expect) != message.end();
}

void RequestParser::limit_body(std::size_t max) {
    ROWLOCK_ASSERT(state_->header_seen);
    state_->body_max = std::min(state_->body_max, max);
}

std::string_view RequestParser::target() const {
    return origin_form(text_of(state_->parser->get().target()));
}

std::string_view RequestParser::field(std::string_view name) const {
    const auto& message = state_->parser->get();
    const auto found = message.find(beast::string_view{name.data(), name.size()});
    return found == message.end() ? std::string_view{} : text_of(found->value());
}

std::size_t RequestParser::body_size() const {
    return state_->parser->get().body().size();
}

bool RequestParser::has_long_target() const {
    return state_->target_too_long;
}

const Error& RequestParser::error() const {
    ROWLOCK_ASSERT(state_->error.has_value());
    return *state_->error;
}

ParsedRequest RequestParser::take() {
    ROWLOCK_ASSERT(state_->parser->is_done());
    auto message = state_->parser->release();
    ParsedRequest parsed;
    parsed.keep_alive = message.keep_alive();
    parsed.http_1_0 = message.version() < 11;
    parsed.request.method = text_of(message.method_string());
    parsed.request.target = origin_form(text_of(message.target()));
    for (const auto& field : message) {
        parsed.request.headers.add(
            std::string{text_of(field.name_string())}, std::string{text_of(field.value())}
        );
    }
    parsed.request.body = std::move(message.body());
    state_->begin();
    return parsed;
}

}  // namespace rowlock
