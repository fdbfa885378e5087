// The result of a bulk query over 10,000,000 rows, found and printed piece by piece, against a
// plain loop that prints the same values from arrays.
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/query_result.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/process_memory.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows = 10'000'000;
constexpr std::int64_t k_created = 1'767'225'600'000;
constexpr std::string_view k_soql =
    "SELECT Id, Name, NumberOfEmployees, AnnualRevenue, CreatedDate, Parent.Name FROM Account";

/// Accounts with some text, numbers and dates, each the child of the row before.
Store make_accounts(const std::shared_ptr<const Schema>& schema) {
    Store store{schema, {'R', 'L', '0'}};
    const ObjectType& account = *schema->find("Account");
    const auto field = [&](std::string_view name) { return account.find_field(name)->number; };
    const FieldNo name = field("Name");
    const FieldNo employees = field("NumberOfEmployees");
    const FieldNo revenue = field("AnnualRevenue");
    const FieldNo created = field("CreatedDate");
    const FieldNo parent = field("ParentId");
    std::string text;
    for (std::uint32_t row = 0; row < k_rows; ++row) {
        const RecordHandle record = store.append(account.number);
        text.assign("Account ").append(std::to_string(row));
        store.set(record, name, Value::of_text(text));
        store.set(record, employees, Value::of_number(row % 1000));
        store.set(record, revenue, Value::of_number(row * 12.5));
        store.set(record, created, Value::of_datetime(k_created + row));
        if (row == 0) continue;
        store.set(record, parent, Value::of_record({account.number, row - 1}));
    }
    return store;
}

/// Bytes of the whole file, read as a connection would read it.
std::size_t stream(const Store& store, const BulkQuery& query) {
    RecordCopies copies;
    const auto result = run_bulk_query(store, copies, query, false, k_org_epoch);
    if (!result || (*result)->size() != k_rows) std::exit(1);
    const BodySource source = query_csv(*result, {}, ColumnOrder::as_asked, 0, k_rows);
    std::size_t bytes = 0;
    std::string piece;
    for (bool more = true; more;) {
        piece.clear();
        more = source(piece);
        bytes += piece.size();
    }
    return bytes;
}

/// What the plain loop prints from.
struct PlainRows {
    std::vector<std::string> names;
    std::vector<double> revenues;

    PlainRows() {
        for (std::uint32_t row = 0; row < k_rows; ++row) {
            names.push_back("Account " + std::to_string(row));
            revenues.push_back(row * 12.5);
        }
    }

    std::size_t print() const {
        std::size_t bytes = 0;
        std::string text =
            "\"Id\",\"Name\",\"NumberOfEmployees\",\"AnnualRevenue\",\"CreatedDate\","
            "\"Parent.Name\"\n";
        for (std::uint32_t row = 0; row < k_rows; ++row) {
            if (text.size() > 256 * 1024) {
                bytes += text.size();
                text.clear();
            }
            print_row(row, text);
        }
        return bytes + text.size();
    }

    void print_row(std::uint32_t row, std::string& text) const {
        text.push_back('"');
        RecordId::make({'0', '0', '1'}, {'R', 'L', '0'}, row + std::uint64_t{1}).append_to(text);
        text.append("\",\"").append(names[row]).append("\",\"");
        append_number(text, row % 1000);
        text.append("\",\"");
        append_java_double(text, revenues[row]);
        text.append("\",\"");
        append_z_datetime(text, k_created + row);
        text.append("\",\"");
        if (row > 0) text.append(names[row - 1]);
        text.append("\"\n");
    }
};

int run() {
    const auto schema = Schema::standard();
    const auto query = bind_bulk_query(*schema, std::string{k_soql}, BulkApi::v2);
    if (!query) return 1;
    std::size_t plain_bytes = 0;
    double plain = 0.0;
    {
        const PlainRows rows;
        plain = bench::median_seconds([&] { plain_bytes = rows.print(); }, 3);
    }
    const Store store = make_accounts(schema);
    std::size_t bytes = 0;
    const double growth = bench::peak_growth([&] { bytes = stream(store, *query); });
    const double taken = bench::median_seconds([&] { bytes = stream(store, *query); }, 3);
    if (bytes != plain_bytes) {
        std::fprintf(stderr, "%zu bytes, not %zu\n", bytes, plain_bytes);
        return 1;
    }
    bench::print("query.10000000_rows.plain_loop", k_rows / plain, "rows/s", 1.0);
    bench::print("query.10000000_rows", k_rows / taken, "rows/s", plain / taken);
    const double size = static_cast<double>(store.bytes()) / (1024.0 * 1024.0);
    bench::print("query.10000000_rows.store", size, "MB", 1.0);
    bench::print("query.10000000_rows.peak_growth", growth, "MB", growth / size);
    return 0;
}

}  // namespace
}  // namespace rowlock

int main() {
    return rowlock::run();
}
