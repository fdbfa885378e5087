#include "checks/input/loaded_input.hpp"

#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;
using test::load;
using test::names_of;
using test::request;
using Names = std::vector<std::string>;

const std::string k_account_1 = "0010000000000A1AAI";
const std::string k_account_2 = "0010000000000A2AAI";
const std::string k_contact_1 = "0030000000000C1AAI";

struct LoadedInputFixture {
    Folder folder;
    InputRequest wanted = request();

    void add_load(
        const std::string& object,
        WriteOperation operation,
        std::string_view text,
        const std::string& external_id = {}
    ) {
        const std::string name = "load" + std::to_string(wanted.loads.size()) + ".csv";
        wanted.loads.push_back({object, operation, external_id, {folder.write(name, text)}, {}});
    }

    void add_reference(const std::string& object, std::string_view text) {
        const std::string name = "reference" + std::to_string(wanted.references.size()) + ".csv";
        wanted.references.push_back({object, {folder.write(name, text)}, {}});
    }

    /// `reason Object.Field rows` of everything left open.
    static Names open_points(const LoadedInput& input) {
        Names result;
        for (const Unresolved& item : input.unresolved()) {
            if (item.reason == UnresolvedReason::unmet_condition) continue;
            result.push_back(
                std::to_string(static_cast<int>(item.reason)) + " " + item.object + "." +
                item.field + " " + std::to_string(item.rows)
            );
            CHECK_FALSE(describe(item).empty());
        }
        return result;
    }
};

TEST_CASE_METHOD(LoadedInputFixture, "an id is one key in every spelling, and case twins are two") {
    std::string folded = k_account_1;
    std::transform(folded.begin(), folded.end(), folded.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    add_load(
        "Opportunity",
        WriteOperation::insert,
        "Name,AccountId\na," + k_account_1 + "\nb,0010000000000A1\nc,\"" + folded +
            "\"\nd, 0010000000000A1 \ne,0010000000000a1\nf,\ng,#N/A\n"
    );
    const LoadedInput input = load(wanted);
    REQUIRE(input.keys().row_count() == 7);
    for (RowNo row = 0; row < 4; ++row) {
        CHECK(names_of(input, row) == Names{"Account " + k_account_1});
    }
    CHECK(names_of(input, 4) == Names{"Account 0010000000000a1AAA"});
    CHECK(names_of(input, 5).empty());
    CHECK(names_of(input, 6).empty());
    CHECK(input.keys().key_count() == 2);
    CHECK(input.unresolved().empty());
}

TEST_CASE_METHOD(LoadedInputFixture, "a wrong id is kept as it stands and reported") {
    add_load("Opportunity", WriteOperation::insert, "AccountId\nNope\nNope\n001\n");
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == Names{"Account Nope"});
    CHECK(input.keys().key_count() == 2);
    REQUIRE(input.unresolved().size() == 1);
    CHECK(input.unresolved()[0].reason == UnresolvedReason::wrong_id);
    CHECK(input.unresolved()[0].field == "AccountId");
    CHECK(input.unresolved()[0].rows == 3);
}

TEST_CASE_METHOD(LoadedInputFixture, "updates and deletes lock their own rows") {
    add_load("Account", WriteOperation::update, "Id,Name\n" + k_account_1 + ",x\n,y\n");
    add_load("Account", WriteOperation::remove, "Id\n" + k_account_1 + "\n");
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == Names{"Account " + k_account_1});
    CHECK(names_of(input, 1).empty());
    CHECK(names_of(input, 2) == Names{"Account " + k_account_1});
    CHECK(input.keys().key_count() == 1);
    // What the update does not name stays as it was; the delete meets whatever is stored.
    const Names open = {
        "0 Account.IsCustomerPortal 1",
        "0 Account.IsPartner 1",
        "0 Account.ParentId 1",
        "4 Account. 1",
        "12 Account.Account, AccountContactRelation, AccountContactRole, AccountShare, "
        "AccountTeamMember and 26 more 1"};
    CHECK(open_points(input) == open);
}

