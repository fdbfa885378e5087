#include "harness/schedule/shared_locks.hpp"

#include "tests/unit/harness/schedule/two_loads.hpp"

#include <fmt/core.h>

#include <map>
#include <set>

namespace rowlock {
namespace {

using test::Folder;
using test::TwoLoads;

std::vector<SharedLocks> locks_of(
    const std::vector<ScheduledLoad>& loads, const SharedLocksOptions& options = {}
) {
    const auto config = config_of(loads);
    REQUIRE(config);
    const auto org = SharedOrg::create(loads, *config, {"lean", 1});
    REQUIRE(org);
    auto locks = find_shared_locks(loads, *org, options);
    if (!locks) FAIL(locks.error().message);
    return std::move(*locks);
}

TEST_CASE("the same setup makes the same records, another one others") {
    const TwoLoads same{true, "02:00"};
    const auto shared = locks_of(same.loads);
    REQUIRE(shared.size() == 1);
    CHECK(shared[0].certain == 4);
    REQUIRE_FALSE(shared[0].witnesses.empty());
    CHECK(shared[0].witnesses[0].object == "Account");
    const TwoLoads other{false, "02:00"};
    CHECK(locks_of(other.loads)[0].possible == 0);
}

/// Contacts by account number, a file of real ids.
std::string contacts_csv(const std::vector<unsigned>& accounts) {
    std::string text = "LastName,AccountId\n";
    for (const unsigned account : accounts) {
        const RecordId id = RecordId::make({'0', '0', '1'}, {'x', 'y', 'z'}, account);
        text += "C," + id.text() + "\n";
    }
    return text;
}

std::string file_load(const std::string& name) {
    return R"({"name": ")" + name +
           R"(", "sources": {"contacts": {"object": "Contact", "file": ")" + name +
           R"(.csv"}}, "load": {"source": "contacts", "operation": "insert"},
        "strategies": [{"name": "plain"}]})";
}

TEST_CASE("of any two files just the records that both lock are found, with rows that do") {
    const Folder folder;
    const std::vector<std::string> arguments{
        folder.write("a.json", file_load("a")) + "@01:00",
        folder.write("b.json", file_load("b")) + "@01:30"};
    rc::prop("whatever they hold", [&] {
        const auto some =
            rc::gen::nonEmpty(rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 12U)));
        const auto first = *some;
        const auto second = *some;
        folder.write("a.csv", contacts_csv(first));
        folder.write("b.csv", contacts_csv(second));
        const auto loads = read_schedule(arguments);
        RC_ASSERT(loads.has_value());
        SharedLocksOptions options;
        options.witnesses_max = 100;
        const auto shared = locks_of(*loads, options).front();
        std::set<unsigned> both;
        for (const unsigned account : first) {
            if (std::find(second.begin(), second.end(), account) != second.end())
                both.insert(account);
        }
        RC_ASSERT(shared.certain == both.size());
        RC_ASSERT(shared.witnesses.size() == both.size());
        for (const LockWitness& witness : shared.witnesses) {
            const auto id = RecordId::parse(witness.record);
            RC_ASSERT(id.has_value());
            RC_ASSERT(first.at(witness.first_row - 1) == id->number());
            RC_ASSERT(second.at(witness.second_row - 1) == id->number());
        }
    });
}

TEST_CASE("rows that are not sent lock nothing") {
    const Folder folder;
    folder.write("a.csv", contacts_csv({1, 2}));
    folder.write("b.csv", contacts_csv({3, 2}));
    const auto loads = read_schedule(std::vector<std::string>{
        folder.write("a.json", file_load("a")) + "@01:00",
        folder.write("b.json", file_load("b")) + "@01:30"});
    REQUIRE(loads);
    CHECK(locks_of(*loads)[0].certain == 1);
    SharedLocksOptions options;
    options.rows = 1;
    CHECK(locks_of(*loads, options)[0].certain == 0);
}

}  // namespace
}  // namespace rowlock
