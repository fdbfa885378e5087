#include "checks/input/unmet_conditions.hpp"

#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;
using test::load;
using Names = std::vector<std::string>;

constexpr std::string_view k_rules = R"({"rules": [
    {"id": "note", "object": "Contact", "path": "ReportsTo", "operations": ["update", "delete"],
     "condition": "LastName = 'x'", "only_if_changed": true,
     "strength": "always", "evidence": "inferred", "source": "test"}
]})";

std::shared_ptr<const LockRules> own_rules() {
    auto rules = standard_lock_rules();
    const auto more = parse_lock_rules(k_rules, "rules.json");
    REQUIRE(more);
    rules.insert(rules.end(), more->begin(), more->end());
    auto compiled = LockRules::compile(test::input_schema(), rules);
    REQUIRE(compiled);
    return std::make_shared<const LockRules>(*std::move(compiled));
}

std::vector<Unresolved> unmet_in(const LoadedInput& input) {
    std::vector<Unresolved> found;
    for (const Unresolved& each : input.unresolved()) {
        if (each.reason == UnresolvedReason::unmet_condition) found.push_back(each);
    }
    return found;
}

InputRequest tasks(const Folder& folder, const Names& texts) {
    InputRequest wanted = test::request();
    Names paths;
    for (const std::string& text : texts) {
        paths.push_back(folder.write("t" + std::to_string(paths.size()) + ".csv", text));
    }
    wanted.loads.push_back({"Task", WriteOperation::insert, "", paths, {}});
    return wanted;
}

const std::string k_who = "003000000000001";

TEST_CASE("open tasks lock nothing, and it is said how many, by which rules and why") {
    const Folder folder;
    const LoadedInput input = load(tasks(
        folder,
        {"WhoId,Status,ActivityDate\n" + k_who + ",Completed,2026-01-01\n" + k_who + ",Open,\n" +
         k_who + ",Completed,\n,Open,\n"}
    ));
    CHECK_FALSE(input.keys().of(0).empty());
    CHECK(input.keys().of(1).empty());
    const auto unmet = unmet_in(input);
    REQUIRE(unmet.size() == 1);
    // The last one has no record to lock, whatever its state.
    CHECK(unmet[0].rows == 2);
    CHECK(unmet[0].first_row == 1);
    CHECK_THAT(
        describe(unmet[0]),
        Catch::StartsWith("2 rows of Task lock nothing by the rules task.who.insert, ") &&
            Catch::Contains("task.what.account.insert, whose condition Status = 'Completed' AND "
                            "ActivityDate != null does not hold. The verdict rests on that")
    );
}

TEST_CASE("columns that a condition needs and no file gives are named") {
    const Folder folder;
    const auto unmet = unmet_in(load(tasks(folder, {"WhoId\n" + k_who + "\n"})));
    REQUIRE(unmet.size() == 1);
    CHECK_THAT(
        describe(unmet[0]),
        Catch::StartsWith("1 row of Task locks nothing") &&
            Catch::Contains("does not hold (no column gives ActivityDate or Status). ")
    );
    const auto one = unmet_in(load(tasks(folder, {"WhoId,Status\n" + k_who + ",Completed\n"})));
    REQUIRE(one.size() == 1);
    CHECK_THAT(describe(one[0]), Catch::Contains("(no column gives ActivityDate)"));
}

TEST_CASE("rows of all files are counted together") {
    const Folder folder;
    const std::string text = "WhoId\n" + k_who + "\n";
    const auto unmet = unmet_in(load(tasks(folder, {text, text + k_who + "\n"})));
    REQUIRE(unmet.size() == 1);
    CHECK(unmet[0].rows == 3);
    CHECK(unmet[0].first_row == 0);
}

