#include "tests/unit/mockorg/api/bulk1_client.hpp"
#include "tests/unit/mockorg/api/two_users.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rowlock {
namespace {

using json = nlohmann::json;
using Catch::Contains;

constexpr const char* k_rest = "/services/data/v60.0/";

/// Ann writes, by whatever API, and the org tells who wrote.
struct Writers : TwoUsers {
    Answer rest(const std::string& method, const std::string& path, const json& body) {
        return as_ann(method, k_rest + path, body.dump());
    }

    /// The records' names with those who created, changed and own them, in the order of the names.
    std::vector<std::string> signed_accounts(const std::string& where = "Name != null") {
        const std::string soql =
            "SELECT+Name,CreatedById,LastModifiedById,OwnerId+FROM+Account+WHERE+" + where +
            "+ORDER+BY+Name";
        std::vector<std::string> found;
        std::string query = k_rest + ("queryAll?q=" + soql);
        for (char& letter : query)
            if (letter == ' ') letter = '+';
        const json page = json::parse(org.send("GET", query).body);
        for (const json& each : page.at("records")) {
            std::string line = each.at("Name");
            for (const char* field : {"CreatedById", "LastModifiedById", "OwnerId"})
                line.append(each.at(field) == ann_id ? " ann" : " admin");
            found.push_back(line);
        }
        return found;
    }

    /// Of a job made by her, with its data uploaded.
    std::string run_bulk2(const std::string& job, const std::string& csv) {
        const std::string ingest = std::string{k_rest} + "jobs/ingest";
        const std::string made = as_ann("POST", ingest, job).body;
        const std::string id = member(made, "id");
        as_ann("PUT", ingest + "/" + id + "/batches", csv, "text/csv");
        as_ann("PATCH", ingest + "/" + id, R"({"state":"UploadComplete"})");
        return made;
    }

    std::string soap(const std::string& operation) {
        const std::string envelope =
            R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" )"
            R"(xmlns="urn:partner.soap.sforce.com"><e:Body>)" +
            operation + "</e:Body></e:Envelope>";
        return as_ann("POST", "/services/Soap/u/60.0", envelope, "text/xml").body;
    }
};

json account(const std::string& name) {
    return {{"attributes", {{"type", "Account"}}}, {"Name", name}};
}

json member_of(const std::string& reference, const std::string& name) {
    return {
        {"method", "POST"},
        {"url", std::string{k_rest} + "sobjects/Account"},
        {"referenceId", reference},
        {"body", {{"Name", name}}}};
}

using Lines = std::vector<std::string>;

TEST_CASE("what a user makes by REST is the user's") {
    Writers users;
    users.rest("POST", "sobjects/Account", {{"Name", "a"}});
    users.rest("POST", "composite/sobjects", {{"records", {account("b")}}});
    users.rest("POST", "composite", {{"compositeRequest", {member_of("m", "c")}}});
    users.rest(
        "POST", "composite", {{"allOrNone", true}, {"compositeRequest", {member_of("m", "d")}}}
    );
    const json graph{{"graphId", "1"}, {"compositeRequest", {member_of("m", "e")}}};
    users.rest("POST", "composite/graph", {{"graphs", {graph}}});
    json tree = account("f");
    tree["attributes"]["referenceId"] = "r";
    users.rest("POST", "composite/tree/Account", {{"records", {tree}}});
    const json inner{
        {"method", "POST"}, {"url", "v60.0/sobjects/Account"}, {"richInput", {{"Name", "g"}}}};
    users.rest("POST", "composite/batch", {{"batchRequests", {inner}}});
    const Lines expected{
        "a ann ann ann",
        "b ann ann ann",
        "c ann ann ann",
        "d ann ann ann",
        "e ann ann ann",
        "f ann ann ann",
        "g ann ann ann"};
    CHECK(users.signed_accounts() == expected);
}

TEST_CASE("what a user makes by SOAP and by bulk jobs is the user's, and so are the jobs") {
    Writers users;
    users.soap("<create><sObjects><type>Account</type><Name>a</Name></sObjects></create>");
    const std::string job = users.run_bulk2(
        R"({"object":"Account","operation":"insert","lineEnding":"LF"})", "Name\nb\n"
    );
    CHECK(member(job, "createdById") == users.ann_id);
    const std::string made =
        users
            .as_ann(
                "POST",
                "/services/async/60.0/job",
                job_info("<operation>insert</operation><object>Account</object>"
                         "<contentType>CSV</contentType>"),
                "application/xml"
            )
            .body;
    CHECK(element(made, "createdById") == users.ann_id);
    const std::string batches = "/services/async/60.0/job/" + element(made, "id") + "/batch";
    users.as_ann("POST", batches, "Name\nc\n", "text/csv");
    const Lines expected{"a ann ann ann", "b ann ann ann", "c ann ann ann"};
    CHECK(users.signed_accounts() == expected);
    const std::string query =
        users
            .rest(
                "POST", "jobs/query", {{"operation", "query"}, {"query", "SELECT Id FROM Account"}}
            )
            .body;
    CHECK(member(query, "createdById") == users.ann_id);
}

TEST_CASE("who changes a record neither made nor owns it") {
    Writers users;
    const std::string a = users.org.create("Account", R"({"Name":"a"})");
    const std::string b = users.org.create("Account", R"({"Name":"b"})");
    users.rest("PATCH", "sobjects/Account/" + a, {{"Site", "x"}});
    users.run_bulk2(
        R"({"object":"Account","operation":"update","lineEnding":"LF"})", "Id,Site\n" + b + ",x\n"
    );
    CHECK(users.signed_accounts() == Lines{"a admin ann admin", "b admin ann admin"});
    users.org.send(
        "PATCH",
        k_rest + ("sobjects/Account/" + a),
        R"({"Site":"y"})",
        {{"Content-Type", "application/json"}}
    );
    CHECK(users.signed_accounts() == Lines{"a admin admin admin", "b admin ann admin"});
}

TEST_CASE("who deletes a record is the last to have changed it, and what went along with it") {
    Writers users;
    const std::string above = users.org.create("Account", R"({"Name":"above"})");
    users.org.create("Contact", R"({"LastName":"c","AccountId":")" + above + "\"}");
    CHECK(users.as_ann("DELETE", k_rest + ("sobjects/Account/" + above)).status == 204);
    CHECK(users.signed_accounts("IsDeleted = true") == Lines{"above admin ann admin"});
    const Answer contacts = users.org.send(
        "GET", std::string{k_rest} + "queryAll?q=SELECT+LastModifiedById+FROM+Contact"
    );
    CHECK_THAT(contacts.body, Contains(users.ann_id));
}

TEST_CASE("an owner that is named owns the record") {
    Writers users;
    const std::string admin =
        member(users.org.send("GET", "/services/oauth2/userinfo").body, "user_id");
    users.rest("POST", "sobjects/Account", {{"Name", "a"}, {"OwnerId", admin}});
    CHECK(users.signed_accounts() == Lines{"a ann ann admin"});
    const Answer by_name = users.org.send(
        "GET",
        std::string{k_rest} +
            "query?q=SELECT+COUNT()+FROM+Account+WHERE+CreatedBy.Username='ann@acme.com'"
    );
    CHECK_THAT(by_name.body, Contains(R"("totalSize":1)"));
}

}  // namespace
}  // namespace rowlock
