// Wherever a load is read, a load file, a plan and plain CSV rows will do, by the same options.
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

const std::string k_where = "External_ID__c LIKE 'in-%'";

std::string contacts(int count) {
    std::string csv = "External_ID__c,LastName\n";
    for (int i = 0; i < count; ++i) csv += "in-" + std::to_string(i) + ",Name\n";
    return csv;
}

TEST_CASE("a load goes from its baseline to its clean-up in any form") {
    const auto as = GENERATE(SentAs::load_file, SentAs::plan, SentAs::csv);
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const Folder folder;
    test::Sending sending;
    sending.as = as;
    sending.batch_rows = 7;
    const SentRows rows{folder, "rows", contacts(30), sending};
    const Words what = rows.load();
    const Words kind = rows.kind_of_load();
    const std::string base = folder.path("base.json");
    const Answered taken = Answered::of(server, Words{"baseline"} + kind + Words{"--out", base});
    CHECK(taken.json["objects"][0]["object"] == "Contact");

    const std::string journal = folder.path("journal");
    const std::string report = folder.path("report");
    const Words diary{"--journal", journal};
    CHECK(Answered::of(server, rows.replay() + diary + Words{"--report", report}).code == 0);

    CHECK(Answered::of(server, Words{"count"} + what + diary).code == 0);
    const Answered counted = Answered::of(server, Words{"count"} + what);
    CHECK(counted.json["comparison"]["rows"] == 30);
    CHECK(counted.code == 0);
    // Records of no row are looked for with a condition alone.
    CHECK(counted.json["cannotName"][2] == "extra");
    CHECK(Answered::of(server, Words{"count"} + what + Words{"--where", k_where}).code == 0);
    CHECK(
        Answered::of(
            server,
            Words{"verify"} + what +
                Words{"--report", report, "--baseline", base, "--where", "Contact:" + k_where}
        )
            .code == 0
    );

    Words clean = Words{"cleanup", "--yes", "--baseline", base} + kind;
    if (as != SentAs::csv) clean = clean + Words{"--object", "Contact"};
    const Answered cleaned = Answered::of(server, clean + Words{"--where", k_where});
    CHECK(cleaned.code == 0);
    CHECK(cleaned.json["deleted"] == 30);
    CHECK(
        Answered::of(server, Words{"verify", "--gone", "--where", "Contact:" + k_where} + what)
            .code == 0
    );
}

TEST_CASE("of several objects the first is that of CSV rows") {
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const Folder folder;
    const SentRows rows{folder, "rows", contacts(3), {}};
    CHECK(Answered::of(server, rows.replay()).code == 0);
    const Answered proof = Answered::of(
        server,
        Words{"verify", "--load", folder.path("rows.csv"), "--object", "Contact,Account"} +
            Words{"--operation", "upsert", "--external-id", "External_ID__c"} +
            Words{"--where", "Contact:" + k_where}
    );
    CHECK(proof.code == 0);
}

TEST_CASE("what an input does not say is asked for, and what it says is not said again") {
    const Folder folder;
    const SentRows csv{folder, "rows", contacts(3), {}};
    test::Sending planned;
    planned.as = SentAs::plan;
    const SentRows plan{folder, "planned", contacts(3), planned};
    test::Sending filed;
    filed.as = SentAs::load_file;
    const SentRows file{folder, "filed", contacts(3), filed};
    const std::string rows = folder.path("rows.csv");
    const auto ends = [&](const Words& words, const char* why) {
        const auto result =
            test::run_program(words + Words{"--target", "http://127.0.0.1:1", "--token", "T"});
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Catch::Contains(why));
    };
    for (const char* command : {"count", "verify", "baseline"}) {
        Words words{command};
        if (words[0] == "baseline") words = words + Words{"--out", folder.path("b")};
        ends(words + Words{"--load", rows}, "add --object NAME and --operation");
        const Words of_file = file.load();
        ends(
            words + of_file + Words{"--operation", "insert"},
            "--operation goes with a plan or a CSV"
        );
        ends(words + plan.kind_of_load() + Words{"--operation", "insert"}, "was made for upsert");
    }
    ends({"cleanup", "--load", rows, "--object", "Contact", "--where", "x = 1"}, "--operation");
    // A plan is loaded as a whole.
    ends(Words{"verify"} + plan.load() + Words{"--rows", "2"}, "expected no --rows");
    ends(Words{"count", "--watch", "1"} + plan.load() + Words{"--rows", "2"}, "expected no --rows");
}

TEST_CASE("a condition about an object that nobody looks at is refused, with the one meant") {
    const Folder folder;
    test::Sending filed;
    filed.as = SentAs::load_file;
    const SentRows file{folder, "filed", contacts(3), filed};
    const Words target{"--target", "http://127.0.0.1:1", "--token", "T"};
    for (const Words& words :
         {Words{"verify"} + file.load(),
          Words{"baseline", "--out", folder.path("b")} + file.load()}) {
        const auto result =
            test::run_program(words + Words{"--where", "Contcat:Name != null"} + target);
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Catch::Contains(R"(did you mean "Contact"?)"));
    }
}

}  // namespace
}  // namespace rowlock
