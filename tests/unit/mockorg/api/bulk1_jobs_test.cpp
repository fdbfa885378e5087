#include "mockorg/api/faces.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_client.hpp"

namespace rowlock {
namespace {

const std::string k_insert =
    "<operation>insert</operation><object>account</object><contentType>CSV</contentType>";
const std::string k_namespace = "http://www.force.com/2009/06/asyncapi/dataload";

TEST_CASE("a job in XML: every element in its place") {
    Bulk1Client client;
    const Answer created = client.send(
        "POST",
        "job/",
        job_info("\n <operation>upsert</operation>\n\n <object>account</object>\n"
                 " <concurrencyMode>Serial</concurrencyMode>\n"
                 " <externalIdFieldName>Id</externalIdFieldName><contentType>CSV</contentType>\n"),
        "application/xml; charset=UTF-8"
    );
    CHECK(created.status == 201);
    CHECK(created.headers.get("Content-Type") == "application/xml");
    const std::string id = element(created.body, "id");
    CHECK(id.size() == 18);
    CHECK(id.substr(0, 3) == "750");
    CHECK(
        created.body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><jobInfo\n   xmlns=\"" + k_namespace +
            "\">\n <id>" + id +
            "</id>\n <operation>upsert</operation>\n <object>Account</object>\n <createdById>" +
            client.org().api().org().user_id().text() +
            "</createdById>\n <createdDate>2026-01-01T00:00:00.000Z</createdDate>\n"
            " <systemModstamp>2026-01-01T00:00:00.000Z</systemModstamp>\n <state>Open</state>\n"
            " <externalIdFieldName>Id</externalIdFieldName>\n"
            " <concurrencyMode>Serial</concurrencyMode>\n <contentType>CSV</contentType>\n"
            " <numberBatchesQueued>0</numberBatchesQueued>\n"
            " <numberBatchesInProgress>0</numberBatchesInProgress>\n"
            " <numberBatchesCompleted>0</numberBatchesCompleted>\n"
            " <numberBatchesFailed>0</numberBatchesFailed>\n"
            " <numberBatchesTotal>0</numberBatchesTotal>\n"
            " <numberRecordsProcessed>0</numberRecordsProcessed>\n"
            " <numberRetries>0</numberRetries>\n <apiVersion>60.0</apiVersion>\n"
            " <numberRecordsFailed>0</numberRecordsFailed>\n"
            " <totalProcessingTime>0</totalProcessingTime>\n"
            " <apiActiveProcessingTime>0</apiActiveProcessingTime>\n"
            " <apexProcessingTime>0</apexProcessingTime>\n</jobInfo>"
    );
    CHECK(client.send("GET", "job/" + id + "/").body == created.body);
    CHECK(client.send("GET", "job/" + id.substr(0, 15)).body == created.body);
}

TEST_CASE("a job in JSON: members in alphabetical order, the version a number") {
    Bulk1Client client;
    const Answer created = client.send(
        "POST",
        "job",
        R"({"operation":"insert","object":"Lead","concurrencyMode":1,"contentType":"JSON",)"
        R"("assignmentRuleId":"01Q000000000001","externalIdFieldName":null})",
        "application/json"
    );
    CHECK(created.status == 201);
    CHECK(created.headers.get("Content-Type") == "application/json");
    CHECK(
        created.body ==
        R"({"apexProcessingTime":0,"apiActiveProcessingTime":0,"apiVersion":60.0,)"
        R"("assignmentRuleId":"01Q000000000001","concurrencyMode":"Serial","contentType":"JSON",)"
        R"("createdById":")" +
            client.org().api().org().user_id().text() +
            R"(","createdDate":"2026-01-01T00:00:00.000+0000","externalIdFieldName":null,"id":")" +
            member(created.body, "id") +
            R"(","numberBatchesCompleted":0,"numberBatchesFailed":0,"numberBatchesInProgress":0,)"
            R"("numberBatchesQueued":0,"numberBatchesTotal":0,"numberRecordsFailed":0,)"
            R"("numberRecordsProcessed":0,"numberRetries":0,"object":"Lead","operation":"insert",)"
            R"("state":"Open","systemModstamp":"2026-01-01T00:00:00.000+0000",)"
            R"("totalProcessingTime":0})"
    );
}

