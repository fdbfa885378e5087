#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

namespace rowlock {
namespace {

constexpr const char* k_accounts = "/services/data/v60.0/sobjects/Account";

TEST_CASE("a record is made, read, changed and deleted") {
    InProcessApi org;
    const Answer made =
        org.send("POST", std::string{k_accounts} + "/", R"({"Name":"A","AnnualRevenue":5})");
    CHECK(made.status == 201);
    const std::string id = member(made.body, "id");
    CHECK(made.body == R"({"id":")" + id + R"(","success":true,"errors":[]})");
    const std::string record = std::string{k_accounts} + "/" + id;
    CHECK(made.headers.get("Location") == record);

    const Answer some = org.send("GET", record + "?fields=name,%20AnnualRevenue");
    CHECK(some.status == 200);
    CHECK(
        some.body == R"({"attributes":{"type":"Account","url":")" + record +
                         R"("},"Name":"A","AnnualRevenue":5.0})"
    );
    CHECK(member(org.send("GET", record).body, "Id") == id);

    CHECK(org.send("PATCH", record, R"({"Name":"B","AnnualRevenue":null})").status == 204);
    CHECK(member(org.send("GET", record).body, "Name") == "B");
    CHECK(member(org.send("GET", record).body, "AnnualRevenue") == "null");

    CHECK(org.send("DELETE", record).status == 204);
    const Answer gone = org.send("GET", record);
    CHECK(gone.status == 404);
    CHECK(gone.body.find("ENTITY_IS_DELETED") != std::string::npos);
}

TEST_CASE("mistakes are told in REST form") {
    InProcessApi org;
    const Answer missing = org.send("POST", k_accounts, "{}");
    CHECK(missing.status == 400);
    CHECK(
        missing.body ==
        R"([{"message":"Required fields are missing: [Name]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}])"
    );
    CHECK(org.send("POST", k_accounts, "{").body.find("JSON_PARSER_ERROR") != std::string::npos);
    CHECK(org.send("POST", k_accounts, "<a/>", {{"Content-Type", "text/xml"}}).status == 415);
    CHECK(org.send("POST", "/services/data/v60.0/sobjects/Nothing", "{}").status == 404);
    CHECK(org.send("GET", std::string{k_accounts} + "/001000000000000").status == 404);
}

TEST_CASE("an upsert by external key creates once") {
    InProcessApi org;
    const std::string by_key = "/services/data/v60.0/sobjects/Contact/Email/a%40b.example";
    const Answer created = org.send("PATCH", by_key, R"({"LastName":"A"})");
    CHECK(created.status == 201);
    CHECK(member(created.body, "created") == "true");
    const Answer updated = org.send("PATCH", by_key, R"({"LastName":"B"})");
    CHECK(updated.status == 200);
    CHECK(member(updated.body, "id") == member(created.body, "id"));
    const std::string wrong = "/services/data/v60.0/sobjects/Contact/Department/x";
    CHECK(org.send("PATCH", wrong, R"({"LastName":"A"})").status == 404);
}

TEST_CASE("an upsert by id tells that it did not create") {
    InProcessApi org;
    const std::string id = org.create("Account", R"({"Name":"A"})");
    const std::string by_id = std::string{k_accounts} + "/Id/" + id;
    const Answer updated = org.send("PATCH", by_id, R"({"Name":"B"})");
    CHECK(updated.status == 200);
    CHECK(updated.body == R"({"id":")" + id + R"(","success":true,"errors":[],"created":false})");
    const std::string old = "/services/data/v45.0/sobjects/Account/Id/" + id;
    CHECK(org.send("PATCH", old, R"({"Name":"C"})").status == 204);
    CHECK(member(org.send("GET", std::string{k_accounts} + "/" + id).body, "Name") == "C");
}

}  // namespace
}  // namespace rowlock