TEST_CASE_METHOD(LoadedInputFixture, "an empty cell of an update leaves the parent alone") {
    add_load("Account", WriteOperation::update, "Id,ParentId\n" + k_account_1 + ",\n");
    CHECK(open_points(load(wanted)).empty());
    add_load("Account", WriteOperation::update, "Id,ParentId\n" + k_account_1 + ",#N/A\n");
    CHECK(open_points(load(wanted)) == Names{"0 Account.ParentId 1"});
}

TEST_CASE_METHOD(LoadedInputFixture, "reference files tell what a delete finds") {
    add_load("Contact", WriteOperation::remove, "Id\n" + k_contact_1 + "\n");
    CHECK(names_of(load(wanted), 0) == Names{"Contact " + k_contact_1});
    add_reference(
        "Contact", "Id,AccountId,ReportsToId\n" + k_contact_1 + "," + k_account_1 + ",\n"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == Names{"Account " + k_account_1, "Contact " + k_contact_1});
}

TEST_CASE_METHOD(
    LoadedInputFixture, "a completed task locks the contact and, through a file, its account"
) {
    add_load(
        "Task",
        WriteOperation::insert,
        "Subject,Status,ActivityDate,WhoId\n"
        "a,Completed,2026-01-31," +
            k_contact_1 +
            "\n"
            "b,Not Started,2026-01-31," +
            k_contact_1 +
            "\n"
            "c,Completed,," +
            k_contact_1 + "\n"
    );
    const LoadedInput without = load(wanted);
    CHECK(names_of(without, 0) == Names{"Contact " + k_contact_1});
    CHECK(names_of(without, 1).empty());
    CHECK(names_of(without, 2).empty());
    CHECK(open_points(without) == Names{"1 Contact.AccountId 1"});

    add_reference("Contact", "AccountId,Id\n" + k_account_2 + "," + k_contact_1 + "\n");
    const LoadedInput with = load(wanted);
    CHECK(names_of(with, 0) == Names{"Account " + k_account_2, "Contact " + k_contact_1});
    CHECK(open_points(with).empty());
}

TEST_CASE_METHOD(LoadedInputFixture, "one load's rows tell where another's paths lead") {
    add_load(
        "Contact", WriteOperation::insert, "LastName,Code__c,AccountId\nx,C-1," + k_account_1 + "\n"
    );
    add_load(
        "Task",
        WriteOperation::insert,
        "Status,ActivityDate,Contact:Who.Code__c\nCompleted,2026-01-31,c-1\n"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == Names{"Account " + k_account_1});
    CHECK(names_of(input, 1) == Names{"Account " + k_account_1, "Contact Code__c = c-1"});
}

TEST_CASE_METHOD(
    LoadedInputFixture, "a record named by id and by external id is one key where a file says so"
) {
    const std::string by_id = "Name,AccountId\nx," + k_account_1 + "\n";
    add_load("Opportunity", WriteOperation::insert, by_id);
    add_load("Opportunity", WriteOperation::insert, "Name,Account.Code__c\ny,Acme\n");
    CHECK(load(wanted).keys().key_count() == 2);
    add_reference("Account", "Id,Code__c\n" + k_account_1 + ",ACME\n");
    const LoadedInput input = load(wanted);
    CHECK(input.keys().key_count() == 1);
    CHECK(names_of(input, 1) == Names{"Account " + k_account_1});
}

TEST_CASE_METHOD(
    LoadedInputFixture, "an upsert that may insert or update has what both lock as hard keys"
) {
    add_load(
        "Opportunity",
        WriteOperation::upsert,
        "Key__c,AccountId\nA," + k_account_1 + "\na," + k_account_1 + "\nA," + k_account_2 + "\n",
        "Key__c"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == Names{"Account " + k_account_1, "Opportunity Key__c = A"});
    CHECK(names_of(input, 1) == Names{"Account " + k_account_1, "Opportunity Key__c = a"});
    CHECK(names_of(input, 2) == Names{"Account " + k_account_2, "Opportunity Key__c = A"});
    const auto points = open_points(input);
    CHECK(std::count(points.begin(), points.end(), "2 Opportunity. 3") == 1);
}

