#include "harness/replay/progress.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("nobody watching, nothing drawn") {
    std::string out;
    std::string err;
    Io io{TextSink{out}, TextSink{err}, false};
    { Progress{io, "loading"}.show(1, 2); }
    CHECK(err.empty());
    CHECK(out.empty());
}

TEST_CASE("a terminal sees a bar, rarely redrawn, wiped at the end") {
    std::string out;
    std::string err;
    Io io{TextSink{out}, TextSink{err}, true};
    {
        Progress progress{io, "loading"};
        for (int i = 0; i < 1000; ++i) progress.show(500, 1000, "3 rows failed");
        CHECK(err == "\r\x1b[Kloading [###############...............] 500 / 1,000  3 rows failed");
    }
    CHECK(err.ends_with("\r\x1b[K"));
}

TEST_CASE("more done than there is, or nothing to do, breaks no bar") {
    std::string text;
    Io io{TextSink{text}, TextSink{text}, true};
    Progress progress{io, "x"};
    progress.show(5, 0);
    progress.clear();
    progress.show(7, 5);
    CHECK_THAT(text, Catch::Contains("##############################"));
}

}  // namespace
}  // namespace rowlock
