#include "mockorg/locking/lock_rules.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const LockRules& rules() {
    static const LockRules compiled =
        *LockRules::compile(Schema::standard(), standard_lock_rules());
    return compiled;
}

std::optional<std::vector<std::string>> plain(const std::string& object_name, WriteKind kind) {
    const ObjectType& object = *Schema::standard()->find(object_name);
    const auto targets = rules().plain_targets(object.number, kind);
    if (!targets) return std::nullopt;
    std::vector<std::string> names;
    for (const PlainTarget& target : *targets) {
        const std::string name = target.field ? object.field(*target.field).name : "self";
        names.push_back(name + (target.may ? "? " : " ") + rules().rules()[target.rule].id);
    }
    return names;
}

using Names = std::vector<std::string>;

TEST_CASE("what every write locks is told without a row") {
    CHECK(plain("Opportunity", WriteKind::insert) == Names{"AccountId opportunity.account.insert"});
    CHECK(
        plain("Opportunity", WriteKind::update) ==
        Names{
            "self self",
            "AccountId opportunity.account.reparent",
            "AccountId? opportunity.account.update"}
    );
}

TEST_CASE("conditions and paths of several steps are for collect to follow") {
    CHECK_FALSE(plain("Task", WriteKind::insert).has_value());
    CHECK_FALSE(plain("OpportunityLineItem", WriteKind::insert).has_value());
}

}  // namespace
}  // namespace rowlock
