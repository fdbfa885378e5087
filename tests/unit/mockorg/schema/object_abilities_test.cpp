#include "mockorg/schema/object_abilities.hpp"

#include "mockorg/schema/schema.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

ObjectAbilities can(std::string_view object) {
    return abilities_of(*Schema::standard()->find(object));
}

TEST_CASE("what clients cannot make they cannot delete either") {
    CHECK_FALSE(can("Profile").create);
    CHECK_FALSE(can("Profile").remove);
    CHECK_FALSE(can("Organization").create);
    CHECK_FALSE(can("Organization").remove);
}

TEST_CASE("users are made and changed, but not deleted") {
    CHECK(can("User").create);
    CHECK(can("User").update);
    CHECK_FALSE(can("User").remove);
    CHECK_FALSE(can("User").undelete);
}

TEST_CASE("most records come back out of the recycle bin, those of the set-up do not") {
    CHECK(can("Account").remove);
    CHECK(can("Account").undelete);
    CHECK(can("Account").merge);
    CHECK_FALSE(can("Opportunity").merge);
    CHECK(can("GroupMember").remove);
    CHECK_FALSE(can("GroupMember").undelete);
    CHECK_FALSE(can("AccountShare").undelete);
}

}  // namespace
}  // namespace rowlock
