#include "checks/input/possible_states.hpp"

#include "tests/unit/checks/input/files.hpp"

#include <set>

namespace rowlock {
namespace {

using test::Folder;
using test::load;
using test::names_of;
using Names = std::vector<std::string>;

std::string account(int number) {
    return "00100000000000" + std::to_string(number) + "AAA";
}

std::string contact(int number) {
    return "00300000000000" + std::to_string(number) + "AAA";
}

Names keys(const std::string& own, const std::vector<int>& accounts) {
    Names result;
    for (const int number : accounts) result.push_back("Account " + account(number));
    result.push_back("Contact " + own);
    return result;
}

struct PossibleStatesFixture {
    Folder folder;
    InputRequest wanted = test::request();

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

    void add_rules(std::string_view json) {
        auto rules = standard_lock_rules();
        const auto own = parse_lock_rules(json, "rules.json");
        REQUIRE(own);
        rules.insert(rules.end(), own->begin(), own->end());
        auto compiled = LockRules::compile(wanted.schema, rules);
        REQUIRE(compiled);
        wanted.rules = std::make_shared<const LockRules>(*std::move(compiled));
    }

    /// Contacts 1 and 2 in accounts 1 and 2.
    void add_contacts() {
        add_reference(
            "Contact",
            "Id,Code__c,AccountId,ReportsToId,LastName\n" + contact(1) + ",one," + account(1) +
                ",,a\n" + contact(2) + ",two," + account(2) + "," + contact(1) + ",b\n"
        );
    }

    static std::size_t open_rows(const LoadedInput& input, UnresolvedReason reason) {
        std::size_t rows = 0;
        for (const Unresolved& each : input.unresolved()) {
            if (each.reason == reason) rows += each.rows;
        }
        return rows;
    }
};

TEST_CASE_METHOD(
    PossibleStatesFixture, "a record that two rows move may leave either's parent, in any order"
) {
    add_contacts();
    add_load(
        "Contact",
        WriteOperation::update,
        "Id,AccountId\n" + contact(1) + "," + account(2) + "\n" + contact(1) + "," + account(3) +
            "\n" + contact(2) + ",\n"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == keys(contact(1), {1, 2, 3}));
    CHECK(names_of(input, 1) == keys(contact(1), {1, 2, 3}));
    CHECK(names_of(input, 2) == keys(contact(2), {2}));
    CHECK(test::explained_names_of(input, 1) == names_of(input, 1));
    CHECK(input.unresolved().empty());
}

TEST_CASE_METHOD(
    PossibleStatesFixture, "a row that is alone with its record leaves the org's parent"
) {
    add_contacts();
    add_load(
        "Contact", WriteOperation::update, "Id,AccountId\n" + contact(1) + "," + account(3) + "\n"
    );
    CHECK(names_of(load(wanted), 0) == keys(contact(1), {1, 3}));
}

TEST_CASE_METHOD(
    PossibleStatesFixture, "loads open at the same time count, whatever they call the record"
) {
    add_contacts();
    add_reference("Account", "Id,Code__c\n" + account(4) + ",four\n");
    add_load("Contact", WriteOperation::remove, "Id\n" + contact(1) + "\n");
    add_load(
        "Contact", WriteOperation::upsert, "Code__c,Account.Code__c\nONE,Four\nTWO,\n", "Code__c"
    );
    add_load(
        "Contact", WriteOperation::update, "Id,AccountId\n" + contact(1) + "," + account(3) + "\n"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == keys(contact(1), {1, 3, 4}));
    CHECK(names_of(input, 3) == keys(contact(1), {1, 3, 4}));
    CHECK(names_of(input, 2) == keys(contact(2), {2}));
    // After the delete, the upsert would insert.
    CHECK(open_rows(input, UnresolvedReason::insert_or_update) == 1);
}

TEST_CASE_METHOD(
    PossibleStatesFixture, "where the org's value is open, what other rows write says nothing"
) {
    add_load(
        "Contact",
        WriteOperation::upsert,
        "Code__c,AccountId\nx," + account(1) + "\nX," + account(2) + "\n",
        "Code__c"
    );
    add_reference("Contact", "Id,Code__c,AccountId\n");
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == Names{"Account " + account(1), "Contact Code__c = x"});
    CHECK(open_rows(input, UnresolvedReason::stored_value) > 0);
}

TEST_CASE_METHOD(PossibleStatesFixture, "a path leads where any row of the loads may have led it") {
    add_rules(R"({"rules": [{"id": "above", "object": "Contact", "operations": ["update"],
        "path": "ReportsTo.Account"}]})");
    add_contacts();
    add_load(
        "Contact",
        WriteOperation::update,
        "Id,LastName,AccountId\n" + contact(1) + ",x," + account(3) + "\n" + contact(2) + ",x,\n"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == keys(contact(1), {1, 3}));
    // Contact 2 reports to contact 1, which moves.
    CHECK(names_of(input, 1) == keys(contact(2), {1, 2, 3}));
    CHECK(input.unresolved().empty());
}

