#include "mockorg/engine/xml_batch.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

std::string records(const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sObjects xmlns=\"" +
           std::string{k_dataload_namespace} +
           "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" + inside + "</sObjects>";
}

/// Columns and rows as the table has them, or the error.
std::string read(const std::string& text) {
    const auto schema = Schema::standard();
    auto table = read_xml_batch(text, *schema, *schema->find("Contact"));
    if (!table) return error_of(table);
    std::string result;
    for (const std::string& column : table->columns()) result.append(column).append("|");
    return result + table->take_text();
}

TEST_CASE("elements are fields; nil is null, empty leaves alone, the object's own type is no field"
) {
    CHECK(
        read(records("\n <sObject>\n  <type>contact</type><LastName>A &amp; B</LastName>\n"
                     "  <Fax xsi:nil=\"true\"/><Phone></Phone></sObject>\n <sObject/>\n")) ==
        "LastName|Fax|.\n.,0,\"A & B\",1,\n.\n"
    );
    CHECK(
        read(records("<sObject><type>Prospect</type></sObject>")) == "type|.\n.,0,\"Prospect\"\n"
    );
}

TEST_CASE("a parent by its key, with its type where the reference needs one") {
    CHECK(
        read(records("<sObject><Account><sObject><Code__c>A-1</Code__c></sObject></Account>"
                     "<Owner><sObject><type>User</type><Email>a@b.c</Email></sObject></Owner>"
                     "<Parent xsi:nil=\"true\"/>"
                     "<ReportsTo><sObject><type>Lead</type><Email>d</Email></sObject></ReportsTo>"
                     "</sObject>")) ==
        "Account.Code__c|Owner.Email|Parent|Lead:ReportsTo.Email|.\n"
        ".,0,\"A-1\",1,\"a@b.c\",2,,3,\"d\"\n"
    );
}

TEST_CASE("a relationship that is nil is a null reference") {
    CHECK(
        read(records("<sObject><ReportsTo xsi:nil=\"true\"/><Account xsi:nil=\"1\"/></sObject>")) ==
        "ReportsToId|AccountId|.\n.,0,,1,\n"
    );
}

TEST_CASE("another root, another namespace, another nesting are refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "LastName\nSmith\n",
        "<sObjects><sObject/></sObjects>",
        "<sObjects xmlns=\"urn:partner.soap.sforce.com\"><sObject/></sObjects>",
        records("<record/>"),
        records("<sObject xmlns=\"urn:other\"><Name>x</Name></sObject>"),
        records("<sObject><x:Name xmlns:x=\"urn:other\">x</x:Name></sObject>"),
        records("<sObject><Name xmlns=\"\">x</Name></sObject>"),
        records("<sObject><x:type xmlns:x=\"urn:other\">Contact</x:type></sObject>"),
        records("<sObject><Account><sObject><x:Code__c xmlns:x=\"urn:other\">x</x:Code__c>"
                "</sObject></Account></sObject>"),
        records("<sObject><x:Account xmlns:x=\"urn:other\"><sObject><Code__c>x</Code__c></sObject>"
                "</x:Account></sObject>"),
        records("<sObject>hello<Name>x</Name></sObject>"),
        records("<sObject><Account>hello<sObject><Code__c>x</Code__c></sObject></Account></sObject>"
        ),
        records("<sObject><Account><sObject>hello<Code__c>x</Code__c></sObject></Account></sObject>"
        ),
        records("<sObject><Owner><sObject><type>User<x/></type><Email>x</Email></sObject></Owner>"
                "</sObject>"),
        records("<sObject><Name><First>x</First><Last>y</Last></Name></sObject>"),
        records("<sObject><Account><Code__c>x</Code__c></Account></sObject>"),
        records("<sObject><Account><sObject><Owner><sObject/></Owner></sObject></Account></sObject>"
        )
    );
    INFO(text);
    CHECK(read(text).find("INVALIDXML:") == 0);
}

TEST_CASE("entities and document types are refused, and cost nothing") {
    const std::string bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
        "\"&a;&a;&a;&a;&a;&a;\">]>" +
        records("<sObject><LastName>&b;</LastName></sObject>").substr(39);
    CHECK(read(bomb).find("INVALIDXML:") == 0);
    const std::string external = "<!DOCTYPE b [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" +
                                 records("<sObject><LastName>&x;</LastName></sObject>").substr(39);
    CHECK(read(external).find("INVALIDXML:") == 0);
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep.append("<a>");
    CHECK(read(records("<sObject>" + deep)).find("INVALIDXML:") == 0);
}

}  // namespace
}  // namespace rowlock
