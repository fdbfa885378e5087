// Queries over 2,000,000 records: counts by a condition on one field, against a plain loop over an
// array of the same values, searches by an external id and by a parent, and pages in the order of
// ids.
#include "mockorg/engine/group_query.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/soql/parser.hpp"
#include "tests/bench/bench.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows = 2'000'000;
constexpr std::uint32_t k_accounts = 200'000;
constexpr std::string_view k_schema = R"({"objects": [{"name": "Contact", "fields": [
  {"name": "Key__c", "type": "string", "length": 20, "externalId": true, "unique": true},
  {"name": "Tag__c", "type": "string", "length": 20, "externalId": true},
  {"name": "Note__c", "type": "string", "length": 255}]}]})";

std::shared_ptr<const Schema> make_schema() {
    const auto schema = load_schema(k_schema, "soql_bench");
    if (!schema) std::exit(1);
    return *schema;
}

/// 200 bytes, of which the last ones are the number.
std::string wide_text(std::string number) {
    constexpr std::size_t k_length = 200;
    constexpr std::string_view k_words = "Called back, wants the offer by Friday. ";
    std::string text;
    while (text.size() + number.size() < k_length) text += k_words;
    text.resize(k_length - number.size());
    return text + number;
}

/// Contacts with a number, a picklist value, a text, a wide text, a time, a key, a tag that four of
/// them share, and one of the accounts, which have names whose beginnings are alike.
Store make_contacts(const std::shared_ptr<const Schema>& schema) {
    Store store{schema, {'R', 'L', '0'}};
    const ObjectType& account = *schema->find("Account");
    const ObjectType& contact = *schema->find("Contact");
    const auto field = [&](std::string_view name) { return contact.find_field(name)->number; };
    const FieldNo account_name = account.find_field("Name")->number;
    for (std::uint32_t row = 0; row < k_accounts; ++row) {
        const std::string name = "Account of the region " + std::to_string(row * 7919 % k_accounts);
        store.set(store.append(account.number), account_name, Value::of_text(name));
    }
    const std::vector<std::string_view> sources{"Web", "Phone Inquiry", "Partner", "Other"};
    for (std::uint32_t row = 0; row < k_rows; ++row) {
        const RecordHandle record = store.append(contact.number);
        const std::string number = std::to_string(row);
        store.set(record, field("LastName"), Value::of_text("Contact " + number));
        store.set(record, field("Note__c"), Value::of_text(wide_text(number)));
        store.set(record, field("Key__c"), Value::of_text("K-" + number));
        store.set(record, field("Tag__c"), Value::of_text("T-" + std::to_string(row / 4)));
        store.set(record, field("LeadSource"), Value::of_text(sources[row % sources.size()]));
        store.set(record, field("MailingLatitude"), Value::of_number(row % 1000));
        store.set(record, field("CreatedDate"), Value::of_datetime(1'767'225'600'000 + row * 1000));
        store.set(record, field("AccountId"), Value::of_record({account.number, row % k_accounts}));
    }
    return store;
}

class Bench {
public:
    explicit Bench(const Store& store) : store_(store) {}

    void count(std::string_view name, const std::string& where, std::uint64_t expected) {
        const std::string soql = "SELECT COUNT() FROM Contact WHERE " + where;
        std::uint64_t found = 0;
        const double taken = bench::median_seconds([&] { found = count_of(soql); }, 5);
        if (found != expected) std::exit(1);
        bench::print("soql." + std::string{name}, taken * 1e3, "ms", taken / plain_);
    }

    /// The first query by an external id, which builds the index.
    void first_use(std::string_view name, const std::string& where, std::uint64_t expected) {
        const std::string soql = "SELECT COUNT() FROM Contact WHERE " + where;
        std::uint64_t found = 0;
        const double taken = bench::seconds_of([&] { found = count_of(soql); });
        if (found != expected) std::exit(1);
        bench::print("soql." + std::string{name}, taken * 1e3, "ms", taken / plain_);
    }

    /// All contacts in an order, as the first page of a query needs them.
    void order(std::string_view name, const std::string& order_by) {
        select(name, "SELECT Id FROM Contact ORDER BY " + order_by, k_rows);
    }

    void select(std::string_view name, const std::string& soql, std::size_t expected) {
        const auto query = soql::parse_query(soql);
        if (!query) std::exit(1);
        const QueryScope scope{store_, soql, 20454, false};
        const double taken = bench::seconds_of([&] {
            const auto rows = select_row_list(scope, *store_.schema().find("Contact"), *query);
            if (!rows || rows->size() != expected) std::exit(1);
        });
        bench::print("soql." + std::string{name}, taken * 1e3, "ms", taken / plain_);
    }

    void group(std::string_view name, const std::string& soql) {
        const auto query = soql::parse_query(soql);
        if (!query) std::exit(1);
        const QueryScope scope{store_, soql, 20454, false};
        const double taken = bench::median_seconds(
            [&] {
                if (!run_group_query(scope, *store_.schema().find("Contact"), *query)) std::exit(1);
            },
            3
        );
        bench::print("soql." + std::string{name}, taken * 1e3, "ms", taken / plain_);
    }

