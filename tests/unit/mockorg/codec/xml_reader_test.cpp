#include "mockorg/codec/xml_reader.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_dataload = "http://www.force.com/2009/06/asyncapi/dataload";

constexpr std::string_view k_job_info =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<jobInfo xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">\n"
    "  <operation>insert</operation>\n"
    "  <object>Account</object>\n"
    "  <contentType>CSV</contentType>\n"
    "</jobInfo>\n";

constexpr std::string_view k_batch =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<sObjects xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\"\n"
    "          xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
    "  <sObject>\n"
    "    <Name>A &amp; B</Name>\n"
    "    <Parent><sObject><Ext__c>7</Ext__c></sObject></Parent>\n"
    "  </sObject>\n"
    "  <!-- a comment --><?and an instruction?>\n"
    "  <sObject><Name xsi:nil=\"true\"/></sObject>\n"
    "</sObjects>\n";

XmlElement read(std::string_view text) {
    auto element = read_xml(text);
    INFO((element ? std::string{} : element.error().message));
    REQUIRE(element.has_value());
    return std::move(*element);
}

std::string error_of(std::string_view text, const XmlLimits& limits = {}) {
    const auto element = read_xml(text, limits);
    if (element) return "";
    CHECK(element.error().code == ErrorCode::invalid_xml);
    return element.error().message;
}

/// All records, and the error that ended them, if any.
struct Records {
    std::vector<XmlElement> read;
    std::string error;
};

