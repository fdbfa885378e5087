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

TEST_CASE("an upsert that may only update leaves alone what is not there") {
    InProcessApi org;
    const std::string by_key = "/services/data/v60.0/sobjects/Contact/Email/a%40b.example";
    const std::string only = by_key + "?updateOnly=true";
    CHECK(org.send("PATCH", only, R"({"LastName":"A"})").status == 404);
    const std::string id =
        member(org.send("PATCH", by_key + "?updateOnly=false", R"({"LastName":"A"})").body, "id");
    const Answer updated = org.send("PATCH", only, R"({"LastName":"B"})");
    CHECK(updated.status == 200);
    CHECK(updated.body == R"({"id":")" + id + R"(","success":true,"errors":[],"created":false})");
    CHECK(org.send("PATCH", only, R"({"Email":"x@y.example"})").status == 400);
    const std::string composite =
        R"({"allOrNone":true,"compositeRequest":[{"method":"PATCH","referenceId":"a","url":")" +
        only + R"(","body":{"LastName":"C"}}]})";
    const auto send = [&] {
        return org.send("POST", "/services/data/v60.0/composite", composite).body;
    };
    CHECK(send().find(R"("created":false)") != std::string::npos);
    CHECK(org.send("DELETE", by_key).status == 204);
    CHECK(send().find("NOT_FOUND") != std::string::npos);
}

TEST_CASE("the address tells which record is meant, and nothing else may") {
    InProcessApi org;
    const std::string id = org.create("Account", R"({"Name":"A"})");
    const Answer with_id =
        org.send("PATCH", std::string{k_accounts} + "/" + id, R"({"Id":")" + id + R"("})");
    CHECK(with_id.status == 400);
    CHECK(
        with_id.body ==
        R"([{"message":"The Id field should not be specified in the sobject data.","errorCode":"INVALID_FIELD"}])"
    );
    const std::string by_key = "/services/data/v60.0/sobjects/Contact/Email/a%40b.example";
    const Answer with_key = org.send("PATCH", by_key, R"({"LastName":"A","Email":"c@d.example"})");
    CHECK(with_key.status == 400);
    CHECK(with_key.body.find("The Email field should not") != std::string::npos);
    const Answer of_another =
        org.send("POST", k_accounts, R"({"attributes":{"type":"Contact"},"Name":"A"})");
    CHECK(of_another.status == 400);
    CHECK(of_another.body.find("INVALID_INPUT") != std::string::npos);
}

TEST_CASE("Id as a key makes records, and changes none without a value") {
    InProcessApi org;
    const std::string address = std::string{k_accounts} + "/Id";
    CHECK(org.send("POST", address, R"({"Name":"A"})").status == 201);
    const Answer refused = org.send("PATCH", address, R"({"Name":"B"})");
    CHECK(refused.status == 405);
    CHECK(
        refused.body.find("HTTP Method 'PATCH' not allowed. Allowed are HEAD,GET,POST") !=
        std::string::npos
    );
}

TEST_CASE("what an org cannot do without cannot be deleted") {
    InProcessApi org;
    const std::string user = org.api().org().user_id().text();
    const Answer refused = org.send("DELETE", "/services/data/v60.0/sobjects/User/" + user);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("entity type User does not support delete") != std::string::npos);
    CHECK(org.send("GET", "/services/data/v60.0/sobjects/User/" + user).status == 200);
}

TEST_CASE("addresses of a real org that lead nowhere here are not found") {
    InProcessApi org;
    for (const std::string name : {"layouts", "listviews", "quickActions"}) {
        CAPTURE(name);
        CHECK(org.send("GET", std::string{k_accounts} + "/" + name).status == 404);
    }
}