TEST_CASE_METHOD(
    PossibleStatesFixture, "an update tells what a record will hold, not what it holds"
) {
    add_load(
        "Contact", WriteOperation::update, "Id,AccountId\n" + contact(1) + "," + account(3) + "\n"
    );
    add_load(
        "Task",
        WriteOperation::insert,
        "Status,ActivityDate,WhoId\nCompleted,2026-01-31," + contact(1) + "\n"
    );
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 1) == keys(contact(1), {3}));
    CHECK(open_rows(input, UnresolvedReason::other_record) == 1);
}

TEST_CASE_METHOD(PossibleStatesFixture, "a delete's further columns tell nothing") {
    add_contacts();
    add_load(
        "Contact", WriteOperation::remove, "Id,AccountId\n" + contact(1) + "," + account(3) + "\n"
    );
    add_load("Contact", WriteOperation::update, "Id,LastName\n" + contact(1) + ",x\n");
    const LoadedInput input = load(wanted);
    CHECK(names_of(input, 0) == keys(contact(1), {1}));
    CHECK(names_of(input, 1) == keys(contact(1), {1}));
}

TEST_CASE_METHOD(PossibleStatesFixture, "a condition holds if it does in any state") {
    add_rules(R"({"rules": [{"id": "when", "object": "Contact", "operations": ["update"],
        "condition": "LastName = 'x'", "path": "ReportsTo"}]})");
    add_contacts();
    add_load(
        "Contact",
        WriteOperation::update,
        "Id,LastName,Department\n" + contact(2) + ",x,\n" + contact(2) + ",,d\n" + contact(2) +
            ",y,\n" + contact(1) + ",,d\n"
    );
    const LoadedInput input = load(wanted);
    const Names both = {"Account " + account(2), "Contact " + contact(1), "Contact " + contact(2)};
    CHECK(names_of(input, 0) == both);
    CHECK(names_of(input, 1) == both);
    CHECK(names_of(input, 2) == keys(contact(2), {2}));
    CHECK(names_of(input, 3) == keys(contact(1), {1}));
    // Row 3 is certain to lock nothing by the rule; row 4 would have nothing to lock.
    CHECK(open_rows(input, UnresolvedReason::unmet_condition) == 1);
}

TEST_CASE_METHOD(PossibleStatesFixture, "too many rows of one record leave something open") {
    add_contacts();
    std::string text = "Id,AccountId\n";
    for (int i = 0; i < 33; ++i) {
        text += contact(1) + "," + account(i % 9) + "\n";
        if (i == 31) {
            add_load("Contact", WriteOperation::update, text);
            CHECK(open_rows(load(wanted), UnresolvedReason::many_states) == 0);
            wanted.loads.clear();
        }
    }
    add_load("Contact", WriteOperation::update, text);
    CHECK(open_rows(load(wanted), UnresolvedReason::many_states) == 33);
}

/// An update of a few contacts, some of them several times.
struct DrawnRow {
    int contact = 0;
    /// 0: left alone; -1: cleared.
    int account = 0;
};

/// Accounts each row locks in any order of the rows, by going through all orders.
std::vector<std::set<int>> locked_in_any_order(
    const std::vector<DrawnRow>& rows, const std::vector<int>& stored
) {
    std::vector<std::set<int>> locked(rows.size());
    std::vector<std::size_t> order(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    do {
        std::vector<int> now = stored;
        for (const std::size_t i : order) {
            int& parent = now[static_cast<std::size_t>(rows[i].contact)];
            if (parent > 0) locked[i].insert(parent);
            if (rows[i].account != 0) parent = rows[i].account;
            if (parent > 0) locked[i].insert(parent);
        }
    } while (std::next_permutation(order.begin(), order.end()));
    return locked;
}

TEST_CASE("the keys of rows are those of all orders in which rows may come") {
    rc::prop("", [] {
        const auto contacts = *rc::gen::inRange(1, 4);
        std::vector<int> stored;
        std::string reference = "Id,AccountId\n";
        for (int i = 0; i < contacts; ++i) {
            stored.push_back(*rc::gen::inRange(0, 5));
            reference +=
                contact(i) + "," + (stored.back() > 0 ? account(stored.back()) : "") + "\n";
        }
        PossibleStatesFixture fixture;
        fixture.add_reference("Contact", reference);
        std::vector<DrawnRow> rows;
        // Two loads side by side.
        for (int file = 0; file < 2; ++file) {
            std::string text = "Id,AccountId\n";
            for (int count = *rc::gen::inRange(0, 4); count > 0; --count) {
                const DrawnRow row{*rc::gen::inRange(0, contacts), *rc::gen::inRange(-1, 5)};
                const std::string cleared = row.account < 0 ? "#N/A" : "";
                text += contact(row.contact) + "," +
                        (row.account > 0 ? account(row.account) : cleared) + "\n";
                rows.push_back(row);
            }
            fixture.add_load("Contact", WriteOperation::update, text);
        }
        const LoadedInput input = load(fixture.wanted);
        const auto expected = locked_in_any_order(rows, stored);
        for (RowNo row = 0; row < rows.size(); ++row) {
            const std::vector<int> accounts{expected[row].begin(), expected[row].end()};
            RC_ASSERT(names_of(input, row) == keys(contact(rows[row].contact), accounts));
        }
    });
}

}  // namespace
}  // namespace rowlock
