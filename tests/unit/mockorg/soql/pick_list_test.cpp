#include "mockorg/soql/pick_list.hpp"

#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

bool includes(std::string_view value, const std::vector<std::string>& entries) {
    PickList list;
    for (const std::string& entry : entries) list.add(entry);
    return list.includes_any(value);
}

TEST_CASE("one of the entries is enough, all of its values are needed") {
    CHECK(includes("a;b;c", {"b"}));
    CHECK(includes("a;b;c", {"x", "C"}));
    CHECK(includes("a;b;c", {"a;c"}));
    CHECK_FALSE(includes("a;b;c", {"a;x"}));
    CHECK_FALSE(includes("ab;c", {"a", "b"}));
    CHECK_FALSE(includes("a", {}));
    CHECK_FALSE(includes("", {"a"}));
}

}  // namespace
}  // namespace rowlock::soql
