#include "mockorg/api/bulk1_records.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_client.hpp"

namespace rowlock {
namespace {

const std::string k_namespace = "http://www.force.com/2009/06/asyncapi/dataload";

/// What a query of contacts finds, in this form.
std::string records(Bulk1Client& client, const std::string& form, const std::string& soql) {
    const std::string job = client.create_job(
        "<operation>query</operation><object>Contact</object><contentType>" + form +
        "</contentType>"
    );
    const std::string type = form == "JSON" ? "application/json" : "application/xml";
    const std::string batch = client.add_batch(job, soql, type);
    const std::string list = client.batch(job, batch, "/result").body;
    const std::string result = form == "JSON" ? list.substr(2, 15) : element(list, "result");
    const Answer answer = client.batch(job, batch, "/result/" + result + "?format=json");
    CHECK(answer.headers.get("Content-Type") == type);
    return answer.body;
}

struct Contacts {
    Bulk1Client client;

    Contacts() {
        const std::string account = client.org().create("Account", R"({"Name":"Acme"})");
        client.org().create(
            "Contact",
            R"({"LastName":"A & B","Birthdate":"2000-01-31","AccountId":")" + account + "\"}"
        );
        client.org().create("Contact", R"({"LastName":"C"})");
    }
};

TEST_CASE_METHOD(Contacts, "JSON: attributes, nested parents, times as milliseconds") {
    CHECK(
        records(
            client, "JSON", "SELECT Id, LastName, Account.Name, Birthdate, CreatedDate FROM Contact"
        ) ==
        R"([{"attributes":{"type":"Contact","url":"/services/data/v60.0/sobjects/Contact/003RL0000000001YAA"},)"
        R"("Id":"003RL0000000001YAA","LastName":"A & B","Account":{"attributes":{"type":"Account",)"
        R"("url":"/services/data/v60.0/sobjects/Account/001RL0000000001YAA"},"Name":"Acme"},)"
        R"("Birthdate":"2000-01-31","CreatedDate":1767225601000},)"
        R"({"attributes":{"type":"Contact","url":"/services/data/v60.0/sobjects/Contact/003RL0000000002YAA"},)"
        R"("Id":"003RL0000000002YAA","LastName":"C","Account":null,"Birthdate":null,)"
        R"("CreatedDate":1767225601500}])"
    );
    CHECK(records(client, "JSON", "SELECT Id FROM Contact WHERE LastName = 'x'") == "[]");
}

TEST_CASE_METHOD(Contacts, "XML: the Id twice, or once as null") {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><queryResult xmlns=\"" +
                             k_namespace +
                             "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
    CHECK(
        records(client, "XML", "SELECT Id, LastName, Account.Name FROM Contact") ==
        head +
            "<records xsi:type=\"sObject\"><type>Contact</type><Id>003RL0000000001YAA</Id>"
            "<Id>003RL0000000001YAA</Id><LastName>A &amp; B</LastName>"
            "<Account xsi:type=\"sObject\"><type>Account</type><Id xsi:nil=\"true\" />"
            "<Name>Acme</Name></Account></records>"
            "<records xsi:type=\"sObject\"><type>Contact</type><Id>003RL0000000002YAA</Id>"
            "<Id>003RL0000000002YAA</Id><LastName>C</LastName><Account xsi:nil=\"true\" />"
            "</records></queryResult>"
    );
    CHECK(
        records(client, "XML", "SELECT Birthdate FROM Contact WHERE LastName = 'C'") ==
        head +
            "<records xsi:type=\"sObject\"><type>Contact</type><Id xsi:nil=\"true\" />"
            "<Birthdate xsi:nil=\"true\" /></records></queryResult>"
    );
    CHECK(
        records(client, "XML", "SELECT Id FROM Contact WHERE LastName = 'x'") ==
        head + "</queryResult>"
    );
}

}  // namespace
}  // namespace rowlock