TEST_CASE("close and abort, told in either form and under any content type") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert);
    const Answer closed = client.send(
        "POST", "job/" + job, job_info("<id>" + job + "</id><state>Closed</state>"), "text/csv"
    );
    CHECK(closed.status == 200);
    CHECK(closed.headers.get("Content-Type") == "application/xml");
    CHECK(element(closed.body, "state") == "Closed");
    CHECK(closed.body.find("numberBatchesTotal") != std::string::npos);
    const Answer aborted =
        client.send("POST", "job/" + job, R"({"state":"Aborted"})", "application/json");
    CHECK(aborted.status == 200);
    CHECK(member(aborted.body, "state") == "Aborted");
    CHECK(
        client.set_state(job, "Aborted").body ==
        xml_error("InvalidJobState", "Aborting already Aborted Job not allowed")
    );
}

TEST_CASE("a state change says nothing but the state") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert);
    const auto error = [&](const std::string& members) {
        const Answer answer = client.send("POST", "job/" + job, job_info(members));
        CHECK(answer.status == 400);
        return answer.body;
    };
    CHECK(
        error("<createdById>005000000000001</createdById><state>Closed</state>") ==
        xml_error("InvalidJob", "CreatedById cannot be specified")
    );
    CHECK(
        element(error("<operation>insert</operation><state>Closed</state>"), "exceptionCode") ==
        "InvalidJob"
    );
    CHECK(element(error("<state>Open</state>"), "exceptionCode") == "InvalidJobState");
    CHECK(element(error(""), "exceptionCode") == "InvalidJobState");
    CHECK(element(client.send("GET", "job/" + job).body, "state") == "Open");
}

TEST_CASE("what a create of a 1.0 job must not ask for") {
    Bulk1Client client;
    const auto code = [&](const std::string& members) {
        const Answer answer = client.send("POST", "job", job_info(members), "application/xml");
        CHECK(answer.status == 400);
        return element(answer.body, "exceptionCode");
    };
    CHECK(code("<operation>insert</operation><object>Nothing__c</object>") == "InvalidEntity");
    CHECK(code("<operation>INSERT</operation><object>Account</object>") == "InvalidOperation");
    CHECK(code("<object>Account</object>") == "InvalidOperation");
    CHECK(code("<operation>upsert</operation><object>Account</object>") == "InvalidJob");
    CHECK(
        code("<operation>insert</operation><object>Account</object>"
             "<externalIdFieldName>Id</externalIdFieldName>") == "InvalidJob"
    );
    CHECK(
        code("<operation>insert</operation><object>Account</object>"
             "<contentType>PDF</contentType>") == "InvalidJob"
    );
    CHECK(
        code("<operation>query</operation><object>Account</object>"
             "<contentType>ZIP_CSV</contentType>") == "InvalidJob"
    );
    const Answer no_parent = client.org().send(
        "POST",
        "/services/async/60.0/job",
        job_info("<operation>query</operation><object>Account</object>"),
        {{"Content-Type", "application/xml"}, {"Sforce-Enable-PKChunking", "parent=Contact"}}
    );
    CHECK(no_parent.status == 400);
    CHECK(
        no_parent.body ==
        xml_error("ClientInputError", "PK chunking: Account has no parent 'Contact'")
    );
    const Answer json = client.send(
        "POST", "job", R"({"operation":"merge","object":"Account"})", "application/json"
    );
    CHECK(json.status == 400);
    CHECK(member(json.body, "exceptionCode") == "InvalidOperation");
}

