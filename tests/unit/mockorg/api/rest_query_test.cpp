#include "mockorg/api/faces.hpp"
#include "mockorg/codec/http_message.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string query_path(const std::string& soql, const std::string& resource = "query") {
    return "/services/data/v60.0/" + resource + "/?q=" + percent_encode(soql);
}

TEST_CASE("a query in canonical names") {
    InProcessApi org;
    const std::string id = org.create("Account", R"({"Name":"A"})");
    const Answer answer = org.send("GET", query_path("select id, name from account"));
    CHECK(answer.status == 200);
    CHECK(
        answer.body == R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account",)"
                       R"("url":"/services/data/v60.0/sobjects/Account/)" +
                           id + R"("},"Id":")" + id + R"(","Name":"A"}]})"
    );
}

TEST_CASE("parents are nested where they are first named, null where there is none") {
    InProcessApi org;
    const std::string account = org.create("Account", R"({"Name":"Acme"})");
    org.create("Contact", R"({"LastName":"A","AccountId":")" + account + "\"}");
    org.create("Contact", R"({"LastName":"B"})");
    const auto page = nlohmann::ordered_json::parse(
        org.send(
               "GET",
               query_path("SELECT account.name, LastName, Account.Owner.Id, account.Id FROM Contact"
               )
        )
            .body
    );
    const auto& records = page.at("records");
    REQUIRE(records.size() == 2);
    const std::string user = org.api().org().user_id().text();
    CHECK(
        records[0]["Account"].dump() ==
        R"({"attributes":{"type":"Account","url":"/services/data/v60.0/sobjects/Account/)" +
            account + R"("},"Name":"Acme","Owner":{"attributes":{"type":"User","url":)" +
            R"("/services/data/v60.0/sobjects/User/)" + user + R"("},"Id":")" + user +
            R"("},"Id":")" + account + "\"}"
    );
    std::vector<std::string> names;
    for (const auto& [name, value] : records[1].items()) names.push_back(name);
    CHECK(names == std::vector<std::string>{"attributes", "Account", "LastName"});
    CHECK(records[1]["Account"].is_null());
}

TEST_CASE("large results come in pages") {
    InProcessApi org;
    std::string csv = "Name\n";
    for (int i = 0; i < 450; ++i) csv += "A" + std::to_string(i) + "\n";
    org.run_job(org.create_job(R"({"object":"Account","operation":"insert"})"), csv);
    std::string target = query_path("SELECT Id FROM Account");
    std::vector<std::size_t> pages;
    while (!target.empty()) {
        const auto page = nlohmann::json::parse(
            org.send("GET", target, {}, {{"Sforce-Query-Options", "batchSize=1, x=y"}}).body
        );
        CHECK(page["totalSize"] == 450);
        pages.push_back(page["records"].size());
        target = page["done"].get<bool>() ? "" : page["nextRecordsUrl"].get<std::string>();
        if (!target.empty()) CHECK(target.find("/services/data/v60.0/query/01g") == 0);
    }
    CHECK(pages == std::vector<std::size_t>{200, 200, 50});
    CHECK(
        nlohmann::json::parse(org.send("GET", query_path("SELECT Id FROM Account")).body)["done"] ==
        true
    );
}

TEST_CASE("deleted records show in queryAll only") {
    InProcessApi org;
    const std::string id = org.create("Account", R"({"Name":"A"})");
    REQUIRE(org.send("DELETE", "/services/data/v60.0/sobjects/Account/" + id).status == 204);
    const std::string soql = "SELECT COUNT() FROM Account";
    CHECK(member(org.send("GET", query_path(soql)).body, "totalSize") == "0");
    CHECK(member(org.send("GET", query_path(soql, "queryAll")).body, "totalSize") == "1");
}

TEST_CASE("columns are described on request") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    const auto rows = nlohmann::json::parse(
        org.send("GET", query_path("select name, id from account") + "&columns=true").body
    );
    CHECK(
        rows["columnMetadata"].dump() ==
        R"([{"aggregate":false,"columnName":"Name","displayName":"Name","joinColumns":[]},)"
        R"({"aggregate":false,"columnName":"Id","displayName":"Id","joinColumns":[]}])"
    );
    const auto nested = nlohmann::json::parse(
        org.send("GET", query_path("SELECT Id, Owner.Name FROM Account") + "&columns=true").body
    );
    CHECK(nested["columnMetadata"][1]["columnName"] == "Owner");
    CHECK(nested["columnMetadata"][1]["aggregate"] == false);
    CHECK(nested["columnMetadata"][1]["joinColumns"][0]["columnName"] == "Name");
    const auto count = nlohmann::json::parse(
        org.send("GET", query_path("SELECT COUNT() FROM Account") + "&columns=true").body
    );
    CHECK(count["columnMetadata"].size() == 1);
    CHECK(count["columnMetadata"][0]["aggregate"] == true);
}

TEST_CASE("columns of TYPEOF are those of all branches, each once") {
    InProcessApi org;
    const auto page = nlohmann::json::parse(
        org.send(
               "GET",
               query_path("SELECT TYPEOF What WHEN Account THEN Name, Owner.Name WHEN Opportunity "
                          "THEN Name, Owner.Email, StageName ELSE Id END FROM Task"
               ) + "&columns=true"
        )
            .body
    );
    const auto& joined = page["columnMetadata"][0]["joinColumns"];
    const auto names_of = [](const nlohmann::json& columns) {
        std::vector<std::string> names;
        for (const auto& column : columns) names.push_back(column["columnName"]);
        return names;
    };
    CHECK(names_of(joined) == std::vector<std::string>{"Name", "Owner", "StageName", "Id"});
    CHECK(names_of(joined[1]["joinColumns"]) == std::vector<std::string>{"Name", "Email"});
}

