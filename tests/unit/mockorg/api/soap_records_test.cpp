#include "mockorg/api/soap_call.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/soap_client.hpp"

namespace rowlock {
namespace {

TEST_CASE("records are made, changed, read, deleted and brought back") {
    Soap soap;
    const std::string made = soap.create("<type>Account</type><Name>A &amp; B</Name>");
    CHECK(made.find("<createResponse><result><id>001") != std::string::npos);
    CHECK(element(made, "success") == "true");
    const std::string id = element(made, "id");

    CHECK(
        element(
            soap.call(
                    "<update><sObjects><type>Account</type><Id>" + id +
                    "</Id><fieldsToNull>Industry</fieldsToNull><Phone>1</Phone></sObjects></update>"
            )
                .body,
            "success"
        ) == "true"
    );
    const std::string found = soap.query("SELECT Id, Name, Phone, Industry FROM Account");
    CHECK(element(found, "size") == "1");
    CHECK(element(found, "done") == "true");
    CHECK(
        found.find(
            R"(<records xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id>)" + id +
            "</sf:Id><sf:Name>A &amp; B</sf:Name><sf:Phone>1</sf:Phone>"
            R"(<sf:Industry xsi:nil="true")"
        ) != std::string::npos
    );

    const std::string ids = "<ids>" + id + "</ids>";
    CHECK(element(soap.call("<delete>" + ids + "</delete>").body, "success") == "true");
    CHECK(element(soap.query("SELECT Id FROM Account"), "size") == "0");
    const std::string again = soap.call("<undelete>" + ids + "</undelete>").body;
    CHECK(again.find("<undeleteResponse><result><id>" + id) != std::string::npos);
    CHECK(element(soap.query("SELECT Id FROM Account"), "size") == "1");
    const std::string twice = soap.call("<undelete>" + ids + "</undelete>").body;
    CHECK(element(twice, "statusCode") == "UNDELETE_FAILED");
}

TEST_CASE("what is in the recycle bin is emptied out of it by id, row by row") {
    Soap soap;
    const std::string gone = element(soap.create("<type>Account</type><Name>A</Name>"), "id");
    const std::string alive = element(soap.create("<type>Account</type><Name>B</Name>"), "id");
    const std::string ids = "<ids>" + gone + "</ids>";
    soap.call("<delete>" + ids + "</delete>");
    const std::string call = "<emptyRecycleBin>" + ids + "<ids>" + alive +
                             "</ids><ids>001000000000000</ids></emptyRecycleBin>";
    // The header is none of this operation's.
    const std::string emptied =
        soap.call(call, "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>").body;
    CHECK(
        emptied.find(
            "<emptyRecycleBinResponse><result><id>" + gone +
            "</id><success>true</success></result><result><errors><message>Entity is not in the "
            "recycle bin</message><statusCode>UNDELETE_FAILED</statusCode></errors>"
            R"(<id xsi:nil="true" /><success>false</success></result><result><errors>)"
            "<message>invalid cross reference id</message>"
            "<statusCode>INVALID_CROSS_REFERENCE_KEY</statusCode></errors>"
        ) != std::string::npos
    );
    const std::string all = soap.call(
                                    "<queryAll><queryString>SELECT Id FROM Account</queryString>"
                                    "</queryAll>"
    )
                                .body;
    CHECK(element(all, "size") == "1");
    CHECK(element(soap.call("<undelete>" + ids + "</undelete>").body, "success") == "false");
}

TEST_CASE("emptyRecycleBin takes one id at least and 200 at most") {
    Soap soap;
    const auto text_of = [&](std::size_t count) {
        std::string ids;
        for (std::size_t i = 0; i < count; ++i) ids += "<ids>001000000000000</ids>";
        return soap.call("<emptyRecycleBin>" + ids + "</emptyRecycleBin>").body;
    };
    CHECK(text_of(0).find("emptyRecycleBin called with a batch of 0 ids") != std::string::npos);
    CHECK(element(text_of(200), "success") == "false");
    CHECK(text_of(201).find("<result>") == std::string::npos);
}

TEST_CASE("an upsert tells what is new, and finds parents by their keys") {
    Soap soap;
    const auto upsert = [&](const std::string& title) {
        return soap
            .call(
                "<upsert><externalIDFieldName>Email</externalIDFieldName><sObjects>"
                "<type>Contact</type><Email>a@b.example</Email><LastName>A</LastName><Title>" +
                title + "</Title></sObjects></upsert>"
            )
            .body;
    };
    CHECK(element(upsert("x"), "created") == "true");
    CHECK(element(upsert("y"), "created") == "false");
    const std::string child = soap.create(
        "<type>Contact</type><LastName>B</LastName><ReportsTo><type>Contact</type>"
        "<Email>a@b.example</Email></ReportsTo>"
    );
    CHECK(element(child, "success") == "true");
    const std::string found =
        soap.query("SELECT ReportsTo.Title FROM Contact WHERE LastName = 'B'");
    CHECK(
        found.find(R"(<sf:ReportsTo xsi:type="sf:sObject"><sf:type>Contact</sf:type>)"
                   R"(<sf:Id xsi:nil="true" /><sf:Title>y</sf:Title></sf:ReportsTo>)"
        ) != std::string::npos
    );
}

TEST_CASE("a row that fails says why, and takes the others along if it is asked to") {
    Soap soap;
    const std::string two =
        "<create><sObjects><type>Account</type><Name>A</Name></sObjects>"
        "<sObjects><type>Account</type></sObjects></create>";
    const std::string partly = soap.call(two).body;
    CHECK(element(partly, "success") == "true");
    CHECK(
        partly.find(
            "<errors><fields>Name</fields><message>Required fields are missing: [Name]</message>"
            "<statusCode>REQUIRED_FIELD_MISSING</statusCode></errors>"
            R"(<id xsi:nil="true" /><success>false</success>)"
        ) != std::string::npos
    );
    const std::string none =
        soap.call(two, "<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>").body;
    CHECK(none.find("ALL_OR_NONE_OPERATION_ROLLED_BACK") != std::string::npos);
    CHECK(element(soap.query("SELECT Id FROM Account"), "size") == "1");
}

TEST_CASE("both ways to write true in XML mean all or none") {
    const std::string flag = GENERATE(as<std::string>{}, "true", "1");
    Soap soap;
    soap.call(
        "<create><sObjects><type>Account</type><Name>A</Name></sObjects>"
        "<sObjects><type>Account</type></sObjects></create>",
        "<AllOrNoneHeader><allOrNone>" + flag + "</allOrNone></AllOrNoneHeader>"
    );
    CHECK(element(soap.query("SELECT Id FROM Account"), "size") == "0");
}

TEST_CASE("records are retrieved by id, nil where there is none") {
    Soap soap;
    const std::string id = element(soap.create("<type>Account</type><Name>A</Name>"), "id");
    const std::string got = soap.call(
                                    "<retrieve><fieldList>Name, BillingAddress</fieldList>"
                                    "<sObjectType>Account</sObjectType><ids>" +
                                    id + "</ids><ids>001000000000000</ids></retrieve>"
    )
                                .body;
    CHECK(got.find("<sf:Name>A</sf:Name>") != std::string::npos);
    CHECK(got.find(R"(<result xsi:nil="true" />)") != std::string::npos);
}

TEST_CASE("nothing in a SOAP body upsets the org") {
    Soap soap;
    const std::vector<std::string> pieces = {
        "<sObjects>",
        "</sObjects>",
        "<type>Account</type>",
        "<Id>001</Id>",
        "<Name>A</Name>",
        "<fieldsToNull>Nope</fieldsToNull>",
        "<Owner><type>User</type><Email>a</Email></Owner>",
        "<ids>001</ids>",
        "<externalIDFieldName>Id</externalIDFieldName>",
        "<queryString>SELECT Id FROM Account</queryString>",
        "text"};
    const std::vector<std::string> operations = {
        "create",
        "update",
        "upsert",
        "delete",
        "undelete",
        "emptyRecycleBin",
        "retrieve",
        "query",
        "queryMore"};
    rc::prop("each is answered", [&] {
        const std::string operation = *rc::gen::elementOf(operations);
        std::string inside;
        for (const auto& piece :
             *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) {
            inside += piece;
        }
        const Answer answer = soap.call("<" + operation + ">" + inside + "</" + operation + ">");
        RC_ASSERT(answer.status == 200 || answer.status == 500);
        RC_ASSERT(answer.body.find("Envelope") != std::string::npos);
    });
}

TEST_CASE("who copies records asks what was written or deleted") {
    Soap soap;
    const std::string kept = element(soap.create("<type>Account</type><Name>A</Name>"), "id");
    const std::string gone = element(soap.create("<type>Account</type><Name>B</Name>"), "id");
    soap.call("<delete><ids>" + gone + "</ids></delete>");
    const std::string span =
        "<sObjectType>Account</sObjectType><startDate>2025-12-31T00:00:00Z</startDate>"
        "<endDate>2026-01-02T00:00:00Z</endDate>";
    const std::string updated = soap.call("<getUpdated>" + span + "</getUpdated>").body;
    CHECK(
        updated.find(
            "<getUpdatedResponse><result><ids>" + kept + "</ids><latestDateCovered>2026-01-01T"
        ) != std::string::npos
    );
    const std::string deleted = soap.call("<getDeleted>" + span + "</getDeleted>").body;
    CHECK(element(deleted, "id") == gone);
    CHECK(element(deleted, "deletedDate").starts_with("2026-01-01T"));
    CHECK(element(deleted, "earliestDateAvailable") == "2026-01-01T00:00:00.000Z");
    const Answer wrong = soap.call("<getUpdated><sObjectType>Nope</sObjectType></getUpdated>");
    CHECK(wrong.body.find("INVALID_TYPE") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
