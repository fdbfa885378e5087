#include "mockorg/testing/wire_layout.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

bool fits(std::string_view pattern, std::string_view text, WireLayout layout) {
    const auto parsed = require_value(parse_wire_text(pattern, WireSide::answer, 1));
    WireValues values;
    return !match_wire_text(squeezed(parsed, layout), squeezed(text, layout), values);
}

TEST_CASE("the content type says what white space means") {
    CHECK(layout_of("application/json;charset=UTF-8") == WireLayout::json);
    CHECK(layout_of("application/xml") == WireLayout::xml);
    CHECK(layout_of("text/xml; charset=UTF-8") == WireLayout::xml);
    CHECK(layout_of("text/csv") == WireLayout::exact);
    CHECK(layout_of("") == WireLayout::exact);
}

TEST_CASE("in JSON only the white space of strings counts") {
    CHECK(squeezed("{ \"a b\" : [ 1,\n\t2 ] }\r\n", WireLayout::json) == "{\"a b\":[1,2]}");
    CHECK(squeezed(R"(" \" " , "\\" , 1)", WireLayout::json) == R"(" \" ","\\",1)");
    CHECK(fits(
        "{ \"id\": \"{id}\" , \"n\": {number} }",
        "{\"id\":\"750P0000006HoS1IAK\",\"n\":1}",
        WireLayout::json
    ));
    CHECK_FALSE(fits("{\"a\": \"b c\"}", "{\"a\":\"bc\"}", WireLayout::json));
}

TEST_CASE("in XML the white space between tags does not count") {
    CHECK(
        squeezed("<a\n   b='c' >\n <d> e f </d>\n <g />\n</a>\n", WireLayout::xml) ==
        "<a b='c'><d> e f </d><g/></a>"
    );
    CHECK(
        squeezed("<?xml version=\"1.0\" ?>\n<a/>", WireLayout::xml) == "<?xml version=\"1.0\"?><a/>"
    );
    CHECK(fits("<a> <id>{id}</id> </a>", "<a>\n <id>750P0000006HoS1IAK</id>\n</a>", WireLayout::xml)
    );
    CHECK_FALSE(fits("<a> x</a>", "<a>x</a>", WireLayout::xml));
    CHECK_FALSE(fits("<a> {number}</a>", "<a>1</a>", WireLayout::xml));
    CHECK(fits("<a> {any}\n <b/> {any} </a>", "<a><c/><b/><d/></a>", WireLayout::xml));
    CHECK_FALSE(fits("<a>{any} x</a>", "<a>x</a>", WireLayout::xml));
    CHECK(fits("<a>{number} </a>", "<a>1 </a>", WireLayout::xml));
    CHECK_FALSE(fits("<a>{number}</a>", "<a>1 </a>", WireLayout::xml));
    CHECK(fits("<a xmlns=\"{any}\" />", "<a\n   xmlns=\"u:1\"/>", WireLayout::xml));
}

TEST_CASE("elsewhere every byte counts") {
    CHECK(squeezed(" a \n", WireLayout::exact) == " a \n");
    CHECK_FALSE(fits("a", "a\n", WireLayout::exact));
}

}  // namespace
}  // namespace rowlock
