#include "mockorg/api/soap_call.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/soap_client.hpp"

namespace rowlock {
namespace {

TEST_CASE("long results come in pages") {
    Soap soap;
    std::string records;
    for (int i = 0; i < 200; ++i)
        records +=
            "<sObjects><type>Lead</type><LastName>L</LastName><Company>C</Company></sObjects>";
    CHECK(element(soap.call("<create>" + records + "</create>").body, "success") == "true");
    soap.create("<type>Lead</type><LastName>L</LastName><Company>C</Company>");
    const Answer first = soap.call(
        "<query><queryString>SELECT Id FROM Lead</queryString></query>",
        "<QueryOptions><batchSize>200</batchSize></QueryOptions>"
    );
    CHECK(element(first.body, "done") == "false");
    CHECK(element(first.body, "size") == "201");
    const std::string locator = element(first.body, "queryLocator");
    const std::string rest =
        soap.call("<queryMore><queryLocator>" + locator + "</queryLocator></queryMore>").body;
    CHECK(rest.find("<queryMoreResponse") != std::string::npos);
    CHECK(element(rest, "done") == "true");
    CHECK(
        soap.call("<create>" + records + "<sObjects><type>Lead</type></sObjects></create>")
            .body.find("EXCEEDED_ID_LIMIT") != std::string::npos
    );
}

TEST_CASE("what a field refers to is a list of elements") {
    Soap soap;
    const std::string query = "SELECT ReferenceTo FROM FieldDefinition WHERE DurableId = ";
    CHECK(
        soap.query(query + "'Task.WhoId'")
            .find("<sf:ReferenceTo xsi:type=\"RelationshipReferenceTo\">"
                  "<referenceTo>Contact</referenceTo><referenceTo>Lead</referenceTo>"
                  "</sf:ReferenceTo>") != std::string::npos
    );
    CHECK(
        soap.query(query + "'Task.Subject'").find("<referenceTo xsi:nil=\"true\" />") !=
        std::string::npos
    );
}

TEST_CASE("mistakes of a whole request are faults") {
    Soap soap;
    const Answer malformed = soap.call("<query><queryString>SELECT</queryString></query>");
    CHECK(malformed.status == 500);
    CHECK(malformed.body.find("<sf:MalformedQueryFault") != std::string::npos);
    CHECK(soap.query("SELECT Nope FROM Account").find("sf:INVALID_FIELD") != std::string::npos);
    CHECK(soap.create("<type>Nope</type>").find("InvalidSObjectFault") != std::string::npos);
    CHECK(
        soap.call("<queryMore><queryLocator>x</queryLocator></queryMore>")
            .body.find("INVALID_QUERY_LOCATOR") != std::string::npos
    );
    CHECK(soap.call("<merge/>").body.find("No operation available") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
