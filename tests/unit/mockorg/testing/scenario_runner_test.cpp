#include "mockorg/testing/scenario_runner.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// Two jobs on one account; the second waits in vain. Story begins at line 13.
constexpr std::string_view k_story = R"(profile typical
hold 12s
record Acme Account Name=Acme
record Other Account Name=Other
job First insert Contact
  LastName,AccountId
  Smith,@Acme
end
job Second insert Contact rows 200
  LastName = Contact {n}
  AccountId = @Acme
end
)";

std::vector<std::string> failures(const std::string& text) {
    const auto scenario =
        parse_scenario(text, "test.lock", [](std::string_view) -> Result<std::string> {
            return fail(ErrorCode::bad_file, "no file");
        });
    std::vector<std::string> texts;
    for (const ScenarioFailure& failure : require_value(run_scenario(require_value(scenario)))) {
        texts.push_back(text_of(failure));
    }
    return texts;
}

/// What is said about one line that follows the story.
std::string failure(const std::string& moment, const std::string& expectation) {
    const auto texts = failures(std::string{k_story} + moment + "\n" + expectation + "\n");
    return texts.empty() ? std::string{} : texts.front();
}

TEST_CASE("what holds is no failure") {
    CHECK(failures(
              std::string{k_story} +
              "at 5s\nexpect lock Acme held by First\nexpect lock Acme waiting Second\n"
              "expect lock Other free\nexpect lock Other waiting\nrun\nexpect Second failed 200\n"
              "expect all failed 99%..100%\nexpect First created 1\nexpect First updated 0\n"
              "expect Second lost whole chunks\nexpect Second ended 11.3s\n"
              "expect query 1 SELECT COUNT() FROM Contact\n"
    )
              .empty());
}

TEST_CASE("a wrong expectation names file, line, what was expected and what there is") {
    const auto [moment, expectation, got] = GENERATE(table<std::string, std::string, std::string>({
        {"run", "Second failed 0", "200"},
        {"run", "Second failed at most 50%", "100.00% (200 of 200 rows)"},
        {"run", "all failed 199", "200"},
        {"run", "First created 2", "1"},
        {"run", "First updated at least 1", "0"},
        {"run", "Second failed multiple of 150", "200"},
        {"run", "First ended 1s..2s", "13.300s"},
        {"at 5s", "First ended 13.3s", "a job that has not ended"},
        {"at 5s", "First state JobComplete", "First is InProgress"},
        {"run", "all state Failed", "First is JobComplete"},
        {"at 5s", "lock Acme held by Second", "held by First, waiting: Second"},
        {"at 5s", "lock Acme free", "held by First, waiting: Second"},
        {"at 5s", "lock Acme waiting", "held by First, waiting: Second"},
        {"at 5s", "lock Other held by First", "held by nobody, waiting: nobody"},
        {"run", "query 2 SELECT COUNT() FROM Contact", "1"},
        {"run", "query 2 SELECT COUNT() FROM Nope", ""},
        {"run",
         "Second error contains DUPLICATE",
         "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access"},
        {"run", "First error contains LOCK", "no text at all"},
        {"at 5s",
         "First error contains LOCK",
         "Results are available once the job has ended; it is InProgress"},
        {"run", "First message contains x", "no text at all"},
        {"run", "First refused x", "no text at all"},
    }));
    CAPTURE(moment, expectation);
    const std::string text = failure(moment, "expect " + expectation);
    CHECK(text.starts_with("test.lock:14: expected " + expectation + ", got " + got));
    CHECK(text.ends_with("(seed 1)"));
}

TEST_CASE("all wrong expectations are reported, each for every seed") {
    const auto texts = failures(
        "seeds 7 8\nat 1s\nexpect query 1 SELECT Id FROM Account\nexpect query 2 SELECT Id FROM "
        "Account\n"
    );
    REQUIRE(texts.size() == 4);
    CHECK(texts[0] == "test.lock:3: expected query 1 SELECT Id FROM Account, got 0 (seed 7)");
    CHECK(texts[3] == "test.lock:4: expected query 2 SELECT Id FROM Account, got 0 (seed 8)");
}

TEST_CASE("a statement that cannot be carried out ends the run") {
    CHECK(
        failures("at 5s\nat 4s\nexpect query 1 SELECT Id FROM Account\n") ==
        std::vector<std::string>{"test.lock:2: expected at 4s, got it is 5.000s already (seed 1)"}
    );
    CHECK(
        failures("record A Account Phone=1\n") ==
        std::vector<std::string>{
            "test.lock:1: expected record A Account Phone=1, got "
            "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name -- (seed 1)"}
    );
    CHECK(
        failures("jobs J 2 insert Account rows 1 every 9s\nName = x\nend\nabort J2\n") ==
        std::vector<std::string>{
            "test.lock:4: expected abort J2, got the job has not arrived yet (seed 1)"}
    );
}

