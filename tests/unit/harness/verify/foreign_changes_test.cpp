#include "harness/verify/record_scan.hpp"
#include "harness/verify/take_baseline.hpp"
#include "harness/verify/unchanged_check.hpp"
#include "mockorg/base/random.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/harness/verify/small_org.hpp"

#include <set>
#include <utility>

namespace rowlock {
namespace {

using test::Folder;
using test::SmallOrg;
using test::value_or_fail;

constexpr int k_worlds = 100;
constexpr const char* k_own = "LastName LIKE 'L-%'";

using Named = std::set<std::pair<std::string, std::string>>;

Named named_in(const ProofCheck& check) {
    Named named;
    for (const ProofFinding& finding : check.findings) named.emplace(finding.kind, finding.id);
    return named;
}

/// Accounts with contacts, a baseline, then a load of contacts of its own: what each test's people
/// do around that is to be found.
class World {
public:
    explicit World(int number, std::uint64_t records_max = 5'000'000)
        : random_(Random{20260101}.split(static_cast<std::uint64_t>(number))),
          records_max_(records_max) {
        const auto accounts = 2 + random_.below(3);
        for (std::uint64_t i = 0; i < accounts; ++i) accounts_.push_back(org_.account("A"));
        const auto contacts = 4 + random_.below(8);
        for (std::uint64_t i = 0; i < contacts; ++i)
            contacts_.push_back(org_.contact("C", any(accounts_)));
    }

    SmallOrg& org() { return org_; }

    const std::string& any(const std::vector<std::string>& ids) {
        return ids[random_.below(ids.size())];
    }

    const std::string& any_account() { return any(accounts_); }

    /// A contact that was not yet drawn.
    std::string draw_contact() {
        const auto place = contacts_.begin() + static_cast<long>(random_.below(contacts_.size()));
        std::string id = *place;
        contacts_.erase(place);
        return id;
    }

    /// Between one and three.
    std::uint64_t some() { return 1 + random_.below(3); }

    void take_baseline(const std::string& where = {}) {
        org_.rest();
        BaselineQuestion question;
        question.selections = {{"Account", ""}, {"Contact", where}};
        question.records_max = records_max_;
        value_or_fail(rowlock::take_baseline(
            org_.questions(), "http://org", question, folder_.path("base.json")
        ));
        org_.rest();
    }

    void load() {
        const auto rows = random_.below(5);
        for (std::uint64_t i = 0; i < rows; ++i) org_.contact("L-1", any(accounts_));
    }

    ProofCheck compare(const std::string& object) {
        const Baseline baseline = value_or_fail(read_baseline_file(folder_.path("base.json")));
        FindingFiles files = test::no_files();
        std::vector<RecordId> own;
        if (object == "Contact") own = value_or_fail(read_ids(org_.questions(), {object, k_own}));
        return value_or_fail(check_unchanged(
            org_.questions(), baseline, *baseline.find(object), std::move(own), files
        ));
    }