TEST_CASE("a condition that holds for all rows, or that no rule has, is not mentioned") {
    const Folder folder;
    const std::string done = "WhoId,Status,ActivityDate\n" + k_who + ",Completed,2026-01-01\n";
    CHECK(unmet_in(load(tasks(folder, {done}))).empty());
    InputRequest contacts =
        test::contacts_request({folder.write("c.csv", "LastName,AccountId\nx,001000000000001\n")});
    CHECK(unmet_in(load(contacts)).empty());
}

TEST_CASE("an update that changes nothing a rule looks at is not counted") {
    const Folder folder;
    InputRequest wanted = test::contacts_request(
        {folder.write(
            "c.csv",
            "Id,LastName,ReportsToId\n003000000000002,y," + k_who + "\n003000000000003,y,\n" +
                "003000000000004,x," + k_who + "\n"
        )},
        WriteOperation::update
    );
    wanted.rules = own_rules();
    wanted.references.push_back(
        {"Contact",
         {folder.write(
             "r.csv",
             "Id,LastName,ReportsToId,AccountId,OwnerId\n003000000000002,y,,,\n"
             "003000000000003,y,003000000000009,,\n003000000000004,y,,,\n"
         )},
         {}}
    );
    const auto unmet = unmet_in(load(wanted));
    REQUIRE(unmet.size() == 1);
    CHECK(unmet[0].rows == 1);
    CHECK_THAT(
        describe(unmet[0]), Catch::Contains("by the rule note, whose condition LastName = 'x'")
    );
}

TEST_CASE("a delete is judged by what is stored, whatever its columns") {
    const Folder folder;
    InputRequest wanted = test::contacts_request(
        {folder.write("c.csv", "Id\n003000000000002\n003000000000003\n")}, WriteOperation::remove
    );
    wanted.rules = own_rules();
    wanted.references.push_back(
        {"Contact",
         {folder.write(
             "r.csv",
             "Id,LastName,ReportsToId,AccountId\n003000000000002,y," + k_who +
                 ",\n003000000000003,x," + k_who + ",\n"
         )},
         {}}
    );
    const auto unmet = unmet_in(load(wanted));
    REQUIRE(unmet.size() == 1);
    CHECK(unmet[0].rows == 1);
    CHECK_THAT(describe(unmet[0]), !Catch::Contains("no column"));
}

TEST_CASE("where nobody can say whether a condition holds, it is left open and not counted") {
    const Folder folder;
    InputRequest wanted = test::contacts_request(
        {folder.write("c.csv", "Id\n003000000000002\n")}, WriteOperation::remove
    );
    wanted.rules = own_rules();
    const LoadedInput input = load(wanted);
    CHECK(unmet_in(input).empty());
    CHECK_FALSE(input.unresolved().empty());
    // Portal accounts lock the memberships when deleted; these may be portal accounts.
    InputRequest accounts = test::request();
    accounts.loads.push_back(
        {"Account",
         WriteOperation::remove,
         "",
         {folder.write("a.csv", "Id\n001000000000001\n")},
         {}}
    );
    CHECK(unmet_in(load(accounts)).empty());
}

TEST_CASE("portal accounts that keep their owner, or are none, take no lock on memberships") {
    const Folder folder;
    const auto unmet_by = [&](const std::string& text) {
        InputRequest wanted = test::request();
        wanted.loads.push_back(
            {"Account", WriteOperation::update, "", {folder.write("a.csv", text)}, {}}
        );
        std::uint64_t rows = 0;
        for (const Unresolved& each : unmet_in(load(wanted))) rows += each.rows;
        return rows;
    };
    const std::string id = "001000000000001";
    CHECK(
        unmet_by(
            "Id,OwnerId,IsPartner,IsCustomerPortal\n" + id + ",005000000000001,false,false\n"
        ) == 1
    );
    CHECK(
        unmet_by(
            "Id,OwnerId,IsPartner,IsCustomerPortal\n" + id + ",005000000000001,true,false\n"
        ) == 0
    );
    CHECK(unmet_by("Id,OwnerId,IsPartner,IsCustomerPortal\n" + id + ",,false,false\n") == 0);
}

}  // namespace
}  // namespace rowlock
