#include "harness/client/patience.hpp"

#include "harness/client/retry_after.hpp"
#include "tests/support/test.hpp"

#include <vector>

namespace rowlock {
namespace {

using std::chrono::milliseconds;

/// The pauses of a request whose every try takes so long.
std::vector<std::int64_t> pauses(milliseconds each, bool reached, milliseconds asked = {}) {
    Patience patience;
    std::vector<std::int64_t> pauses;
    milliseconds passed = each;
    while (const auto pause = patience.pause_after_try(passed, reached, asked)) {
        pauses.push_back(pause->count());
        passed += *pause + each;
    }
    return pauses;
}

TEST_CASE("trouble that comes at once is tried nine times within a minute") {
    CHECK(
        pauses(milliseconds{1}, true) ==
        std::vector<std::int64_t>{500, 1000, 2000, 4000, 8000, 12000, 12000, 12000}
    );
}

TEST_CASE("the longer a try takes, the fewer there are") {
    CHECK(pauses(milliseconds{10'000}, true).size() == 4);
    CHECK(pauses(milliseconds{30'000}, true).size() == 1);
    // It hung as long as anything may: once more.
    CHECK(pauses(milliseconds{120'000}, true).size() == 1);
}

TEST_CASE("where nobody took a request, the end comes soon") {
    CHECK(pauses(milliseconds{1}, false) == std::vector<std::int64_t>{500, 1000});
    CHECK(pauses(milliseconds{10'000}, false).empty());
}

TEST_CASE("nobody comes back before the time asked for, or waits longer than a minute for it") {
    CHECK(pauses(milliseconds{1}, true, milliseconds{20'000}).size() == 2);
    CHECK(pauses(milliseconds{1}, true, milliseconds{20'000}).at(0) == 20'000);
    CHECK(pauses(milliseconds{1}, true, milliseconds{61'000}).empty());
}

TEST_CASE("Retry-After is read in seconds") {
    HttpResponse answer;
    CHECK(retry_after(answer).count() == 0);
    answer.headers.add("retry-after", "7");
    CHECK(retry_after(answer).count() == 7);
}

}  // namespace
}  // namespace rowlock
