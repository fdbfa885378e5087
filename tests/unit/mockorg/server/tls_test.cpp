#include "mockorg/server/tls.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <string>

namespace rowlock {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

const std::array<std::string, 2> k_hosts{"localhost", "127.0.0.1"};

const TlsIdentity& identity() {
    static const TlsIdentity made = make_tls_identity(k_hosts);
    return made;
}

ServerOptions secure() {
    ServerOptions options;
    options.tls = identity();
    return options;
}

/// Trusts one certificate, for one name of the server.
class TlsClient {
public:
    TlsClient(std::uint16_t port, const std::string& trusted, const std::string& name) {
        trust_.add_certificate_authority(asio::buffer(trusted));
        stream_.set_verify_mode(asio::ssl::verify_peer);
        stream_.set_verify_callback(asio::ssl::host_name_verification{name});
        stream_.lowest_layer().connect({asio::ip::make_address("127.0.0.1"), port});
    }

    bool shake_hands() {
        boost::system::error_code failed;
        stream_.handshake(asio::ssl::stream_base::client, failed);
        return !failed;
    }

    void send(const std::string& text) { asio::write(stream_, asio::buffer(text)); }

    /// Everything until the server says goodbye; a connection that just ends is no goodbye.
    std::string read_to_end() {
        std::string all;
        boost::system::error_code end;
        asio::read(stream_, asio::dynamic_buffer(all), end);
        said_goodbye = end == asio::error::eof;
        return all;
    }

    bool said_goodbye = false;

private:
    asio::io_context context_;
    asio::ssl::context trust_{asio::ssl::context::tls_client};
    asio::ssl::stream<asio::ip::tcp::socket> stream_{context_, trust_};
};

TEST_CASE("whoever trusts the certificate gets answers, by name and by address") {
    RunningServer server{secure(), echo};
    for (const std::string& name : k_hosts) {
        TlsClient client{server.port(), identity().certificate, name};
        REQUIRE(client.shake_hands());
        client.send(
            "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: "
            "close\r\n\r\n"
        );
        const std::string answers = client.read_to_end();
        CHECK(contains(answers, "GET /a "));
        CHECK(contains(answers, "GET /b "));
        CHECK(client.said_goodbye);
    }
}

TEST_CASE("a body of many records of TLS arrives whole, and so does its answer") {
    RunningServer server{secure(), echo};
    std::string body;
    while (body.size() < 3'000'000) body += std::to_string(body.size()) + ' ';
    TlsClient client{server.port(), identity().certificate, "localhost"};
    REQUIRE(client.shake_hands());
    client.send(
        "PUT /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body
    );
    CHECK(body_of(client.read_to_end()) == "PUT /a " + body);
}

TEST_CASE("who trusts another certificate, or wants another name, does not talk") {
    RunningServer server{secure(), echo};
    const TlsIdentity other = make_tls_identity(k_hosts);
    CHECK_FALSE(TlsClient{server.port(), other.certificate, "localhost"}.shake_hands());
    CHECK_FALSE(TlsClient{server.port(), identity().certificate, "example.org"}.shake_hands());
}

TEST_CASE("who speaks plain http to it is told so") {
    RunningServer server{secure(), echo};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string answer = client.read_to_end();
    CHECK(starts_with(answer, "HTTP/1.1 400 "));
    CHECK(contains(answer, "https only"));
}

TEST_CASE("who says nothing does not stay, and does not hold up a stop") {
    ServerOptions options = secure();
    options.transfer_timeout = 100ms;
    RunningServer server{options, echo};
    RawClient silent{server.port()};
    CHECK(silent.closed_within(5s));

    RunningServer patient{secure(), echo};
    RawClient waiting{patient.port()};
    TlsClient idle{patient.port(), identity().certificate, "localhost"};
    REQUIRE(idle.shake_hands());
    const auto start = std::chrono::steady_clock::now();
    patient.stop();
    CHECK(std::chrono::steady_clock::now() - start < 3s);
}

TEST_CASE("logins name the https address") {
    RunningServer server{secure(), Api{Org::create(steady_config()).value(), {"T", {}}}};
    TlsClient client{server.port(), identity().certificate, "localhost"};
    REQUIRE(client.shake_hands());
    const std::string form = "grant_type=client_credentials&client_id=any&client_secret=any";
    client.send(
        "POST /services/oauth2/token HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
        std::to_string(form.size()) + "\r\n\r\n" + form
    );
    CHECK(contains(client.read_to_end(), R"("instance_url":"https://localhost:1")"));
}

TEST_CASE("texts that are no certificate, no key, or no pair are refused") {
    const auto refused = [](const TlsIdentity& given) {
        ServerOptions options;
        options.tls = given;
        const auto server = Server::start(options, echo);
        return server ? "" : server.error().message;
    };
    const TlsIdentity other = make_tls_identity(k_hosts);
    CHECK(contains(refused({"no PEM", identity().private_key}), "certificate"));
    CHECK(contains(refused({identity().certificate, "no PEM"}), "private key"));
    CHECK(contains(refused({identity().certificate, other.private_key}), "private key"));
    CHECK(refused(identity()).empty());
}

}  // namespace
}  // namespace rowlock