    /// The contacts' findings are these, and the accounts are as they were.
    void expect(const Named& expected) {
        const ProofCheck contacts = compare("Contact");
        INFO(contacts.detail);
        CHECK(named_in(contacts) == expected);
        CHECK(contacts.faults == expected.size());
        CHECK((contacts.status == ProofStatus::passed) == expected.empty());
        CHECK(compare("Account").status == ProofStatus::passed);
    }

private:
    Random random_;
    std::uint64_t records_max_;
    SmallOrg org_;
    std::vector<std::string> accounts_;
    std::vector<std::string> contacts_;
    Folder folder_;
};

/// Tries it in every world.
template <class Try>
void in_all_worlds(const Try& attempt) {
    for (int number = 0; number < k_worlds; ++number) {
        INFO("world " << number);
        World world{number};
        attempt(world);
    }
}

TEST_CASE("a load that touches nothing else is proven to") {
    in_all_worlds([](World& world) {
        world.take_baseline();
        world.load();
        world.expect({});
    });
}

TEST_CASE("records that somebody else created are named") {
    in_all_worlds([](World& world) {
        world.take_baseline();
        world.load();
        Named expected;
        for (auto left = world.some(); left > 0; --left)
            expected.emplace("created", world.org().contact("X", world.any_account()));
        world.expect(expected);
    });
}

TEST_CASE("records that somebody else changed are named") {
    in_all_worlds([](World& world) {
        world.take_baseline();
        world.load();
        Named expected;
        for (auto left = world.some(); left > 0; --left) {
            const std::string id = world.draw_contact();
            world.org().update("Contact", id, R"({"FirstName": "new"})");
            expected.emplace("changed", id);
        }
        world.expect(expected);
    });
}

TEST_CASE("a change that leaves all values as they were is one by its SystemModstamp") {
    in_all_worlds([](World& world) {
        world.take_baseline();
        const std::string id = world.draw_contact();
        world.org().update("Contact", id, R"({"LastName": "C"})");
        world.expect({{"changed", id}});
    });
}

TEST_CASE("records that went to another parent are named") {
    in_all_worlds([](World& world) {
        const std::string elsewhere = world.org().account("elsewhere");
        world.take_baseline();
        world.load();
        Named expected;
        for (auto left = world.some(); left > 0; --left) {
            const std::string id = world.draw_contact();
            world.org().update("Contact", id, R"({"AccountId": ")" + elsewhere + "\"}");
            expected.emplace("moved", id);
        }
        world.expect(expected);
    });
}

TEST_CASE("records that somebody else deleted are named") {
    in_all_worlds([](World& world) {
        world.take_baseline();
        world.load();
        Named expected;
        for (auto left = world.some(); left > 0; --left) {
            const std::string id = world.draw_contact();
            world.org().remove("Contact", id);
            expected.emplace("deleted", id);
        }
        world.expect(expected);
    });
}

TEST_CASE("records that are there again are named") {
    in_all_worlds([](World& world) {
        Named expected;
        for (auto left = world.some(); left > 0; --left) {
            const std::string id = world.draw_contact();
            world.org().remove("Contact", id);
            expected.emplace("undeleted", id);
        }
        world.take_baseline();
        world.load();
        for (const auto& finding : expected) world.org().undelete(finding.second);
        world.expect(expected);
    });
}

TEST_CASE("all kinds at once are told apart") {
    in_all_worlds([](World& world) {
        const std::string elsewhere = world.org().account("elsewhere");
        const std::string back = world.draw_contact();
        world.org().remove("Contact", back);
        world.take_baseline();
        world.load();
        const std::string changed = world.draw_contact();
        world.org().update("Contact", changed, R"({"FirstName": "new"})");
        const std::string moved = world.draw_contact();
        world.org().update("Contact", moved, R"({"AccountId": ")" + elsewhere + "\"}");
        const std::string gone = world.draw_contact();
        world.org().remove("Contact", gone);
        world.org().undelete(back);
        const std::string created = world.org().contact("X", elsewhere);
        world.expect(
            {{"changed", changed},
             {"moved", moved},
             {"deleted", gone},
             {"undeleted", back},
             {"created", created}}
        );
    });
}

TEST_CASE("a record of the baseline that the load's condition finds is not passed over") {
    World world{1};
    world.take_baseline();
    const std::string id = world.draw_contact();
    world.org().update("Contact", id, R"({"LastName": "L-2"})");
    const ProofCheck check = world.compare("Contact");
    REQUIRE(check.findings.size() == 1);
    CHECK(check.findings[0].id == id);
    CHECK(check.findings[0].detail == "it is one of the load's own now");
}

TEST_CASE("a record that leaves the baseline's condition is changed, not deleted") {
    World world{2};
    world.take_baseline("LastName = 'C'");
    const std::string id = world.draw_contact();
    world.org().update("Contact", id, R"({"LastName": "D"})");
    world.expect({{"changed", id}});
}

TEST_CASE("with totals alone a difference is seen, and recent records are named") {
    World world{3, 0};
    world.take_baseline();
    world.load();
    world.expect({});
    const std::string gone = world.draw_contact();
    world.org().remove("Contact", gone);
    CHECK(named_in(world.compare("Contact")) == Named{{"totals", ""}});
    const std::string changed = world.draw_contact();
    world.org().update("Contact", changed, R"({"FirstName": "new"})");
    const std::string created = world.org().contact("X", world.any_account());
    CHECK(
        named_in(world.compare("Contact")) ==
        Named{{"totals", ""}, {"changed", changed}, {"created", created}}
    );
}

}  // namespace
}  // namespace rowlock