TEST_CASE("Sforce-Batch-Size changes nothing, and whoever runs the org is told so") {
    std::vector<std::string> advice;
    ApiOptions options;
    options.token = "T";
    options.advise = [&](std::string_view words) { advice.emplace_back(words); };
    Api api{Org::create(steady_config()).value(), options};
    const auto create = [&](const std::string& size) {
        HttpRequest request{
            "POST",
            "/services/async/60.0/job",
            {},
            job_info("<operation>insert</operation><object>Account</object>")};
        request.headers.add("X-SFDC-Session", "T");
        request.headers.add("Content-Type", "application/xml");
        if (!size.empty()) request.headers.add("Sforce-Batch-Size", size);
        int status = 0;
        api.handle(api.org().now(), std::move(request), [&](const HttpResponse& response) {
            status = response.status;
        });
        return status;
    };
    CHECK(create("") == 201);
    CHECK(advice.empty());
    CHECK(create("50") == 201);
    CHECK(create("nonsense") == 201);
    REQUIRE(advice.size() == 2);
    CHECK(advice[0].find("Sforce-Batch-Size") != std::string::npos);
}

TEST_CASE("bodies that are no jobInfo") {
    Bulk1Client client;
    const auto body = GENERATE(
        as<std::string>{},
        "",
        "<jobInfo><operation>insert</operation><object>Account</object></jobInfo>",
        "<jobInfo xmlns=\"urn:other\"/>",
        "<batchInfo xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\"/>",
        "<jobInfo xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><jobInfo "
        "xmlns=\"http://www.force.com/2009/06/asyncapi/dataload\">&a;</jobInfo>"
    );
    INFO(body);
    const Answer answer = client.send("POST", "job", body, "application/xml");
    CHECK(answer.status == 400);
    CHECK(element(answer.body, "exceptionCode") == "InvalidXml");
    const Answer json = client.send("POST", "job", "[1", "application/json");
    CHECK(json.status == 400);
    CHECK(member(json.body, "exceptionCode") == "ClientInputError");
}

TEST_CASE("a session is asked for in 1.0's own words, with HTTP 400") {
    Bulk1Client client;
    const auto answer = [&](const std::string& name, const std::string& value) {
        HttpRequest request{"GET", "/services/async/60.0/job/750RL0000000001", {}, {}};
        if (!name.empty()) request.headers.add(name, value);
        return client.org().send_anonymous(std::move(request));
    };
    const std::string refused = xml_error("InvalidSessionId", "Invalid session id");
    CHECK(answer("", "").body == refused);
    CHECK(answer("", "").status == 400);
    CHECK(answer("X-SFDC-Session", "wrong").body == refused);
    const auto known = [&](const std::string& name, const std::string& value) {
        return element(answer(name, value).body, "exceptionCode") == "InvalidJob";
    };
    CHECK(known("X-SFDC-Session", "00DTEST!token"));
    CHECK(known("X-SFDC-Session", "Bearer 00DTEST!token"));
    CHECK(known("x-sfdc-session", "bearer  00DTEST!token"));
    CHECK(known("Authorization", "Bearer 00DTEST!token"));

    HttpRequest json{"POST", "/services/async/60.0/job", {}, "{}"};
    json.headers.add("Content-Type", "application/json");
    CHECK(
        client.org().send_anonymous(json).body ==
        R"({"exceptionCode":"InvalidSessionId","exceptionMessage":"Invalid session id"})"
    );
}

TEST_CASE("addresses, methods and versions that are none") {
    Bulk1Client client;
    const auto code = [&](const std::string& method, const std::string& target) {
        const Answer answer = client.org().send(method, target);
        CHECK(answer.status == 400);
        return element(answer.body, "exceptionCode");
    };
    CHECK(code("GET", "/services/async/60.0/nothing") == "InvalidUrl");
    for (const std::string version : {"v60.0", "60", "60.5", "100.0", "undefined"})
        CHECK(
            code("GET", "/services/async/" + version + "/job/750RL0000000001") == "InvalidVersion"
        );
    CHECK(code("GET", "/services/async") == "InvalidUrl");
    CHECK(code("DELETE", "/services/async/60.0/job") == "InvalidUrl");
    CHECK(code("GET", "/services/async/30.0/job/750RL0000000001") == "InvalidVersion");
    CHECK(code("GET", "/services/async/60.0/job/undefined") == "InvalidJob");
    // Leading slashes are no part of it.
    CHECK(code("GET", "//services/async/66.0/job/750RL0000000001") == "InvalidJob");
}

