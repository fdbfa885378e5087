#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <optional>
#include <utility>

namespace rowlock {

/// A client's bytes, plain or through TLS, with deadlines. Reads and writes are those of Asio's
/// streams.
class ClientStream {
public:
    using tcp = boost::asio::ip::tcp;
    using executor_type = boost::beast::tcp_stream::executor_type;
    using error_code = boost::system::error_code;

    /// `tls`: null for a plain one.
    ClientStream(tcp::socket socket, boost::asio::ssl::context* tls) : tcp_(std::move(socket)) {
        if (tls != nullptr) tls_.emplace(tcp_, *tls);
    }

    ClientStream(const ClientStream&) = delete;
    ClientStream& operator=(const ClientStream&) = delete;

    bool is_secure() const { return tls_.has_value(); }

    executor_type get_executor() { return tcp_.get_executor(); }

    tcp::socket& socket() { return tcp_.socket(); }

    /// The bytes as they are on the wire; holds the deadline of both.
    boost::beast::tcp_stream& wire() { return tcp_; }

    /// Only of secure streams, before anything else.
    template <class Token>
    auto async_handshake(Token&& token) {
        return tls_->async_handshake(
            boost::asio::ssl::stream_base::server, std::forward<Token>(token)
        );
    }

    /// Tells the client that nothing more will come, so that it need not suspect a cut. Only of
    /// secure streams.
    template <class Token>
    auto async_shutdown(Token&& token) {
        return tls_->async_shutdown(std::forward<Token>(token));
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& room) {
                if (tls_) {
                    tls_->async_read_some(room, std::move(handler));
                } else {
                    tcp_.async_read_some(room, std::move(handler));
                }
            },
            token,
            buffers
        );
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& data) {
                if (tls_) {
                    tls_->async_write_some(data, std::move(handler));
                } else {
                    tcp_.async_write_some(data, std::move(handler));
                }
            },
            token,
            buffers
        );
    }

private:
    boost::beast::tcp_stream tcp_;
    std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

}  // namespace rowlock
