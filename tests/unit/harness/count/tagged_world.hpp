#pragma once

// Contacts of a mock org, brought in and taken away by our own replay, for tests that compare what
// a command finds with what was done. A condition tells one world from the others.

#include "harness/client/http_client.hpp"
#include "harness/replay/replay_command.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_server.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rowlock::test {

inline OrgConfig external_id_org() {
    OrgConfig config;
    config.seed = 5;
    auto schema = read_schema_file("fixtures/schemas/external-id.json");
    REQUIRE(schema);
    config.schema = *schema;
    return config;
}

inline TargetOptions target_of(const LiveServer& server) {
    TargetOptions target;
    target.url = server.url();
    target.token = LiveServer::k_token;
    return target;
}

/// What a command printed.
struct Printed {
    int code = -1;
    std::string out;
    std::string err;

    Json json() const {
        auto parsed = parse_json(out);
        if (!parsed) FAIL(out << err);
        return std::move(*parsed);
    }
};

/// Runs the command with options of its own kind.
template <class Options>
Printed run(int (*command)(const Options&, Io&), const Options& options) {
    Printed printed;
    Io io{TextSink{printed.out}, TextSink{printed.err}, false};
    printed.code = command(options, io);
    return printed;
}

/// Asks the org one thing.
inline Json get_json(const LiveServer& server, const std::string& path) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    auto client = HttpClient::create(options);
    REQUIRE(client);
    HttpRequest request;
    request.method = "GET";
    request.target = path;
    const auto answer = client->perform(request);
    REQUIRE(answer);
    auto json = parse_json(answer->body);
    if (!json) FAIL(answer->body);
    return std::move(*json);
}

inline std::uint64_t records_with(
    const LiveServer& server, const std::string& object, const std::string& where
) {
    const std::string soql = "SELECT COUNT() FROM " + object + " WHERE " + where;
    const Json answer = get_json(server, "/services/data/v60.0/query?q=" + percent_encode(soql));
    return answer["totalSize"].get<std::uint64_t>();
}

/// The ids of all of them, in the order of their creation.
inline std::vector<std::string> ids_with(
    const LiveServer& server, const std::string& object, const std::string& where
) {
    const std::string soql = "SELECT Id FROM " + object + " WHERE " + where + " ORDER BY Id";
    const Json answer = get_json(server, "/services/data/v60.0/query?q=" + percent_encode(soql));
    std::vector<std::string> ids;
    for (const Json& record : answer["records"]) ids.push_back(record["Id"].get<std::string>());
    return ids;
}

/// A load file over a CSV text; `step` are further members of the load.
inline std::string write_load(
    const Folder& folder,
    const std::string& name,
    const std::string& object,
    const std::string& csv,
    const std::string& step
) {
    folder.write(name + ".csv", csv);
    return folder.write(
        name + ".json",
        R"({"name": ")" + name + R"(", "sources": {"rows": {"object": ")" + object +
            R"(", "file": ")" + name +
            R"(.csv"}}, "load": {"source": "rows", "pollEvery": "1s", )" + step +
            R"(}, "strategies": [{"name": "one"}]})"
    );
}

/// Sends the rows, whatever comes of them.
inline Printed send_rows(
    const LiveServer& server, const std::string& load, const std::string& journal = ""
) {
    ReplayOptions options;
    options.load_file = load;
    options.target = target_of(server);
    options.journal_file = journal;
    options.json = true;
    return run(run_replay, options);
}

/// Deletes records by their ids.
inline void delete_ids(
    const LiveServer& server,
    const Folder& folder,
    const std::string& object,
    const std::vector<std::string>& ids
) {
    if (ids.empty()) return;
    std::string csv = "Id\n";
    for (const std::string& id : ids) csv += id + '\n';
    const Printed sent =
        send_rows(server, write_load(folder, "delete", object, csv, R"("operation": "delete")"));
    REQUIRE(sent.json()["rows"]["deleted"] == ids.size());
}

}  // namespace rowlock::test
