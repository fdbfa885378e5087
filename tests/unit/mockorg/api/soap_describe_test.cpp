#include "mockorg/api/soap_call.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/soap_client.hpp"

#include <cstddef>
#include <string>

namespace rowlock {
namespace {

using Catch::Contains;

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

/// The field's element of a describe answer.
std::string field(const std::string& answer, const std::string& name) {
    const std::size_t at = answer.find("<name>" + name + "</name>");
    const std::size_t begin = answer.rfind("<fields>", at);
    return answer.substr(begin, answer.find("</fields>", at) - begin);
}

TEST_CASE("all objects are listed, each once") {
    Soap soap;
    const std::string answer = soap.call("<describeGlobal/>").body;
    CHECK_THAT(answer, Contains("<describeGlobalResponse><result><encoding>UTF-8</encoding>"));
    CHECK(element(answer, "maxBatchSize") == "200");
    const std::string listed = soap.org.send("GET", "/services/data/v60.0/sobjects").body;
    CHECK(count(answer, "<sobjects>") == count(listed, "\"keyPrefix\""));
    CHECK(count(answer, "<name>Account</name>") == 1);
    CHECK(count(answer, "urls") == 0);
}

TEST_CASE("an object comes with its fields, in the order readers expect") {
    Soap soap;
    const std::string answer =
        soap.call("<describeSObject><sObjectType>contact</sObjectType></describeSObject>").body;
    CHECK_THAT(answer, Contains("<describeSObjectResponse><result><activateable>false<"));
    CHECK_THAT(answer, Contains("<keyPrefix>003</keyPrefix><label>Contact</label>"));
    CHECK_THAT(
        field(answer, "AccountId"),
        Contains("<referenceTo>Account</referenceTo><relationshipName>Account</relationshipName>"
        ) && Contains("<soapType>tns:ID</soapType>") &&
            Contains("<type>reference</type>")
    );
    CHECK_THAT(answer, Contains("<childRelationships><cascadeDelete>"));
    CHECK_THAT(answer, Contains("<recordTypeInfos><active>true</active>"));
    CHECK(answer.find("null") == std::string::npos);
}

TEST_CASE("several objects come in the order of their names in the request") {
    Soap soap;
    const std::string answer = soap.call(
                                       "<describeSObjects><sObjectType>Task</sObjectType>"
                                       "<sObjectType>Account</sObjectType></describeSObjects>"
    )
                                   .body;
    CHECK(count(answer, "<result>") == 2);
    CHECK(answer.find("<labelPlural>Tasks<") < answer.find("<labelPlural>Accounts<"));
}

TEST_CASE("unknown objects, and too many of them, are faults") {
    Soap soap;
    const Answer unknown =
        soap.call("<describeSObject><sObjectType>Nope</sObjectType></describeSObject>");
    CHECK(unknown.status == 500);
    CHECK_THAT(unknown.body, Contains("InvalidSObjectFault") && Contains("INVALID_TYPE"));
    std::string names;
    for (int i = 0; i < 101; ++i) names += "<sObjectType>Account</sObjectType>";
    CHECK_THAT(
        soap.call("<describeSObjects>" + names + "</describeSObjects>").body,
        Contains("EXCEEDED_ID_LIMIT")
    );
}

}  // namespace
}  // namespace rowlock
