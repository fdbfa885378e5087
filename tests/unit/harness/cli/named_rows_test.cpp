// Missing, extra and doubled records of loads in any form, whose rows make a record each and may be
// alike.
#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/sent_rows.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <map>

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

using Texts = std::multiset<std::string>;

/// Of the first, what is beyond the second.
Texts beyond(const Texts& all, const Texts& known) {
    Texts rest;
    std::set_difference(
        all.begin(), all.end(), known.begin(), known.end(), std::inserter(rest, rest.end())
    );
    return rest;
}

Texts phones_there(const LiveServer& server, const std::string& where) {
    const std::string soql = "SELECT Phone FROM Contact WHERE " + where;
    const Json answer =
        test::get_json(server, "/services/data/v60.0/query?q=" + percent_encode(soql));
    Texts phones;
    for (const Json& record : answer["records"]) phones.insert(record["Phone"].get<std::string>());
    return phones;
}

void check_world(const LiveServer& server, std::uint64_t number) {
    Random random = Random{17}.split(number);
    const Folder folder;
    const std::string name = "n" + std::to_string(number);
    const std::string where = "LastName = '" + name + "'";
    const std::size_t count = 1 + random.below(25);
    Texts sent;
    std::string csv = "LastName,Phone\n";
    for (std::size_t i = 0; i < count; ++i) {
        const std::string phone = std::to_string(100 + random.below(count));
        csv += name + ',' + phone + '\n';
        sent.insert(phone);
    }
    test::Sending sending{static_cast<SentAs>(number % 3), "insert"};
    sending.batch_rows = 1 + random.below(10);
    const SentRows rows{folder, "rows", csv, sending};
    REQUIRE(Answered::of(server, rows.replay()).json["rows"]["created"] == count);

    std::vector<std::string> gone;
    for (const std::string& id : test::ids_with(server, "Contact", where)) {
        if (random.below(5) == 0) gone.push_back(id);
    }
    test::delete_ids(server, folder, "Contact", gone);
    std::string more = "LastName,Phone\n";
    const auto strangers = random.below(4);
    for (std::uint64_t i = 0; i < strangers; ++i) {
        const bool is_like_a_row = random.below(2) == 0;
        more += name + ',' + (is_like_a_row ? *sent.begin() : "9" + std::to_string(i)) + '\n';
    }
    if (strangers > 0) {
        const SentRows beside{folder, "more", more, {SentAs::csv, "insert"}};
        REQUIRE(Answered::of(server, beside.replay()).code == 0);
    }

    const Texts there = phones_there(server, where);
    Texts extra;
    Texts doubled;
    for (const std::string& phone : beyond(there, sent))
        (sent.contains(phone) ? doubled : extra).insert(phone);
    const Texts missing = beyond(sent, there);
    const Answered answer = Answered::of(
        server,
        Words{"count"} + rows.load() +
            Words{"--key", "LastName,Phone", "--where", where, "--out", folder.path("found")}
    );
    INFO(answer.json.dump());
    CHECK(answer.json["comparison"]["missing"] == missing.size());
    CHECK(answer.json["comparison"]["extra"] == extra.size());
    CHECK(answer.json["comparison"]["duplicates"] == doubled.size());
    CHECK(column_of(folder.path("found/missing.csv"), "Phone") == missing);
    CHECK(column_of(folder.path("found/extra.csv"), "Phone") == extra);
    CHECK(column_of(folder.path("found/duplicates.csv"), "Phone") == doubled);
    CHECK(answer.code == (missing.empty() && extra.empty() && doubled.empty() ? 0 : 1));
}

TEST_CASE("missing, extra and doubled records of 100 random loads in any form are named exactly") {
    std::optional<LiveServer> server;
    for (std::uint64_t number = 0; number < 100; ++number) {
        INFO("world " << number);
        if (number % 20 == 0) server.emplace(ClockMode::Kind::manual, test::external_id_org());
        check_world(*server, number);
    }
}

}  // namespace
}  // namespace rowlock
