#include "mockorg/soql/record_set.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock::soql {
namespace {

TEST_CASE("a record set is a set") {
    rc::prop("a record set is a set", [] {
        RecordSet records;
        std::set<RecordHandle> model;
        for (int i = *rc::gen::inRange(0, 40); i > 0; --i) {
            const RecordHandle record{
                ObjectNo{*rc::gen::inRange<std::uint16_t>(0, 3)},
                *rc::gen::inRange<std::uint32_t>(0, 200)};
            records.add(record);
            model.insert(record);
        }
        RC_ASSERT(records.size() == model.size());
        const std::vector<RecordHandle> all = records.records();
        RC_ASSERT(std::set<RecordHandle>(all.begin(), all.end()) == model);
        for (std::uint16_t object = 0; object < 4; ++object) {
            std::vector<std::uint32_t> rows;
            for (std::uint32_t row = 0; row < 300; ++row) {
                const RecordHandle record{ObjectNo{object}, row};
                RC_ASSERT(records.contains(record) == (model.count(record) > 0));
                if (model.count(record) > 0) rows.push_back(row);
            }
            RC_ASSERT(records.rows(ObjectNo{object}) == rows);
        }
    });
}

}  // namespace
}  // namespace rowlock::soql
