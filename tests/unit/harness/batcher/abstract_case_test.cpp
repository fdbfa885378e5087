#include "harness/batcher/abstract_case.hpp"

#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/domain.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "tests/support/test.hpp"

#include <set>

namespace rowlock::batcher {
namespace {

/// Rows of contacts, each with a parent in the first column.
AbstractCase contacts_of(const std::vector<ParentNo>& parents) {
    AbstractCase abstract;
    abstract.key_columns = standard_domains().front().key_columns;
    for (const ParentNo parent : parents) {
        AbstractRow row;
        row.keys.resize(abstract.key_columns.size());
        row.keys.front().parent = parent;
        row.name = parent;
        abstract.rows.push_back(row);
    }
    return abstract;
}

TEST_CASE("parents have ids of their own, and twins differ in the case of one letter") {
    std::vector<ParentNo> parents;
    for (ParentNo parent = 1; parent <= 3'000; ++parent) parents.push_back(parent);
    AbstractCase abstract = contacts_of(parents);
    abstract.letter_place = GENERATE(as<std::uint8_t>{}, 0, 3, 6, 8);
    abstract.scattered_ids = GENERATE(false, true);
    const Instance instance = render(abstract);
    std::set<std::string> ids;
    for (std::size_t row = 0; row < instance.rows.size(); ++row) {
        const auto keys = keys_of(instance, row);
        REQUIRE(keys.size() == 1);
        REQUIRE(keys[0].size() == 15);
        ids.insert(keys[0]);
        if (row % 2 == 0) continue;
        const std::string twin = keys_of(instance, row - 1)[0];
        for (std::size_t i = 0; i < twin.size(); ++i) {
            REQUIRE((twin[i] == keys[0][i]) == (i + 1 + abstract.letter_place != twin.size()));
        }
    }
    CHECK(ids.size() == parents.size());
}

TEST_CASE("turned columns hold the same cells, text before keys") {
    AbstractCase abstract = contacts_of({1, 3});
    const Instance plain = render(abstract);
    const std::size_t columns = plain.columns.size();
    for (std::uint8_t turned = 1; turned < columns; ++turned) {
        abstract.turned_columns = turned;
        const Instance other = render(abstract);
        for (std::size_t i = 0; i < columns; ++i) {
            CHECK(other.columns[i] == plain.columns[(i + turned) % columns]);
            CHECK(other.rows[1][i] == plain.rows[1][(i + turned) % columns]);
        }
        CHECK(other.columns.back().is_key == (turned <= abstract.key_columns.size()));
        CHECK(keys_of(other) == keys_of(plain));
    }
}

TEST_CASE("a byte order mark, and a file of no bytes, are of the whole file alone") {
    AbstractCase abstract = contacts_of({1});
    const Instance plain = render(abstract);
    abstract.byte_order_mark = true;
    abstract.no_bytes = true;
    const Instance marked = render(abstract);
    CHECK(csv_text(marked) == "\xEF\xBB\xBF" + csv_text(plain));
    CHECK(csv_text(marked, {0}) == csv_text(plain, {0}));
    CHECK(header_line(marked) == header_line(plain));
    abstract.rows.clear();
    CHECK(csv_text(render(abstract)).empty());
}

TEST_CASE("quotes that are not needed change the file and nothing else") {
    AbstractCase abstract = contacts_of({1});
    const Instance plain = render(abstract);
    for (Column& column : abstract.key_columns) column.quoted = true;
    const Instance quoted = render(abstract);
    CHECK(quoted.rows == plain.rows);
    CHECK(row_bytes(quoted, 0) == row_bytes(plain, 0) + 2 * abstract.key_columns.size());
    CHECK_THAT(csv_text(quoted), Catch::Contains("\n\"" + plain.rows[0][0] + "\","));
}

}  // namespace
}  // namespace rowlock::batcher
