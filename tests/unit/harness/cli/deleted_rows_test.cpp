// A load that deletes: its rows are deleted, not updated, and whoever counts it names just those
// whose records are there all the same.
#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/sent_rows.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

namespace rowlock {
namespace {

using test::Answered;
using test::column_of;
using test::Folder;
using test::LiveServer;
using test::SentAs;
using test::SentRows;
using test::Words;
using test::operator+;

/// Takes a deleted record out of the recycle bin.
void undelete(const LiveServer& server, const std::string& id) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    HttpRequest request{"POST", "/services/Soap/u/60.0", {}, {}};
    request.headers.add("Content-Type", "text/xml");
    request.headers.add("SOAPAction", "\"\"");
    request.body = R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" )"
                   R"(xmlns="urn:partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>)" +
                   std::string{LiveServer::k_token} +
                   "</sessionId></SessionHeader></e:Header><e:Body><undelete><ids>" + id +
                   "</ids></undelete></e:Body></e:Envelope>";
    auto client = HttpClient::create(options);
    REQUIRE(client);
    const auto answer = client->perform(request);
    if (!answer) FAIL(answer.error().message);
    INFO(answer->body);
    REQUIRE(answer->body.find("<success>true") != std::string::npos);
}

using Texts = std::multiset<std::string>;

/// Contacts of one last name, with their ids.
std::vector<std::string> make_contacts(
    const LiveServer& server, const Folder& folder, const std::string& name, std::size_t count
) {
    std::string csv = "LastName\n";
    for (std::size_t i = 0; i < count; ++i) csv += name + '\n';
    const SentRows made{folder, "made", csv, {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(server, made.replay()).json["rows"]["created"] == count);
    return test::ids_with(server, "Contact", "LastName = '" + name + "'");
}

TEST_CASE("records that are there after their deletion are named by all who count it") {
    std::optional<LiveServer> served;
    for (int number = 0; number < 100; ++number) {
        INFO("world " << number);
        // Proofs take longer the more jobs an org has seen.
        if (number % 10 == 0) served.emplace(ClockMode::Kind::virtual_, test::external_id_org());
        const LiveServer& server = *served;
        Random random = Random{13}.split(static_cast<std::uint64_t>(number));
        const Folder folder;
        const std::string name = "d" + std::to_string(number);
        const auto ids = make_contacts(server, folder, name, 1 + random.below(20));
        // One of them stays: it is nobody's business.
        std::string csv = "Id\n";
        for (std::size_t i = 1; i < ids.size(); ++i) csv += ids[i] + '\n';
        if (ids.size() == 1) csv += ids[0] + '\n';
        test::Sending sending{static_cast<SentAs>(number % 3), "delete"};
        sending.batch_rows = 1 + random.below(10);
        const SentRows rows{folder, "rows", csv, sending};
        const std::string journal = folder.path("journal");
        const Json sent =
            Answered::of(server, rows.replay() + Words{"--journal", journal}).json["rows"];
        REQUIRE(sent["deleted"] == sent["submitted"]);
        Texts back;
        for (std::size_t i = 1; i < ids.size(); ++i) {
            if (random.below(3) != 0) continue;
            undelete(server, ids[i]);
            back.insert(ids[i]);
        }
        const int code = back.empty() ? 0 : 1;
        const Words out{"--out", folder.path("found")};

        const Answered by_key = Answered::of(server, Words{"count"} + rows.load() + out);
        CHECK(by_key.code == code);
        CHECK(by_key.json["comparison"]["left"] == back.size());
        CHECK(by_key.json["comparison"]["missing"] == 0);
        CHECK(column_of(folder.path("found/left.csv"), "Id") == back);

        const Answered by_journal =
            Answered::of(server, Words{"count"} + rows.load() + out + Words{"--journal", journal});
        CHECK(by_journal.code == code);
        CHECK(by_journal.json["rows"]["deleted"] == sent["submitted"]);
        CHECK(by_journal.json["rows"]["updated"] == 0);
        CHECK(by_journal.json["results"]["left"] == back.size());
        CHECK(column_of(folder.path("found/left.csv"), "Id") == back);

        const Answered proof = Answered::of(server, Words{"verify"} + rows.load());
        Json count;
        for (const Json& check : proof.json["checks"]) {
            if (check["check"] == "count") count = check;
        }
        CHECK(count["faults"] == back.size());
        CHECK(proof.code == code);
        Texts named;
        for (const Json& finding : count["findings"]) {
            CHECK(finding["kind"] == "left");
            named.insert(finding["detail"].get<std::string>());
        }
        CHECK(named.size() == std::min<std::size_t>(back.size(), 10));
        for (const std::string& id : named) CHECK(back.contains(id));
    }
}

TEST_CASE("an id that is there twice is deleted once, and the equation says so") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const Folder folder;
    const auto ids = make_contacts(server, folder, "twice", 2);
    test::Sending sending{SentAs::csv, "delete"};
    sending.batch_rows = 2;
    const SentRows rows{
        folder, "rows", "Id\n" + ids[0] + '\n' + ids[1] + '\n' + ids[0] + '\n', sending};
    const std::string journal = folder.path("journal");
    Answered::of(server, rows.replay() + Words{"--journal", journal});
    const test::ProgramResult counted = test::run_program(
        Words{"count"} + rows.load() +
        Words{"--journal", journal, "--target", server.url(), "--token", LiveServer::k_token}
    );
    CHECK(counted.code == 1);
    CHECK_THAT(counted.out, Catch::Contains("submitted 3 = deleted 2 + failed 1 + unprocessed 0"));
    CHECK_THAT(counted.out, !Catch::Contains("updated"));
}

}  // namespace
}  // namespace rowlock