Records records_of(std::string_view text, const XmlLimits& limits = {}) {
    XmlRecordReader reader{text, limits};
    Records records;
    while (true) {
        auto record = reader.next();
        if (!record) {
            records.error = record.error().message;
            return records;
        }
        if (!*record) return records;
        records.read.push_back(std::move(**record));
    }
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

TEST_CASE("a small document is a tree of names and texts") {
    const XmlElement job = read(k_job_info);
    CHECK(job.name == XmlName{std::string{k_dataload}, "jobInfo"});
    REQUIRE(job.children.size() == 3);
    REQUIRE(job.child("object") != nullptr);
    CHECK(job.child("object")->text == "Account");
    CHECK(job.child("object")->name.space == k_dataload);
    CHECK(job.child("Object") == nullptr);
    CHECK(job.attributes.empty());
}

TEST_CASE("prefixes are resolved, and attributes without one are in no namespace") {
    const XmlElement root = read("<a:x xmlns:a='u:1' p='1' a:p='2'><y xmlns='u:2'/><z/></a:x>");
    CHECK(root.name == XmlName{"u:1", "x"});
    REQUIRE(root.attribute("", "p") != nullptr);
    CHECK(*root.attribute("", "p") == "1");
    REQUIRE(root.attribute("u:1", "p") != nullptr);
    CHECK(*root.attribute("u:1", "p") == "2");
    CHECK(root.attribute("u:2", "p") == nullptr);
    CHECK(root.child("y")->name.space == "u:2");
    CHECK(root.child("z")->name.space.empty());
}

TEST_CASE("text is joined over comments, character data sections and references") {
    CHECK(
        read("<a>1<!-- 2 -->3<![CDATA[<4&]]>&lt;&#65;&#x1F600;<b/>5\r\n6\r7</a>").text ==
        "13<4&<A\xF0\x9F\x98\x80"
        "5\n6\n7"
    );
}

TEST_CASE("nil is said by the schema instance's attribute only") {
    const auto nil = [](std::string_view attribute) {
        const std::string text = "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' " +
                                 std::string{attribute} + "/>";
        return read(text).is_nil();
    };
    CHECK(nil("xsi:nil='true'"));
    CHECK(nil("xsi:nil='1'"));
    CHECK_FALSE(nil("xsi:nil='false'"));
    CHECK_FALSE(nil("nil='true'"));
    CHECK_FALSE(nil(""));
}

TEST_CASE("other encodings are read when declared, and byte-order marks are skipped") {
    CHECK(read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>").text == "\xC3\xA9");
    CHECK(read("\xEF\xBB\xBF<a>x</a>").text == "x");
    const std::string utf16{"\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0", 18};
    CHECK(read(utf16).text == "\xC3\xA9");
    CHECK(
        error_of("<?xml version='1.0' encoding='EBCDIC-X'?><a/>") ==
        "Unknown encoding at line 1, column 31"
    );
}

TEST_CASE("a malformed document is refused with its place") {
    CHECK(error_of("") == "No element found at line 1, column 1");
    CHECK(error_of("<a>\n<b></a>") == "Mismatched tag at line 2, column 6");
    CHECK(error_of("<a>\n") == "No element found at line 2, column 1");
    CHECK(error_of("<a/>\nx") == "Junk after document element at line 2, column 1");
    CHECK(error_of("{\"object\":1}") == "Not well-formed (invalid token) at line 1, column 1");
    CHECK(error_of("<a>\xC3\xA9\xFF</a>") == "Not well-formed (invalid token) at line 1, column 5");
    CHECK(error_of("<a>&#0;</a>") == "Reference to invalid character number at line 1, column 4");
    CHECK(error_of("<x:a/>") == "Unbound prefix at line 1, column 1");
    CHECK(error_of("<a b='1' b='2'/>") == "Duplicate attribute at line 1, column 10");
    const std::string nul{"<a>\0</a>", 8};
    CHECK(error_of(nul) == "Not well-formed (invalid token) at line 1, column 4");
}

TEST_CASE("document types are refused, and with them every entity of their own") {
    const std::string refusal = "A document type is not allowed, and stands at line 1, column ";
    CHECK(error_of("<!DOCTYPE a><a/>").rfind(refusal, 0) == 0);
    CHECK(error_of("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>").rfind(refusal, 0) == 0);
    CHECK(
        error_of("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")
            .rfind(refusal, 0) == 0
    );
    std::string bomb = "<!DOCTYPE a [<!ENTITY e0 'ha'>";
    for (int i = 1; i < 30; ++i) {
        const std::string inner = "&e" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY e" + std::to_string(i) + " '" + inner + inner + "'>";
    }
    CHECK(error_of(bomb + "]><a>&e29;</a>").rfind(refusal, 0) == 0);
    CHECK(error_of("<a>&nbsp;</a>") == "Undefined entity at line 1, column 4");
}

TEST_CASE("a document may be as deep, as large and as varied as the limits say") {
    const XmlLimits limits{3, 4, 3};
    CHECK(error_of("<a><b><c/></b><a/></a>", limits).empty());
    CHECK(
        error_of("<a><b><c><a/></c></b></a>", limits) ==
        "Nesting deeper than 3 levels at line 1, column 10"
    );
    CHECK(
        error_of("<a><a/><a/><a/><a/></a>", limits) ==
        "More than 4 elements and attributes at line 1, column 16"
    );
    CHECK(
        error_of("<a><a b='1' c='1'/><a/></a>", limits) ==
        "More than 4 elements and attributes at line 1, column 20"
    );
    CHECK(
        error_of("<a><b/><c/><d/></a>", limits) ==
        "More than 3 different names at line 1, column 12"
    );
}

TEST_CASE("depth does not cost a stack") {
    const std::string deep = repeated("<a>", 1'000'000);
    CHECK(error_of(deep) == "Nesting deeper than 32 levels at line 1, column 97");
}

TEST_CASE("a tag that does not end is not kept for ever") {
    const std::string attributes = repeated(" abcdefgh='1'", 400'000);
    CHECK(
        error_of("<a" + attributes + "/>").rfind("A tag, comment or instruction of more", 0) == 0
    );
    const std::string comment(3'000'000, 'x');
    CHECK(error_of("<a><!--" + comment).rfind("A tag, comment or instruction of more", 0) == 0);
    CHECK(error_of("<!--" + comment).rfind("A tag, comment or instruction of more", 0) == 0);
    const std::string text(3'000'000, 'x');
    CHECK(read("<a>" + text + "</a>").text == text);
    CHECK(read("<a><![CDATA[" + text + "]]></a>").text == text);
    CHECK(read("<a><!--" + std::string(500'000, 'x') + "-->1</a>").text == "1");
}

TEST_CASE("records come one by one, with what is nested in them") {
    XmlRecordReader reader{k_batch};
    const auto root = reader.root();
    REQUIRE(root.has_value());
    CHECK((*root)->name == XmlName{std::string{k_dataload}, "sObjects"});
    XmlRecordReader moved = std::move(reader);
    const auto first = moved.next();
    REQUIRE(first.has_value());
    REQUIRE(first->has_value());
    CHECK((*first)->child("Name")->text == "A & B");
    const XmlElement* parent = (*first)->child("Parent");
    REQUIRE(parent != nullptr);
    REQUIRE(parent->child("sObject") != nullptr);
    CHECK(parent->child("sObject")->child("Ext__c")->text == "7");
    const auto second = moved.next();
    REQUIRE(second.has_value());
    REQUIRE(second->has_value());
    CHECK((*second)->child("Name")->is_nil());
    CHECK((*second)->child("Name")->text.empty());
    for (int i = 0; i < 2; ++i) {
        const auto end = moved.next();
        REQUIRE(end.has_value());
        CHECK_FALSE(end->has_value());
    }
    CHECK((*root)->children.empty());
}

TEST_CASE("records before a mistake are handed out, and the mistake stays") {
    XmlRecordReader reader{"<r><s>1</s><s>2</s><s>3</r>"};
    REQUIRE(reader.root().has_value());
    for (const std::string_view text : {"1", "2"}) {
        const auto record = reader.next();
        REQUIRE(record.has_value());
        REQUIRE(record->has_value());
        CHECK((*record)->text == text);
    }
    for (int i = 0; i < 2; ++i) {
        const auto error = reader.next();
        REQUIRE_FALSE(error.has_value());
        CHECK(error.error().message == "Mismatched tag at line 1, column 26");
    }
    CHECK(reader.root().has_value());
}

TEST_CASE("a root that cannot be read is the error of root and of next") {
    XmlRecordReader reader{"Id,Name\n"};
    const auto root = reader.root();
    REQUIRE_FALSE(root.has_value());
    const auto record = reader.next();
    REQUIRE_FALSE(record.has_value());
    CHECK(record.error().message == root.error().message);
    CHECK(records_of("<r/>").read.empty());
    CHECK(records_of("<r/>").error.empty());
}

TEST_CASE("text between records is refused, blanks are not") {
    CHECK(records_of("<r> \r\n\t<s/> </r>").error.empty());
    CHECK(records_of("<r><s/>x<s/></r>").error == "Text between the records at line 1, column 8");
    CHECK(records_of("<r>x</r>").error == "Text between the records at line 1, column 4");
}

TEST_CASE("the node limit is one record's, the name limit the document's") {
    const XmlLimits limits{3, 3, 4};
    CHECK(records_of("<r>" + repeated("<s><t/></s>", 100) + "</r>", limits).read.size() == 100);
    CHECK(
        records_of("<r><s><t/><t/><t/></s></r>", limits).error ==
        "More than 3 elements and attributes at line 1, column 15"
    );
    CHECK(
        records_of("<r><s><t/></s><s><u/></s><s><v/></s></r>", limits).error ==
        "More than 4 different names at line 1, column 29"
    );
    CHECK(
        records_of("<r><s><t><u/></t></s></r>", limits).error ==
        "Nesting deeper than 3 levels at line 1, column 10"
    );
}

TEST_CASE("a batch of many pieces keeps every record") {
    std::string text = "<r>";
    constexpr std::size_t k_records = 50'000;
    for (std::size_t i = 0; i < k_records; ++i) {
        text += "<s><Id>" + std::to_string(i) + "</Id></s>\n";
    }
    text += "</r>";
    REQUIRE(text.size() > 1'000'000);
    XmlRecordReader reader{text};
    std::size_t count = 0;
    while (true) {
        const auto record = reader.next();
        REQUIRE(record.has_value());
        if (!*record) break;
        REQUIRE((*record)->child("Id")->text == std::to_string(count));
        ++count;
    }
    CHECK(count == k_records);
}

TEST_CASE("any bytes are read or refused") {
    rc::prop("as a document and as a batch", [] {
        const auto text = *rc::gen::arbitrary<std::string>();
        read_xml(text);
        records_of(text);
    });
    rc::prop("made of what XML is made of", [] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "<a>",
                "</a>",
                "<b c='1'>",
                "</b>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "&lt;",
                "&#9;",
                "<?x",
                "?>",
                "x",
                "\n",
                "<!DOCTYPE a [",
                "<d/>",
                "&",
                "xmlns='u'",
                "\xC3",
                ">"
            ));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        const auto tree = read_xml(text);
        const Records records = records_of(text);
        // Text beside the records is the one thing only a tree may have.
        if (tree && records.error.find("Text between") == std::string::npos) {
            RC_ASSERT(records.error.empty());
            RC_ASSERT(records.read.size() == tree->children.size());
        }
        if (!tree) RC_ASSERT(!records.error.empty());
    });
}

TEST_CASE("a damaged batch never crashes and never invents a record") {
    rc::prop("whatever byte is damaged", [] {
        std::string text{k_batch};
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        text[place] = *rc::gen::arbitrary<char>();
        RC_ASSERT(records_of(text).read.size() <= 2);
    });
    for (std::size_t size = 0; size < k_batch.size() - 1; ++size) {
        CAPTURE(size);
        CHECK_FALSE(records_of(k_batch.substr(0, size)).error.empty());
    }
}

}  // namespace
}  // namespace rowlock
