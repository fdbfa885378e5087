#include "mockorg/engine/query_result.hpp"

#include "mockorg/testing/csv_table.hpp"
#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <algorithm>
#include <thread>

namespace rowlock {
namespace {

struct QueryResultFixture : EngineFixture {
    std::shared_ptr<const QueryResult> run(
        const std::string& soql, bool include_deleted = false, RowRange range = {}
    ) const {
        const auto query = require_value(bind_bulk_query(*schema, soql, BulkApi::v2));
        RecordCopies copies;
        return require_value(
            run_bulk_query(store, copies, query, include_deleted, k_org_epoch, range)
        );
    }

    std::string csv(
        const std::string& soql, CsvFormat format = {}, ColumnOrder order = ColumnOrder::as_asked
    ) const {
        return read_all(query_csv(run(soql), format, order, 0, ~std::size_t{0}));
    }

    RecordHandle widget(Fields fields) {
        fields.emplace_back("Color__c", "Red");
        return add("Widget__c", fields);
    }
};

TEST_CASE_METHOD(QueryResultFixture, "every kind of value is shown the way result files show it") {
    const RecordHandle account = add("Account", {{"Name", "A \"B\", C"}});
    const RecordHandle full = widget({
        {"Account__c", id(account)},
        {"Size__c", "5"},
        {"Price__c", "912260031"},
        {"Count__c", "2676"},
        {"Flag__c", "true"},
        {"Day__c", "2026-01-31"},
        {"Moment__c", "2026-01-31T10:20:30.004Z"},
    });
    const RecordHandle bare = widget({});
    CHECK(
        csv("SELECT Id, Account__c, Account__r.Name, Size__c, Price__c, Count__c, Flag__c, Day__c, "
            "Moment__c, Color__c FROM Widget__c") ==
        "\"Id\",\"Account__c\",\"Account__r.Name\",\"Size__c\",\"Price__c\",\"Count__c\","
        "\"Flag__c\",\"Day__c\",\"Moment__c\",\"Color__c\"\n"
        "\"" +
            id(full) + "\",\"" + id(account) +
            "\",\"A \"\"B\"\", C\",\"5.0\",\"9.12260031E8\",\"2676\",\"true\",\"2026-01-31\","
            "\"2026-01-31T10:20:30.004Z\",\"Red\"\n"
            "\"" +
            id(bare) + "\",\"\",\"\",\"\",\"\",\"\",\"false\",\"\",\"\",\"Red\"\n"
    );
}

TEST_CASE_METHOD(
    QueryResultFixture,
    "delimiter and line end are the job's, the header line stands alone without rows"
) {
    widget({{"Short__c", "x"}});
    CHECK(
        csv("SELECT Color__c, Short__c FROM Widget__c", {Delimiter::pipe, LineEnding::crlf}) ==
        "\"Color__c\"|\"Short__c\"\r\n\"Red\"|\"x\"\r\n"
    );
    CHECK(csv("SELECT Id, Name FROM Lead") == "\"Id\",\"Name\"\n");
}

TEST_CASE_METHOD(QueryResultFixture, "the size of a file is told exactly, of a long one nearly") {
    const std::string soql = "SELECT Id, Name FROM Account";
    CHECK(query_csv_size(run(soql), {}) == csv(soql).size());
    unsigned made = 0;
    for (; made < 1'000; ++made) add("Account", {{"Name", std::string(1U + made % 7U, 'x')}});
    CHECK(query_csv_size(run(soql), {}) == csv(soql).size());
    const CsvFormat crlf{Delimiter::comma, LineEnding::crlf};
    CHECK(query_csv_size(run(soql), crlf) == csv(soql, crlf).size());
    for (; made < 4'321; ++made) add("Account", {{"Name", std::string(1U + made % 7U, 'x')}});
    const auto exact = static_cast<double>(csv(soql).size());
    CHECK(static_cast<double>(query_csv_size(run(soql), {})) == Approx(exact).epsilon(0.05));
}

TEST_CASE_METHOD(QueryResultFixture, "columns stand as asked for or in alphabetical order") {
    widget({{"Short__c", "x"}});
    const std::string soql = "SELECT Short__c, Account__r.Name, Color__c FROM Widget__c";
    CHECK(csv(soql) == "\"Short__c\",\"Account__r.Name\",\"Color__c\"\n\"x\",\"\",\"Red\"\n");
    CHECK(
        csv(soql, {}, ColumnOrder::alphabetical) ==
        "\"Account__r.Name\",\"Color__c\",\"Short__c\"\n\"\",\"Red\",\"x\"\n"
    );
}

TEST_CASE_METHOD(QueryResultFixture, "rows come in the order asked for") {
    for (const std::string size : {"2", "1", "3"}) widget({{"Size__c", size}});
    CHECK(
        csv("SELECT Size__c FROM Widget__c ORDER BY Size__c DESC LIMIT 2") ==
        "\"Size__c\"\n\"3.0\"\n\"2.0\"\n"
    );
}

TEST_CASE_METHOD(
    QueryResultFixture, "a result stays what it was, whatever the store goes through"
) {
    const RecordHandle account = add("Account", {{"Name", "Before"}});
    const RecordHandle first = widget({{"Short__c", "one"}, {"Account__c", id(account)}});
    const RecordHandle second = widget({{"Short__c", "two"}});
    const std::string soql = "SELECT Id, Short__c, Color__c, Account__r.Name FROM Widget__c";
    const auto result = run(soql);
    const auto text = [&] {
        return read_all(query_csv(result, {}, ColumnOrder::as_asked, 0, result->size()));
    };
    const std::string before = text();

    store.set(first, field("Widget__c", "Short__c").number, Value::of_text("three"));
    store.set(second, field("Widget__c", "Color__c").number, Value::of_text("Blue"));
    store.set(account, field("Account", "Name").number, Value::of_text("After"));
    store.set_state(second, RowState::purged);
    for (int i = 0; i < 5'000; ++i) widget({{"Shape__c", "shape " + std::to_string(i)}});
    CHECK(text() == before);
    CHECK(run(soql)->size() == 5'001);
}

TEST_CASE_METHOD(QueryResultFixture, "queryAll sees the deleted, and a range only its rows") {
    for (int i = 0; i < 10; ++i) widget({{"Size__c", std::to_string(i)}});
    store.set_state({object("Widget__c").number, 3}, RowState::deleted);
    CHECK(run("SELECT Id FROM Widget__c")->size() == 9);
    CHECK(run("SELECT Id FROM Widget__c", true)->size() == 10);
    const auto part = run("SELECT Size__c FROM Widget__c", false, {2, 6});
    QueryResult::Reader rows{*part, 1, 100};
    std::vector<double> sizes;
    while (!rows.done()) sizes.push_back(rows.next().value(0).number);
    CHECK(sizes == std::vector<double>{4, 5});
    CHECK(run("SELECT Id FROM Widget__c WHERE Size__c = 9", false, {2, 6})->size() == 0);
    CHECK(run("SELECT Id FROM Widget__c", false, {8, 100})->size() == 2);
}

TEST_CASE_METHOD(QueryResultFixture, "a row tells its id and its values") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const RecordHandle record = widget({{"Account__c", id(account)}});
    const auto result = run("SELECT Account__c, Account__r.Name FROM Widget__c");
    QueryResult::Reader rows{*result, 0, 1};
    const QueryResult::Row row = rows.next();
    CHECK(row.id().text() == id(record));
    CHECK(row.value(0).record == account);
    CHECK(row.value(1).text == "Acme");
    CHECK(result->object().name == "Widget__c");
    CHECK(rows.done());
}

TEST_CASE("pages of any size, one after the other, are the whole file") {
    rc::prop("concatenated", [] {
        QueryResultFixture fixture;
        const auto count = *rc::gen::inRange<std::size_t>(0, 60);
        for (std::size_t i = 0; i < count; ++i) {
            const RecordHandle record = fixture.store.append(fixture.object("Widget__c").number);
            const auto size = static_cast<double>(*rc::gen::inRange(0, 9));
            fixture.store.set(
                record, fixture.field("Widget__c", "Size__c").number, Value::of_number(size)
            );
        }
        const std::string tail = *rc::gen::element<std::string>("", " ORDER BY Size__c");
        const auto result = fixture.run("SELECT Id, Size__c FROM Widget__c" + tail);
        const CsvFormat format{
            *rc::gen::element(Delimiter::comma, Delimiter::tab),
            *rc::gen::element(LineEnding::lf, LineEnding::crlf)};
        const auto page = [&](std::size_t first, std::size_t rows) {
            return read_all(query_csv(result, format, ColumnOrder::as_asked, first, rows));
        };
        const std::string header = page(0, 0);
        std::string joined = header;
        for (std::size_t first = 0; first < result->size();) {
            const auto rows = *rc::gen::inRange<std::size_t>(1, 20);
            const std::string text = page(first, rows);
            RC_ASSERT(text == page(first, rows));
            RC_ASSERT(text.starts_with(header));
            joined.append(text, header.size());
            first += rows;
        }
        RC_ASSERT(joined == page(0, result->size()));
    });
}

TEST_CASE_METHOD(
    QueryResultFixture,
    "a large file comes in pieces of bounded size, and small lists hold its rows"
) {
    const ObjectNo number = object("Widget__c").number;
    const FieldNo size = field("Widget__c", "Size__c").number;
    constexpr std::uint32_t k_rows = 200'000;
    for (std::uint32_t i = 0; i < k_rows; ++i) {
        const RecordHandle record = store.append(number);
        store.set(record, size, Value::of_number(i));
    }
    const auto result = run("SELECT Id, Size__c FROM Widget__c");
    CHECK(result->size() == k_rows);
    CHECK(result->rows_bytes() <= k_rows / 4);
    const BodySource source = query_csv(result, {}, ColumnOrder::as_asked, 0, k_rows);
    std::size_t total = 0;
    std::size_t largest = 0;
    std::string piece;
    for (bool more = true; more;) {
        piece.clear();
        more = source(piece);
        largest = std::max(largest, piece.size());
        total += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
    }
    CHECK(total == k_rows + 1);
    CHECK(largest <= 300'000);
    CHECK(largest >= 100'000);
}

TEST_CASE_METHOD(
    QueryResultFixture, "a file can be read on another thread while the store is written"
) {
    widget({{"Shape__c", "Round"}, {"Short__c", "one"}});
    for (int i = 0; i < 3'000; ++i) widget({{"Shape__c", "shape " + std::to_string(i)}});
    const auto result = run("SELECT Id, Shape__c, Short__c FROM Widget__c");
    const BodySource source = query_csv(result, {}, ColumnOrder::as_asked, 0, result->size());
    std::string text;
    std::thread other{[&] { text = read_all(source); }};
    for (int i = 0; i < 3'000; ++i) widget({{"Shape__c", "later shape " + std::to_string(i)}});
    other.join();
    const CsvTable table = require_value(parse_csv_table(text));
    CHECK(table.rows.size() == 3'001);
    CHECK(table.at(3'000, "Shape__c") == "shape 2999");
}

TEST_CASE_METHOD(
    QueryResultFixture, "a result can show every field and every parent that can be asked for"
) {
    const RecordHandle parent = add("Account", {{"Name", "Parent"}});
    for (const ObjectType& object : schema->objects()) {
        const RecordHandle record = store.append(object.number);
        std::string soql = "SELECT ";
        for (const Field& field : object.fields()) {
            const std::string one = "SELECT " + field.name + " FROM " + object.name;
            if (bind_bulk_query(*schema, one, BulkApi::v2)) soql += field.name + ", ";
            if (cell_kind(field) == CellKind::text && field.type != FieldType::reference)
                store.set(record, field.number, Value::of_text(field.name));
            if (cell_kind(field) != CellKind::reference || field.relationship_name.empty())
                continue;
            const bool to_account = field.reference_to == std::vector{parent.object};
            if (to_account) store.set(record, field.number, Value::of_record(parent));
            soql +=
                field.relationship_name + ".Id, " + field.relationship_name + ".SystemModstamp, ";
        }
        soql.replace(soql.size() - 2, 2, " FROM " + object.name);
        if (!bind_bulk_query(*schema, soql, BulkApi::v2)) continue;
        CAPTURE(soql);
        const auto result = run(soql, true);
        REQUIRE(result->size() == store.table(object.number).rows());
        QueryResult::Reader rows{*result, 0, result->size()};
        while (!rows.done()) {
            const QueryResult::Row row = rows.next();
            for (std::size_t column = 0; column < result->columns().size(); ++column) {
                const StoredRow stored{store, row.record()};
                const Value value = soql::value_at(result->columns()[column], stored, store);
                CHECK(row.value(column).kind == value.kind);
                CHECK(row.value(column).text == value.text);
            }
        }
    }
}

TEST_CASE_METHOD(QueryResultFixture, "a result of few rows keeps no others") {
    const RecordHandle parent = add("Account", {{"Name", "Parent"}});
    std::vector<RecordHandle> accounts;
    const FieldNo name = field("Account", "Name").number;
    for (std::uint32_t i = 1; i < 3 * ObjectTable::k_chunk; ++i) {
        accounts.push_back(store.append(parent.object));
        store.set(accounts.back(), name, Value::of_text("A" + std::to_string(i)));
    }
    store.set(accounts.back(), field("Account", "ParentId").number, Value::of_record(parent));
    const auto bytes_of = [](const QueryResult& result) {
        std::size_t total = 0;
        result.records().visit_memory([&](const void*, std::size_t bytes) { total += bytes; });
        return total;
    };
    const auto all = run("SELECT Name FROM Account");
    const auto one = run("SELECT Name FROM Account WHERE Name = 'A5000'");
    const auto id = run("SELECT Id FROM Account LIMIT 1");
    CHECK(bytes_of(*one) + 2 * 32'768 <= bytes_of(*all));
    CHECK(bytes_of(*id) < 32'768);
    // A parent of the same kind may be any row.
    CHECK(
        csv("SELECT Parent.Name FROM Account WHERE Name = 'A" +
            std::to_string(3 * ObjectTable::k_chunk - 1) + "'") == "\"Parent.Name\"\n\"Parent\"\n"
    );
}

}  // namespace
}  // namespace rowlock
