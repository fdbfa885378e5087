#include "mockorg/codec/xml_writer.hpp"

#include "mockorg/codec/utf8.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_dataload = "http://www.force.com/2009/06/asyncapi/dataload";

std::string text_element(std::string_view text) {
    std::string out;
    XmlWriter{out}.element("a", text);
    return out;
}

/// What must arrive of a text: what XML cannot carry is replaced.
std::string carried(std::string_view text) {
    std::string out;
    std::size_t i = 0;
    while (i < text.size()) {
        const std::size_t length = utf8_length_at(text, i);
        const std::string_view character = text.substr(i, length);
        const bool is_control = length == 1 && static_cast<unsigned char>(text[i]) < 0x20 &&
                                std::string_view{"\t\n\r"}.find(text[i]) == std::string_view::npos;
        const bool is_no_character = character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
        out.append(length == 0 || is_control || is_no_character ? k_utf8_replacement : character);
        i += length == 0 ? 1 : length;
    }
    return out;
}

TEST_CASE("a job is laid out as it was recorded") {
    std::string out;
    XmlWriter{out, XmlLayout::lines}
        .declaration()
        .open("jobInfo")
        .declare_namespace(k_dataload)
        .element("id", "750P0000006HoS1IAK")
        .element("state", "Open")
        .close();
    CHECK(
        out ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><jobInfo\n"
        "   xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">\n"
        " <id>750P0000006HoS1IAK</id>\n"
        " <state>Open</state>\n"
        "</jobInfo>"
    );
}

TEST_CASE("an element without content closes itself") {
    std::string out;
    XmlWriter{out, XmlLayout::lines}
        .declaration()
        .open("batchInfoList")
        .declare_namespace(k_dataload)
        .close();
    CHECK(
        out ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><batchInfoList\n"
        "   xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\" />"
    );
    CHECK(text_element("") == "<a></a>");
}

TEST_CASE("lists nest with one more blank per level") {
    std::string out;
    XmlWriter writer{out, XmlLayout::lines};
    writer.open("list");
    for (const std::string_view id : {"1", "2"}) writer.open("item").element("id", id).close();
    writer.close();
    CHECK(
        out == "<list>\n <item>\n  <id>1</id>\n </item>\n <item>\n  <id>2</id>\n </item>\n</list>"
    );
}

TEST_CASE("the compact layout has no blanks of its own") {
    std::string out;
    XmlWriter{out}
        .open("e:Envelope")
        .declare_namespace("u:1", "e")
        .declare_namespace("u:2")
        .open("Body")
        .attribute("kind", "x")
        .element("id", "1")
        .open("none")
        .close()
        .close()
        .close();
    CHECK(
        out ==
        "<e:Envelope xmlns:e=\"u:1\" xmlns=\"u:2\"><Body kind=\"x\"><id>1</id><none /></Body>"
        "</e:Envelope>"
    );
}

TEST_CASE("what means something in XML is escaped") {
    CHECK(
        text_element("<a href=\"x\">&amp;]]></a>") ==
        "<a>&lt;a href=\"x\"&gt;&amp;amp;]]&gt;&lt;/a&gt;</a>"
    );
    CHECK(text_element("1\t2\n3\r4") == "<a>1\t2\n3&#xD;4</a>");
    std::string out;
    XmlWriter{out}.open("a").attribute("b", "\"'<&>\t\n\r").close();
    CHECK(out == "<a b=\"&quot;'&lt;&amp;&gt;&#x9;&#xA;&#xD;\" />");
}

TEST_CASE("what XML cannot say becomes the replacement character") {
    CHECK(
        text_element(std::string_view{"a\0b\x1F", 4}) ==
        "<a>a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD</a>"
    );
    CHECK(text_element("\xFF\xC3") == "<a>\xEF\xBF\xBD\xEF\xBF\xBD</a>");
    CHECK(text_element("\xEF\xBF\xBE\xEF\xBF\xBF") == "<a>\xEF\xBF\xBD\xEF\xBF\xBD</a>");
    CHECK(text_element("\xED\xA0\x80") == "<a>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD</a>");
    CHECK(
        text_element("\x7F \xC3\xA9 \xF0\x9F\x98\x80") == "<a>\x7F \xC3\xA9 \xF0\x9F\x98\x80</a>"
    );
}

TEST_CASE("what is written as XML is read back") {
    rc::prop("as text and as an attribute, whatever it is", [] {
        const auto text = *rc::gen::arbitrary<std::string>();
        const auto layout = *rc::gen::element(XmlLayout::compact, XmlLayout::lines);
        std::string out;
        XmlWriter{out, layout}
            .declaration()
            .open("root")
            .declare_namespace(k_dataload)
            .attribute("attribute", text)
            .element("child", text)
            .close();
        const auto root = read_xml(out);
        RC_ASSERT(root.has_value());
        RC_ASSERT(root->name == (XmlName{std::string{k_dataload}, "root"}));
        RC_ASSERT(*root->attribute("", "attribute") == carried(text));
        RC_ASSERT(root->child("child")->text == carried(text));
    });
}

}  // namespace
}  // namespace rowlock