    /// One pass over an array of the numbers, as the least a count could cost.
    void plain() {
        std::vector<double> numbers(k_rows);
        for (std::uint32_t row = 0; row < k_rows; ++row) numbers[row] = row % 1000;
        std::uint64_t found = 0;
        plain_ = bench::median_seconds(
            [&] {
                found = 0;
                for (const double number : numbers) found += number < 10 ? 1U : 0U;
            },
            5
        );
        if (found != k_rows / 100) std::exit(1);
        bench::print("soql.plain_loop", plain_ * 1e3, "ms", 1.0);
    }

private:
    std::uint64_t count_of(const std::string& soql) const {
        const auto query = soql::parse_query(soql);
        if (!query) std::exit(1);
        const QueryScope scope{store_, soql, 20454, false};
        const auto count = count_rows(scope, *store_.schema().find("Contact"), *query);
        if (!count) std::exit(1);
        return *count;
    }

    const Store& store_;
    double plain_ = 0.0;
};

int run() {
    const auto schema = make_schema();
    const Store store = make_contacts(schema);
    const RecordId parent = store.id_of({schema->find("Account")->number, 77});
    Bench bench{store};
    bench.plain();
    bench.count("count_by_number", "MailingLatitude < 10", k_rows / 100);
    bench.count("count_by_picklist", "LeadSource = 'web'", k_rows / 4);
    bench.count("count_by_text", "LastName LIKE 'contact 1%'", 1'111'111);
    bench.count("count_by_text_equal", "LastName = 'contact 1234567'", 1);
    bench.count("count_by_text_unequal", "LastName != 'contact 1234567'", k_rows - 1);
    bench.count("count_by_text_within", "LastName LIKE '%t 12345%'", 111);
    bench.count("count_by_text_above", "LastName > 'contact 5'", 555'554);
    bench.count("count_by_text_in", "LastName IN ('a', 'b', 'c', 'contact 5')", 1);
    bench.count("count_by_text_pieces", "LastName LIKE '%c_nt%1_3%'", 176'220);
    const std::string note = wide_text("1234567");
    bench.count("count_by_wide_text", "Note__c LIKE 'called back%'", k_rows);
    bench.count("count_by_wide_text_equal", "Note__c = '" + note + "'", 1);
    bench.count("count_by_wide_text_unequal", "Note__c != '" + note + "'", k_rows - 1);
    bench.count("count_by_wide_text_within", "Note__c LIKE '%1999999%'", 1);
    bench.count("count_by_wide_text_pieces", "Note__c LIKE '%offer%friday%1_3%'", 176'220);
    bench.count("count_by_time", "CreatedDate = TODAY", 86'400);
    bench.count("count_by_two_fields", "LeadSource = 'Web' AND MailingLatitude < 10", 6'000);
    const RecordId late = store.id_of({schema->find("Contact")->number, k_rows / 2});
    bench.count("count_by_id", "Id > '" + late.text() + "'", k_rows / 2 - 1);
    bench.count("count_by_id_unequal", "Id != '" + late.text() + "'", k_rows - 1);
    bench.count("count_by_parent_text", "Account.Name LIKE '%7'", k_rows / 10);
    bench.count("count_by_parent_name", "Account.Name = 'account of the region 77'", 10);
    bench.count(
        "count_by_parent_and_own",
        "(Account.Name LIKE '%7' OR Account.Name LIKE '%8') AND LeadSource = 'Web'",
        k_rows / 20
    );
    bench.first_use("build_index", "Tag__c = 't-7'", 4);
    bench.count("by_external_id", "Key__c = 'k-1234567'", 1);
    bench.count("by_parent", "AccountId = '" + parent.text() + "'", k_rows / k_accounts);
    bench.count("by_two_keys", "Key__c = 'k-1' OR Tag__c = 't-100000'", 5);
    bench.count("by_owner", "OwnerId = '" + store.id_of(store.user()).text() + "'", k_rows);
    bench.group("count_distinct", "SELECT COUNT_DISTINCT(LastName) FROM Contact");
    bench.group(
        "many_groups", "SELECT LastName, COUNT(Id) FROM Contact GROUP BY LastName LIMIT 10"
    );
    bench.order("order_by_text", "LastName DESC");
    bench.order("order_by_time", "CreatedDate DESC");
    bench.order("order_by_parent_text", "Account.Name");
    bench.select(
        "page_by_id",
        "SELECT Id FROM Contact WHERE Id > '" + late.text() + "' ORDER BY Id LIMIT 2000",
        2'000
    );
    bench.group(
        "group_by",
        "SELECT LeadSource, COUNT(Id), MAX(CreatedDate) FROM Contact GROUP BY "
        "LeadSource"
    );
    return 0;
}

}  // namespace
}  // namespace rowlock

int main() {
    return rowlock::run();
}