TEST_CASE("errors of a save list their fields, if only none") {
    InProcessApi org;
    const Answer gone = org.send("DELETE", std::string{k_accounts} + "/001RL0000000999");
    CHECK(gone.body.find(R"("fields":[])") != std::string::npos);
    const Answer unknown = org.send("POST", k_accounts, R"({"Nope":"x"})");
    CHECK(unknown.body.find("fields") == std::string::npos);
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

TEST_CASE("who copies records is told which were written or deleted") {
    InProcessApi org;
    const std::string kept = org.create("Account", R"({"Name":"A"})");
    const std::string gone = org.create("Account", R"({"Name":"B"})");
    const auto stamp = [&] {
        const std::string query =
            "/services/data/v60.0/queryAll?q=SELECT+SystemModstamp+FROM+Account+WHERE+Id='";
        return org.send("GET", query + gone + "'").body;
    };
    const std::string made = stamp();
    REQUIRE(org.send("DELETE", std::string{k_accounts} + "/" + gone).status == 204);
    CHECK(stamp() != made);
    const std::string span = "?start=2025-12-31T00:00:00%2B00:00&end=2026-01-02T00:00:00%2B00:00";
    const Answer updated = org.send("GET", std::string{k_accounts} + "/updated" + span);
    CHECK(updated.status == 200);
    CHECK(updated.body.starts_with(R"({"ids":[")" + kept + R"("],"latestDateCovered":"2026-01-01T)")
    );
    const Answer deleted = org.send("GET", std::string{k_accounts} + "/deleted/" + span);
    CHECK(deleted.status == 200);
    CHECK(deleted.body.starts_with(
        R"({"deletedRecords":[{"id":")" + gone + R"(","deletedDate":"2026-01-01T)"
    ));
    CHECK(member(deleted.body, "earliestDateAvailable") == "2026-01-01T00:00:00.000+0000");
    const std::string before = "?start=2025-12-30T00:00:00Z&end=2025-12-31T00:00:00Z";
    CHECK(
        org.send("GET", std::string{k_accounts} + "/updated" + before).body ==
        R"({"ids":[],"latestDateCovered":"2025-12-31T00:00:00.000+0000"})"
    );
    CHECK(org.send("GET", std::string{k_accounts} + "/updated").status == 400);
    CHECK(org.send("GET", "/services/data/v60.0/sobjects/Nope/updated" + span).status == 404);
}

TEST_CASE("what was deleted for good is told as well") {
    InProcessApi org;
    const std::string gone = org.create("Account", R"({"Name":"A"})");
    org.run_job(
        org.create_job(R"({"object":"Account","operation":"hardDelete","lineEnding":"LF"})"),
        "Id\n" + gone + "\n"
    );
    const std::string deleted = std::string{k_accounts} + "/deleted";
    const Answer told =
        org.send("GET", deleted + "?start=2026-01-01T00:00:00Z&end=2026-01-02T00:00:00Z");
    CHECK(told.body.starts_with(
        R"({"deletedRecords":[{"id":")" + gone + R"(","deletedDate":"2026-01-01T)"
    ));
    const Answer before =
        org.send("GET", deleted + "?start=2025-12-30T00:00:00Z&end=2025-12-31T00:00:00Z");
    CHECK(before.body.starts_with(R"({"deletedRecords":[],)"));
    const Answer wrong =
        org.send("GET", deleted + "?start=2026-01-01T00:00:00Z&end=2026-01-01T00:00:00Z");
    CHECK(wrong.status == 400);
    CHECK(wrong.body.find("INVALID_REPLICATION_DATE") != std::string::npos);
}

TEST_CASE("relatives of a record are read by the name of their relationship") {
    InProcessApi org;
    const std::string parent = org.create("Account", R"({"Name":"A"})");
    const std::string child =
        org.create("Contact", R"({"LastName":"C","AccountId":")" + parent + R"("})");
    const auto send = [&](const std::string& below) {
        return org.send("GET", "/services/data/v60.0/sobjects/" + below);
    };
    CHECK(member(send("Contact/" + child + "/Account").body, "Name") == "A");
    const Answer children = send("Account/" + parent + "/Contacts?fields=LastName");
    CHECK(children.status == 200);
    CHECK(member(children.body, "totalSize") == "1");
    CHECK(children.body.find(R"("LastName":"C")") != std::string::npos);
    CHECK(send("Account/" + parent + "/contacts").body.find(child) != std::string::npos);
    CHECK(send("Account/" + parent + "/Parent").status == 404);
    CHECK(send("Account/" + parent + "/Nope").status == 404);
    CHECK(send("Account/001RL0000009999/Contacts").status == 404);
    CHECK(org.send("GET", "/services/data/v60.0/recent").body == "[]");
}

}  // namespace
}  // namespace rowlock