TEST_CASE_METHOD(LoadedInputFixture, "external ids are compared as the platform compares them") {
    add_load("Opportunity", WriteOperation::upsert, "Number__c\n7\n7.0\n70e-1\n8\n", "Number__c");
    add_load(
        "Account",
        WriteOperation::upsert,
        "Code__c\nA long external id\na LONG external id\nShort\nshorT\n",
        "Code__c"
    );
    const LoadedInput input = load(wanted);
    CHECK(input.keys().key_count() == 4);
    CHECK(names_of(input, 0) == Names{"Opportunity Number__c = 7"});
    CHECK(names_of(input, 4) == Names{"Account Code__c = a long external id"});
}

TEST_CASE_METHOD(LoadedInputFixture, "a row can be found again in its file") {
    const std::string text = "Name,AccountId\r\n\r\n\"a\nb\"," + k_account_1 + "\r\n\r\nc,\r\nd,";
    add_load("Opportunity", WriteOperation::insert, text);
    const LoadedInput input = load(wanted);
    REQUIRE(input.keys().row_count() == 3);
    CHECK(input.origin(0) == RowOrigin{0, 1, 3});
    CHECK(input.origin(1) == RowOrigin{0, 2, 6});
    CHECK(input.row_text(1) == "c,\r\n");
    CHECK(input.row_text(2) == "d,");
    CHECK(input.files()[0].has_crlf);
    CHECK(input.files()[0].has_lf);
    CHECK(input.files()[0].rows == 3);
}

TEST_CASE_METHOD(LoadedInputFixture, "explain names the rule of every key") {
    add_load("Opportunity", WriteOperation::insert, "AccountId\n" + k_account_1 + "\n");
    const auto explained = load(wanted).explain(0);
    REQUIRE(explained.size() == 1);
    CHECK(explained[0].rule == "opportunity.account.insert");
    CHECK_FALSE(explained[0].soft);
}

TEST_CASE_METHOD(LoadedInputFixture, "rows with too few or too many cells are counted") {
    add_load("Opportunity", WriteOperation::insert, "Name,AccountId\nx\ny,z,0\n");
    CHECK(open_points(load(wanted)) == Names{"3 Opportunity.AccountId 1", "5 Opportunity. 2"});
}

TEST_CASE_METHOD(LoadedInputFixture, "what cannot be a load is refused") {
    const auto refusal = [&] {
        const auto result = load_input(wanted);
        wanted.loads.clear();
        return result ? std::string{} : result.error().message;
    };
    add_load("Nope__c", WriteOperation::insert, "Name\n");
    CHECK_THAT(refusal(), Catch::Matchers::Contains("Nope__c"));
    add_load("Account", WriteOperation::update, "Name\nx\n");
    CHECK_THAT(refusal(), Catch::Matchers::Contains("no column Id, which the update needs"));
    add_load("Account", WriteOperation::upsert, "Name\nx\n", "Code__c");
    CHECK_THAT(refusal(), Catch::Matchers::Contains("no column Code__c"));
    add_load("Account", WriteOperation::upsert, "Industry\nx\n", "Industry");
    CHECK_THAT(
        refusal(),
        Catch::Matchers::Contains("no external id field Industry") &&
            Catch::Contains("--schema FILE")
    );
    wanted.loads.push_back({"Account", WriteOperation::insert, {}, {folder.path("none.csv")}, {}});
    CHECK_THAT(refusal(), Catch::Matchers::Contains("none.csv"));
}

TEST_CASE_METHOD(LoadedInputFixture, "nothing, an empty file and a header alone are inputs") {
    CHECK(load(wanted).keys().row_count() == 0);
    add_load("Account", WriteOperation::update, "");
    add_load("Account", WriteOperation::insert, "Name\n");
    const LoadedInput input = load(wanted);
    CHECK(input.keys().row_count() == 0);
    CHECK(input.files().size() == 2);
}

}  // namespace
}  // namespace rowlock
