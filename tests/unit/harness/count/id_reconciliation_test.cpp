#include "harness/count/id_reconciliation.hpp"

#include "mockorg/base/record_id.hpp"
#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

std::string id_text(std::uint64_t number) {
    return RecordId::make({'0', '0', '3'}, {'0', 'r', 'l'}, number).text();
}

IdText id_of(std::uint64_t number) {
    const std::string text = id_text(number);
    IdText id{};
    std::copy(text.begin(), text.end(), id.begin());
    return id;
}

TEST_CASE("records of rows are known, in any order and with rows that share one") {
    rc::prop(
        "random rows and records",
        [](const std::vector<std::uint8_t>& rows, const std::vector<std::uint8_t>& records) {
            // A row of a multiple of five has no record.
            IdTable ids;
            for (const std::uint8_t row : rows)
                ids.push_back(row % 5 == 0 ? IdText{} : id_of(row % 40));
            IdReconciliation reconciliation{ids};
            std::set<int> seen;
            for (const std::uint8_t record : records) {
                const int number = record % 50;
                const bool is_rows = std::any_of(rows.begin(), rows.end(), [&](std::uint8_t row) {
                    return row % 5 != 0 && row % 40 == number;
                });
                const std::string text = id_text(static_cast<std::uint64_t>(number));
                RC_ASSERT(
                    reconciliation.take(text.substr(0, record % 2 == 0 ? 15 : 18)) == is_rows
                );
                seen.insert(number);
            }
            std::vector<RowNumber> missing;
            for (std::size_t row = 0; row < rows.size(); ++row) {
                if (rows[row] % 5 != 0 && seen.count(rows[row] % 40) == 0)
                    missing.push_back(static_cast<RowNumber>(row));
            }
            RC_ASSERT(reconciliation.missing_rows() == missing);
        }
    );
}

TEST_CASE("what is no id is nobody's") {
    IdReconciliation reconciliation{IdTable{id_of(1), IdText{}}};
    CHECK_FALSE(reconciliation.take("no id"));
    CHECK_FALSE(reconciliation.take(""));
    CHECK(reconciliation.missing_rows() == std::vector<RowNumber>{0});
}

}  // namespace
}  // namespace rowlock
