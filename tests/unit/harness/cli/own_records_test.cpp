// Loads whose records no condition finds: their rows, their replay's journal or their jobs tell
// them from others'.
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/sent_rows.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

namespace rowlock {
namespace {

using test::Answered;
using test::Folder;
using test::LiveServer;
using test::SentAs;
using test::SentRows;
using test::Words;
using test::operator+;

/// Contacts of external ids, ...
std::string contacts(std::size_t count) {
    std::string csv = "External_ID__c,LastName\n";
    for (std::size_t i = 0; i < count; ++i) csv += "X-" + std::to_string(i) + ",Smith\n";
    return csv;
}

/// An org, and somebody who is not the load.
class Place {
public:
    Place() = default;

    void others(const std::string& csv) {
        const std::string name = "others" + std::to_string(++made_);
        const SentRows rows{folder, name, csv, {SentAs::csv, "insert"}};
        REQUIRE(Answered::of(server, rows.replay()).code == 0);
    }

    Words take_baseline() const {
        const std::string path = folder.path("base.json");
        const test::ProgramResult taken = test::run_program(test::against(
            server,
            {"baseline", "--object", "Contact", "--without", "SystemModstamp", "--out", path}
        ));
        INFO(taken.err);
        REQUIRE(taken.code == 0);
        return {"--baseline", path};
    }

    std::uint64_t left(const std::string& where = "Id != null") const {
        return test::records_with(server, "Contact", where);
    }

    Folder folder;
    LiveServer server{ClockMode::Kind::virtual_, test::external_id_org()};

private:
    int made_ = 0;
};

Json check_named(const Answered& proof, const std::string& name) {
    for (const Json& check : proof.json["checks"]) {
        if (check["check"] == name) return check;
    }
    return {};
}

TEST_CASE("a proof that nothing else was touched knows the load's own records by its rows") {
    Place place;
    place.others("LastName\nJones\n");
    const Words baseline = place.take_baseline();
    const SentRows rows{place.folder, "rows", contacts(20), {SentAs::csv, "upsert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Words verify = Words{"verify"} + rows.load() + baseline;
    const Answered proof = Answered::of(place.server, verify);
    INFO(proof.json.dump());
    CHECK(proof.code == 0);
    CHECK(check_named(proof, "unchanged")["status"] == "passed");

    // Neither another external id nor none is one of the rows'.
    place.others("External_ID__c,LastName\nY-1,Smith\n,Smith\n");
    const Answered touched = Answered::of(place.server, verify);
    CHECK(touched.code == 1);
    CHECK(check_named(touched, "unchanged")["faults"] == 2);
}

TEST_CASE("a row without a key does not make others' records without one the load's") {
    Place place;
    const Words baseline = place.take_baseline();
    const SentRows rows{place.folder, "rows", contacts(3) + ",Smith\n", {SentAs::csv, "insert"}};
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    place.others("LastName\nJones\n");
    const Answered proof = Answered::of(
        place.server, Words{"verify"} + rows.load() + baseline + Words{"--key", "External_ID__c"}
    );
    CHECK(check_named(proof, "unchanged")["faults"] == 2);
}

TEST_CASE("that the records of a CSV file are gone is proven by its rows") {
    Place place;
    place.others("LastName\nSmith\n");
    const SentRows rows{place.folder, "rows", contacts(5), {SentAs::csv, "upsert"}};
    const Words verify = Words{"verify"} + rows.load() + Words{"--gone"};
    CHECK(Answered::of(place.server, verify).code == 0);
    REQUIRE(Answered::of(place.server, rows.replay()).code == 0);
    const Answered there = Answered::of(place.server, verify);
    CHECK(there.code == 1);
    CHECK(check_named(there, "count")["faults"] == 5);
}

}  // namespace
}  // namespace rowlock
