#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/oracle/clerk.hpp"
#include "tests/unit/mockorg/engine/oracle/engine_telling.hpp"
#include "tests/unit/mockorg/engine/oracle/oracle.hpp"
#include "tests/unit/mockorg/engine/oracle/shrink_story.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

// The engine against an oracle that knows its rules by heart and nothing of its workings: the same
// grants, waits, failures and commits, at the same times and in the same order, and the same
// results. ROWLOCK_STORIES asks for more stories or fewer, ROWLOCK_FIRST_STORY for others.

namespace rowlock::oracle {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* asked = std::getenv(variable);
    return asked == nullptr ? otherwise : std::strtoull(asked, nullptr, 10);
}

Given given() {
    return {
        [](Thing thing) { return static_cast<std::uint32_t>(object_of(thing)); },
        k_first_rest_write};
}

std::string disagreement(const Story& story) {
    return difference(tell_by_the_engine(story), tell_by_the_facts(story, given()));
}

/// The story at its smallest, and where the two begin to differ.
std::string show(const Story& story) {
    const Story small =
        shrink_story(story, [](const Story& each) { return !disagreement(each).empty(); });
    std::ostringstream text;
    text << small << disagreement(small);
    return text.str();
}

/// Something that stories must be about, lest the two agree about nothing, and in how many lines it
/// was.
struct Matter {
    std::string_view words;
    /// Lines that do not count.
    std::string_view unless = "\n";
    std::size_t lines = 0;
};

std::array<Matter, 18> matters() {
    return {{
        {" waits for "},
        {" gives up on "},
        {", deadlock"},
        {"held by chunk "},
        {"held by rest "},
        {"held by outsider "},
        {".automation", ": 0 visits"},
        {".automation", " 0 transactions"},
        {" is sent back"},
        {"Retried more than "},
        {" is Aborted"},
        {"ended NotProcessed"},
        {"answered, back"},
        {"unprocessed"},
        {"DUPLICATE_VALUE"},
        {"ENTITY_IS_DELETED"},
        {"DELETE_FAILED"},
        {"fails: INVALID_FIELD"},
    }};
}

void look_for(std::array<Matter, 18>& wanted, const Telling& telling) {
    for (const std::string& line : telling.lines()) {
        for (Matter& matter : wanted) {
            const bool counts = line.find(matter.words) != std::string::npos &&
                                line.find(matter.unless) == std::string::npos;
            if (counts) ++matter.lines;
        }
    }
}

TEST_CASE("the engine and the oracle tell every story alike") {
    const std::uint64_t first = number_from("ROWLOCK_FIRST_STORY", 1);
    const std::uint64_t count = number_from("ROWLOCK_STORIES", 10'000);
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const Story story = make_story(seed);
        if (!disagreement(story).empty()) FAIL(show(story));
    }
}

TEST_CASE("the stories are about all that can happen to a lock") {
    auto wanted = matters();
    for (std::uint64_t seed = 1; seed <= 1000; ++seed)
        look_for(wanted, tell_by_the_facts(make_story(seed), given()));
    for (const Matter& matter : wanted) {
        INFO(matter.words);
        CHECK(matter.lines >= 10);
    }
}

/// Whether each delete of the story locks what is there below its record from the beginning.
std::vector<bool> locks_below(const Story& story) {
    const Clerk clerk{story};
    std::vector<bool> found;
    const auto look = [&](Thing thing, Operation operation, const Rows& rows) {
        if (operation != Operation::remove) return;
        for (const Row& row : rows) {
            const auto keys = clerk.keys(thing, operation, row, false);
            found.push_back(std::any_of(keys.begin(), keys.end(), [&](RecordName key) {
                return key.thing != thing && depth_of(key.thing) > depth_of(thing);
            }));
        }
    };
    for (const Action& action : story.actions) {
        if (const auto* write = std::get_if<RestWrite>(&action.what))
            look(write->thing, write->operation, write->rows);
        const auto* load = std::get_if<BulkLoad>(&action.what);
        if (load == nullptr) continue;
        for (const Rows& rows : load->batches) look(load->thing, load->operation, rows);
    }
    return found;
}

TEST_CASE("many deletes of the stories lock what is below, too, and many do not") {
    std::size_t below_too = 0;
    std::size_t alone = 0;
    for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
        for (const bool below : locks_below(make_story(seed))) ++(below ? below_too : alone);
    }
    CHECK(below_too >= 300);
    CHECK(alone >= 100);
}

TEST_CASE("a story is shrunk to what makes it bad") {
    const auto spoils_a_row = [](const Story& story) {
        std::ostringstream text;
        text << story;
        return text.str().find(" spoilt") != std::string::npos;
    };
    std::uint64_t seed = 1;
    while (!spoils_a_row(make_story(seed))) ++seed;
    const Story small = shrink_story(make_story(seed), spoils_a_row);
    CHECK(small.outsiders.empty());
    REQUIRE(small.actions.size() == 1);
    const auto* load = std::get_if<BulkLoad>(&small.actions.front().what);
    const auto* write = std::get_if<RestWrite>(&small.actions.front().what);
    const Rows& rows = load != nullptr ? load->batches.front() : write->rows;
    CHECK((load == nullptr || load->batches.size() == 1));
    CHECK(rows.size() == 1);
    CHECK(rows.front().spoilt);
}

}  // namespace
}  // namespace rowlock::oracle