TEST_CASE("a job that is refused is a failure where nobody expects it") {
    const std::string job = "job J insert Account serial\nName\nAcme\nend\n";
    const auto texts = failures(job);
    REQUIRE(texts.size() == 1);
    CHECK(
        texts[0] ==
        "test.lock:1: expected job J insert Account serial, got refused: INVALIDJOB:Property "
        "currently "
        "unsupported: 'concurrencyMode':-- (seed 1)"
    );
    CHECK(failures(job + "expect J refused unsupported\n").empty());
    CHECK(
        failures(job + "expect J refused unsupported\nexpect J failed 0\n")[0].find(
            "got a job that was refused: INVALIDJOB"
        ) != std::string::npos
    );
    // A later one is found at its own line, too.
    const auto later = failures("jobs J 2 insert Nope rows 1 every 5s\nName = x\nend\nrun\n");
    REQUIRE(later.size() == 1);
    CHECK(later[0].starts_with(
        "test.lock:1: expected jobs J 2 insert Nope rows 1 every 5s, got refused: INVALIDENTITY"
    ));
}

TEST_CASE("jobs arrive when they should") {
    const std::string jobs =
        "overhead 0s\npre-lock 0s\nhold 1s\njobs J 3 insert Account rows 10 every 4s\nName = x "
        "{n}\nend\n";
    CHECK(
        failures(jobs + "at 1s\nexpect all failed 0\n") ==
        std::vector<std::string>{
            "test.lock:8: expected all failed 0, got a job that has not arrived yet (seed 1)"}
    );
    CHECK(failures(
              jobs + "at 4.5s\nexpect J2 state InProgress\nadvance 5s\nexpect J3 ended 9s\n"
                     "expect query 30 SELECT Id FROM Account\nexpect query 1 SELECT Id FROM "
                     "Account WHERE Name = 'x 30'\n"
    )
              .empty());
    CHECK(failures(jobs + "run\nexpect all ended 9s\n").empty());
}

TEST_CASE("jitter moves arrivals within its bounds, by the seed") {
    const std::string head =
        "overhead 0s\npre-lock 0s\nhold 0s\njobs J 101 insert Account rows 1 every 10s jitter "
        "50%\nName = x\nend\nrun\n";
    CHECK(failures(head + "expect J2 ended 5s..15s\nexpect J101 ended 900s..1100s\n").empty());
    CHECK_FALSE(failures(head + "expect J101 ended 1000s\n").empty());
    const auto one = failures("seeds 1\n" + head + "expect J101 ended 1s\n");
    const auto two = failures("seeds 2\n" + head + "expect J101 ended 1s\n");
    CHECK(one[0].substr(0, one[0].find('(')) != two[0].substr(0, two[0].find('(')));
}

TEST_CASE("a group's records are numbered as their rows") {
    const auto texts = failures(
        "records A 25000 Account Name=\"Account {n}\"\n"
        "job J update Account\nId,Phone\n@A1,first\n@A12345,middle\n@A25000,last\nend\nrun\n"
        "expect J updated 3\n"
        "expect query 1 SELECT Id FROM Account WHERE Name = 'Account 1' AND Phone = 'first'\n"
        "expect query 1 SELECT Id FROM Account WHERE Name = 'Account 12345' AND Phone = 'middle'\n"
        "expect query 1 SELECT Id FROM Account WHERE Name = 'Account 25000' AND Phone = 'last'\n"
    );
    CHECK(texts.empty());
}

TEST_CASE("single writes wait, succeed and fail") {
    const std::string story =
        "hold 12s\nrest-hold 1s\nrecord Acme Account Name=Acme\n"
        "job J insert Contact\nLastName,AccountId\nSmith,@Acme\nend\nat 2s\nwrite W update Account "
        "Acme Name=New\n";
    CHECK(failures(story + "expect W waiting\nat 12s\nexpect W failed UNABLE_TO_LOCK_ROW\n").empty()
    );
    CHECK(
        failures(story + "expect W succeeded\n") ==
        std::vector<std::string>{"test.lock:10: expected W succeeded, got it waits (seed 1)"}
    );
    CHECK(
        failures(story + "run\nexpect W waiting\n")[0].find("got it failed: UNABLE_TO_LOCK_ROW:") !=
        std::string::npos
    );
    CHECK(
        failures("write W insert Account Name=x\nrun\nexpect W failed x\n") ==
        std::vector<std::string>{"test.lock:3: expected W failed x, got it succeeded (seed 1)"}
    );
    CHECK(failures("record A Account Name=x\nwrite W delete Account A\nrun\nexpect W succeeded\n"
                   "expect query 0 SELECT Id FROM Account\n")
              .empty());
}

TEST_CASE("foreign writers hold, wait and are counted") {
    const std::string story =
        "record Acme Account Name=Acme\n"
        "foreign Ann\n\"kind\": \"user\", \"object\": \"Account\", \"hold\": \"20s\"\nend\n"
        "foreign Bob\n\"kind\": \"user\", \"object\": \"Account\", \"hold\": \"20s\"\nend\n"
        "at 1s\n";
    CHECK(failures(
              story + "expect lock Acme held by Ann\nexpect lock Acme waiting Bob\nat 60s\n"
                      "expect Ann committed 1\nexpect Bob timeouts 1\nexpect Bob given-up 1\n"
    )
              .empty());
    const auto wrong = failures(story + "expect lock Acme held by Bob\nexpect Ann runs 5..9\n");
    REQUIRE(wrong.size() == 2);
    CHECK_THAT(wrong[0], Catch::Contains("got held by Ann, waiting: Bob"));
    CHECK_THAT(wrong[1], Catch::Contains("expected Ann runs 5..9, got 1 runs"));
    CHECK_THAT(
        failures(story + "stop Ann\nstop Ann\n").at(0), Catch::Contains("it is not there any more")
    );
}

}  // namespace
}  // namespace rowlock