TEST_CASE("children are a page inside their parent, null where there are none") {
    InProcessApi org;
    const std::string account = org.create("Account", R"({"Name":"Acme"})");
    org.create("Account", R"({"Name":"Empty"})");
    const std::string contact =
        org.create("Contact", R"({"LastName":"A","AccountId":")" + account + "\"}");
    const auto page = nlohmann::ordered_json::parse(
        org.send("GET", query_path("SELECT Name, (SELECT LastName FROM Contacts) FROM Account"))
            .body
    );
    CHECK(
        page["records"][0]["Contacts"].dump() ==
        R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":)"
        R"("/services/data/v60.0/sobjects/Contact/)" +
            contact + R"("},"LastName":"A"}]})"
    );
    CHECK(page["records"][1]["Contacts"].is_null());
}

TEST_CASE("groups have no address, and columns name functions") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A","Industry":"Banking"})");
    const Answer answer = org.send(
        "GET",
        query_path("SELECT Industry, COUNT(Id) c, COUNT(Name) FROM Account GROUP BY Industry") +
            "&columns=true"
    );
    const auto page = nlohmann::ordered_json::parse(answer.body);
    CHECK(
        page["records"].dump() ==
        R"([{"attributes":{"type":"AggregateResult"},"Industry":"Banking","c":1,"expr0":1}])"
    );
    const auto& columns = page["columnMetadata"];
    REQUIRE(columns.size() == 3);
    CHECK(columns[0]["columnName"] == "Industry");
    CHECK(columns[0]["aggregate"] == false);
    CHECK(columns[1]["columnName"] == "c");
    CHECK(columns[1]["displayName"] == "COUNT(Id)");
    CHECK(columns[1]["aggregate"] == true);
    CHECK(columns[2]["columnName"] == "expr0");
    CHECK(columns[2]["joinColumns"].empty());
}

TEST_CASE("FOR UPDATE answers once it has its locks") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    const Answer answer = org.send("GET", query_path("SELECT Name FROM Account FOR UPDATE"));
    CHECK(answer.status == 200);
    CHECK(member(answer.body, "totalSize") == "1");
}

TEST_CASE("who has a query explained takes no locks") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    const auto transactions = [&] { return org.api().org().lock_statistics().transactions; };
    const std::uint64_t before = transactions();
    const std::string query = "SELECT+Name+FROM+Account+FOR+UPDATE";
    const Answer plans = org.send("GET", "/services/data/v60.0/query?explain=" + query);
    CHECK(plans.status == 200);
    CHECK(transactions() == before);
    CHECK(org.send("GET", "/services/data/v60.0/query?q=" + query).status == 200);
    CHECK(transactions() == before + 1);
}

TEST_CASE("whoever runs the org is told of queries that ask for a scope") {
    std::vector<std::string> advice;
    ApiOptions options;
    options.token = "T";
    options.advise = [&](std::string_view words) { advice.emplace_back(words); };
    Api api{Org::create(steady_config()).value(), options};
    const auto told_by = [&](const std::string& rest) {
        advice.clear();
        HttpRequest request{"GET", query_path("SELECT Id FROM Account " + rest), {}, {}};
        request.headers.add("Authorization", "Bearer T");
        int status = 0;
        api.handle(api.org().now(), std::move(request), [&](const HttpResponse& response) {
            status = response.status;
        });
        CHECK(status == 200);
        return advice.size();
    };
    CHECK(told_by("USING SCOPE mine") == 1);
    CHECK(told_by("using\nscope\teverything") == 1);
    CHECK(told_by("WHERE Name = 'x using scope y'") == 0);
    CHECK(told_by("") == 0);
}

TEST_CASE("scopes are those that there are, and mean nothing") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    const std::string query = "/services/data/v60.0/query?q=SELECT+Id+FROM+Account+USING+SCOPE+";
    CHECK(member(org.send("GET", query + "mine").body, "totalSize") == "1");
    CHECK(org.send("GET", query + "nonsense").status == 400);
}

TEST_CASE("mistakes in queries") {
    InProcessApi org;
    const Answer empty = org.send("GET", "/services/data/v60.0/query");
    CHECK(empty.status == 400);
    CHECK(
        empty.body ==
        R"([{"message":"A query string has to be specified","errorCode":"MALFORMED_QUERY"}])"
    );
    CHECK(org.send("GET", query_path("SELECT")).body.find("MALFORMED_QUERY") != std::string::npos);
    CHECK(
        org.send("GET", query_path("SELECT X FROM Account")).body.find("INVALID_FIELD") !=
        std::string::npos
    );
    CHECK(
        org.send("GET", query_path("SELECT Id FROM Xyz")).body.find("INVALID_TYPE") !=
        std::string::npos
    );
    const Answer more = org.send("GET", "/services/data/v60.0/query/01g000000000000-2000");
    CHECK(more.status == 400);
    CHECK(
        more.body == R"([{"message":"invalid query locator","errorCode":"INVALID_QUERY_LOCATOR"}])"
    );
}

}  // namespace
}  // namespace rowlock