TEST_CASE("the form of an answer: a JSON job is told in XML to who asks in XML, its batches are not"
) {
    Bulk1Client client;
    const std::string job = client.create_job(
        "<operation>insert</operation><object>Account</object><contentType>JSON</contentType>"
    );
    CHECK(client.send("GET", "job/" + job).headers.get("Content-Type") == "application/json");
    CHECK(
        client.send("GET", "job/" + job, "", "application/xml").headers.get("Content-Type") ==
        "application/xml"
    );
    CHECK(
        client.send("GET", "job/" + job + "/batch", "", "application/xml")
            .headers.get("Content-Type") == "application/json"
    );
    // CSV jobs, as tap-salesforce makes them by JSON.
    const Answer made = client.send(
        "POST",
        "job",
        R"({"operation":"query","object":"Account","contentType":"CSV"})",
        "application/json"
    );
    const std::string csv = member(made.body, "id");
    CHECK(
        client.send("GET", "job/" + csv + "/batch", "", "application/json")
            .headers.get("Content-Type") == "application/xml"
    );
}

TEST_CASE("a job of Bulk API 2.0 is shown, in the words of 1.0") {
    Bulk1Client client;
    const std::string job = client.org().create_job(R"({"object":"Account","operation":"insert"})");
    CHECK(element(client.send("GET", "job/" + job).body, "state") == "Open");
    client.org().run_job(job, "Name\nA\n\"\"\n");
    const std::string info = client.send("GET", "job/" + job).body;
    CHECK(element(info, "state") == "Closed");
    CHECK(element(info, "numberBatchesCompleted") == "1");
    CHECK(element(info, "numberRecordsProcessed") == "2");
    CHECK(element(info, "numberRecordsFailed") == "1");
}

TEST_CASE("a transformation spec renames the columns of later batches") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert);
    const Answer set = client.send(
        "POST",
        "job/" + job + "/spec",
        "Salesforce Field,Csv Header,Value,Hint\nName,Full Name,,\n",
        "text/csv"
    );
    CHECK(set.status == 201);
    const std::string batch = client.add_batch(job, "Full Name\nAcme\n");
    CHECK(element(client.batch(job, batch).body, "numberRecordsFailed") == "0");
    CHECK(
        element(
            client.send("POST", "job/" + job + "/spec", "nonsense", "text/csv").body,
            "exceptionCode"
        ) == "ClientInputError"
    );
}

TEST_CASE("1.0 jobs are in the list of all jobs") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert);
    const std::string list =
        client.org().send("GET", "/services/data/v60.0/jobs/ingest?jobType=Classic").body;
    CHECK(list.find("\"id\":\"" + job + "\"") != std::string::npos);
    CHECK(list.find("\"jobType\":\"Classic\"") != std::string::npos);
}

TEST_CASE("the schema of the documents is well-formed and knows what the org writes") {
    Bulk1Client client;
    const Answer answer = client.send("GET", "AsyncApi.xsd");
    CHECK(answer.status == 200);
    CHECK(answer.headers.get("Content-Type") == "application/xml");
    REQUIRE(read_xml(answer.body).has_value());
    const std::string job = client.create_job(k_insert);
    const XmlElement info = read_xml(client.send("GET", "job/" + job).body).value();
    std::size_t place = answer.body.find("<xs:element name=\"jobInfo\">");
    for (const XmlElement& member : info.children) {
        // In the order of the schema.
        place = answer.body.find("<xs:element name=\"" + member.name.local + "\"", place);
        INFO(member.name.local);
        REQUIRE(place != std::string::npos);
    }
}

TEST_CASE("query jobs of Bulk API 2.0 are shown, too") {
    Bulk1Client client;
    const Answer made = client.org().send(
        "POST",
        "/services/data/v60.0/jobs/query",
        R"({"operation":"query","query":"SELECT Id FROM Account"})"
    );
    const std::string info = client.send("GET", "job/" + member(made.body, "id")).body;
    CHECK(element(info, "operation") == "query");
    CHECK(element(info, "state") == "Closed");
}

}  // namespace
}  // namespace rowlock
