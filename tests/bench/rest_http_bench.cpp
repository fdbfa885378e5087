// REST calls one by one over HTTP: a record read, and 200 records written in one collection. Beside
// each a Beast server that gives the same bytes without looking at the request, and the JSON of
// both ways alone.
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "tests/bench/bare_server.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/served_org.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace rowlock::bench {
namespace {

constexpr int k_connections = 16;
constexpr int k_runs = 5;
constexpr int k_records = 200;

/// Each connection with one request under way.
class Clients {
public:
    explicit Clients(std::uint16_t port) {
        for (int i = 0; i < k_connections; ++i) {
            connections_.push_back(std::make_unique<Connection>(port));
        }
    }

    void send(const std::string& request, int rounds) {
        for (int round = 0; round < rounds; ++round) {
            for (auto& connection : connections_) connection->send(request);
            for (auto& connection : connections_) connection->receive();
        }
    }

private:
    std::vector<std::unique_ptr<Connection>> connections_;
};

/// Writes a value of the codec's tree as our answers are written.
void write(JsonWriter& json, const Json& value) {
    if (value.is_object()) {
        json.begin_object();
        for (const auto& [name, inner] : value.items()) {
            json.key(name);
            write(json, inner);
        }
        json.end_object();
    } else if (value.is_array()) {
        json.begin_array();
        for (const Json& inner : value) write(json, inner);
        json.end_array();
    } else if (value.is_string()) {
        json.value(value.get_ref<const std::string&>());
    } else if (value.is_boolean()) {
        json.value(value.get<bool>());
    } else if (value.is_null()) {
        json.null();
    } else {
        json.value(value.get<double>());
    }
}

/// Requests a second if all there is to do is to read their JSON and to write their answers'.
double codec_rate(const std::string& body, const std::string& answer) {
    constexpr int k_times = 2'000;
    const Json tree = parse_json(answer).value();
    const double taken = median_seconds(
        [&] {
            for (int i = 0; i < k_times; ++i) {
                if (!body.empty()) keep(parse_json(body).value());
                std::string text;
                JsonWriter json{text};
                write(json, tree);
                keep(text);
            }
        },
        k_runs
    );
    return k_times / taken;
}

/// `body`: empty for a GET.
void measure(
    const std::string& name,
    const ServedOrg& org,
    const std::string& method,
    const std::string& target,
    const std::string& body,
    int rounds
) {
    Connection first{org.port()};
    const std::string answer = ask(first, method, target, body);
    const BareServer bare{answer};
    const std::string request =
        make_request(method, target, body.empty() ? "" : "application/json", body);
    Clients of_bare{bare.port()};
    Clients of_org{org.port()};
    const Pair pair = median_of_turns(
        [&] { of_bare.send(request, rounds); }, [&] { of_org.send(request, rounds); }, k_runs
    );
    const double requests = k_connections * rounds;
    const double ours = requests / pair.seconds;
    const double codec = codec_rate(body, answer);
    print(name + ".bare_beast", requests / pair.baseline_seconds, "requests/s", 1.0);
    print(name, ours, "requests/s", pair.speed);
    print(name + ".codec_alone", codec, "requests/s", 1.0);
    print(name + ".of_codec_alone", ours, "requests/s", ours / codec);
}

std::string contacts() {
    std::string body = R"({"allOrNone":false,"records":[)";
    for (int i = 0; i < k_records; ++i) {
        if (i > 0) body += ',';
        body += R"({"attributes":{"type":"Contact"},"LastName":"Miller )" + std::to_string(i) +
                R"(","FirstName":"Ann","Email":"ann@example.com","Department":"Sales"})";
    }
    return body + "]}";
}

void run() {
    const std::string data = "/services/data/v60.0/";
    const ServedOrg org;
    Connection connection{org.port()};
    const std::string made =
        ask(connection, "POST", data + "sobjects/Account", R"({"Name":"One"})");
    const std::string id = made.substr(made.find("001"), 18);
    measure(
        "rest_http.get_record",
        org,
        "GET",
        data + "sobjects/Account/" + id + "?fields=Id,Name",
        "",
        500
    );
    measure(
        "rest_http.insert_200_records", org, "POST", data + "composite/sobjects", contacts(), 10
    );
}

}  // namespace
}  // namespace rowlock::bench

int main() {
    rowlock::bench::run();
}
