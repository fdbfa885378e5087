#include "harness/replay/rest_requests.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const RequestLine k_asked{"POST", "/services/data/v60.0/composite/sobjects"};

HttpResponse answer(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

RestRequests requests(LoadOperation operation, std::string external_id = "") {
    return RestRequests{{"Contact", operation, std::move(external_id)}, "60.0"};
}

const RestRecord k_record{
    {"Id", "003A"},
    {"Ext__c", "E/1"},
    {"LastName", "O\"Hara"},
    {"Phone", ""},
    {"Title", "#N/A"},
    {"Account.Ext__c", "A1"},
    {"Lead:Who.Email", "x@y.z"}};

TEST_CASE("an insert sends its cells, parents as objects, and leaves out what is empty") {
    const HttpRequest request =
        requests(LoadOperation::insert).collection({{{"LastName", "A"}}, k_record});
    CHECK(request.method == "POST");
    CHECK(request.target == "/services/data/v60.0/composite/sobjects");
    CHECK(
        request.body ==
        R"({"allOrNone":false,"records":[{"attributes":{"type":"Contact"},"LastName":"A"},)"
        R"({"attributes":{"type":"Contact"},"Id":"003A","Ext__c":"E/1","LastName":"O\"Hara",)"
        R"("Title":null,"Account":{"Ext__c":"A1"},)"
        R"("Who":{"attributes":{"type":"Lead"},"Email":"x@y.z"}}]})"
    );
}

TEST_CASE("update, upsert and delete go where they belong") {
    const HttpRequest update = requests(LoadOperation::update).collection({k_record, k_record});
    CHECK(update.method == "PATCH");
    CHECK_THAT(update.body, Catch::Contains(R"({"type":"Contact"},"id":"003A","Ext__c")"));
    const HttpRequest upsert =
        requests(LoadOperation::upsert, "Ext__c").collection({k_record, k_record});
    CHECK(upsert.target == "/services/data/v60.0/composite/sobjects/Contact/Ext__c");
    const HttpRequest remove = requests(LoadOperation::remove).collection({k_record, k_record});
    CHECK(remove.method == "DELETE");
    CHECK(remove.target.ends_with("/composite/sobjects?ids=003A,003A&allOrNone=false"));
    CHECK(remove.body.empty());
}

TEST_CASE("a single record has an address of its own") {
    CHECK(requests(LoadOperation::insert).single(k_record).target.ends_with("/sobjects/Contact"));
    const HttpRequest upsert = requests(LoadOperation::upsert, "Ext__c").single(k_record);
    CHECK(upsert.target.ends_with("/sobjects/Contact/Ext__c/E%2F1"));
    CHECK(upsert.body.find("Ext__c\":\"E") == std::string::npos);
    const HttpRequest remove = requests(LoadOperation::remove).single(k_record);
    CHECK(remove.target.ends_with("/sobjects/Contact/003A"));
    CHECK(remove.method == "DELETE");
}

TEST_CASE("a collection's answer has an outcome for each row") {
    const auto outcomes = read_collection(
        k_asked,
        answer(
            200,
            R"([{"id":"003A","success":true,"errors":[],"created":false},
                {"id":"003B","success":true,"errors":[]},
                {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x: y","fields":["A","B"]}]}])"
        ),
        3,
        LoadOperation::insert
    );
    REQUIRE(outcomes);
    CHECK(outcomes->at(0).status == RowStatus::updated);
    CHECK(outcomes->at(1).status == RowStatus::created);
    CHECK(outcomes->at(2).error == "UNABLE_TO_LOCK_ROW:x: y:A,B --");
}

TEST_CASE("answers that do not speak of each row are a broken protocol") {
    const std::string body = GENERATE(
        as<std::string>{},
        "",
        "[]",
        "{}",
        "[1]",
        R"([{"success":false,"errors":[]}])",
        R"([{"id":"1"}])"
    );
    const auto outcomes = read_collection(k_asked, answer(200, body), 1, LoadOperation::insert);
    REQUIRE_FALSE(outcomes);
    CHECK(outcomes.error().code == ErrorCode::protocol_broken);
}

TEST_CASE("a single record's refusal is its row's error, a lasting one the load's") {
    const auto failed = read_single(
        k_asked,
        answer(400, R"([{"message":"no","errorCode":"STRING_TOO_LONG","fields":["Name"]}])"),
        LoadOperation::update
    );
    REQUIRE(failed);
    CHECK(failed->error == "STRING_TOO_LONG:no:Name --");
    CHECK(
        read_single(k_asked, answer(204, ""), LoadOperation::update)->status == RowStatus::updated
    );
    CHECK(
        read_single(k_asked, answer(300, "[]"), LoadOperation::upsert)->status == RowStatus::failed
    );
    CHECK_FALSE(read_single(
        k_asked,
        answer(403, R"([{"message":"m","errorCode":"REQUEST_LIMIT_EXCEEDED"}])"),
        LoadOperation::insert
    ));
    CHECK_FALSE(read_single(k_asked, answer(500, "[]"), LoadOperation::insert));
}

}  // namespace
}  // namespace rowlock
