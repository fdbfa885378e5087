#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_client.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

const std::string k_insert_csv =
    "<operation>insert</operation><object>Account</object><contentType>CSV</contentType>";
const std::string k_insert_xml =
    "<operation>insert</operation><object>Contact</object><contentType>XML</contentType>";
const std::string k_insert_json =
    "<operation>insert</operation><object>Contact</object><contentType>JSON</contentType>";
const std::string k_query_csv =
    "<operation>query</operation><object>Account</object><contentType>CSV</contentType>";
const std::string k_namespace = "http://www.force.com/2009/06/asyncapi/dataload";

const std::string k_required = "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --";

TEST_CASE("a CSV batch from its post to its results") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert_csv);
    const Answer added = client.send(
        "POST", "job/" + job + "/batch/", "NAME\r\nA\r\n\"\"\r\nB\r\n", "text/csv; charset=UTF-8"
    );
    CHECK(added.status == 201);
    CHECK(added.headers.get("Content-Type") == "application/xml");
    const std::string id = element(added.body, "id");
    CHECK(id.size() == 18);
    CHECK(id.substr(0, 3) == "751");
    CHECK(added.headers.get("Location") == "/services/async/60.0/job/" + job + "/batch/" + id);
    CHECK(
        added.headers.get("Cache-Control") == "no-cache,must-revalidate,max-age=0,no-store,private"
    );
    CHECK(
        added.body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><batchInfo\n   xmlns=\"" +
                          k_namespace + "\">\n <id>" + id + "</id>\n <jobId>" + job +
                          "</jobId>\n <state>Queued</state>\n"
                          " <createdDate>2026-01-01T00:00:00.000Z</createdDate>\n"
                          " <systemModstamp>2026-01-01T00:00:00.000Z</systemModstamp>\n"
                          " <numberRecordsProcessed>0</numberRecordsProcessed>\n"
                          " <numberRecordsFailed>0</numberRecordsFailed>\n"
                          " <totalProcessingTime>0</totalProcessingTime>\n"
                          " <apiActiveProcessingTime>0</apiActiveProcessingTime>\n"
                          " <apexProcessingTime>0</apexProcessingTime>\n</batchInfo>"
    );

    // The job is still open.
    const std::string info = client.batch(job, id).body;
    CHECK(element(info, "state") == "Completed");
    CHECK(element(info, "numberRecordsProcessed") == "3");
    CHECK(element(info, "numberRecordsFailed") == "1");
    CHECK(element(info, "totalProcessingTime") == "2000");
    CHECK(element(info, "apiActiveProcessingTime") == "1000");

    const Answer result = client.batch(job, id, "/result/");
    CHECK(result.status == 200);
    CHECK(result.headers.get("Content-Type") == "text/csv");
    CHECK(
        result.body ==
        "\"Id\",\"Success\",\"Created\",\"Error\"\n"
        "\"001RL0000000001YAA\",\"true\",\"true\",\"\"\n"
        "\"\",\"false\",\"false\",\"" +
            k_required +
            "\"\n"
            "\"001RL0000000002YAA\",\"true\",\"true\",\"\"\n"
    );
    const Answer request = client.batch(job, id, "/request");
    CHECK(request.headers.get("Content-Type") == "text/csv");
    CHECK(request.body == "NAME\r\nA\r\n\"\"\r\nB\r\n");
}

TEST_CASE("XML records: nil, empty elements, parents, results in XML") {
    Bulk1Client client;
    client.org().create("Account", R"({"Name":"Acme","AccountNumber":"A-1"})");
    const std::string job = client.create_job(k_insert_xml);
    const std::string data = "<sObjects xmlns=\"" + k_namespace +
                             "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                             "<sObject><type>Contact</type><LastName>Smith &amp; Sons</LastName>"
                             "<Phone xsi:nil=\"true\"/><Fax/></sObject>"
                             "<sObject><FirstName>No</FirstName></sObject></sObjects>";
    const std::string id = client.add_batch(job, data, "application/xml");
    const Answer result = client.batch(job, id, "/result");
    CHECK(result.headers.get("Content-Type") == "application/xml");
    CHECK(
        result.body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><results xmlns=\"" + k_namespace +
            "\"><result><id>003RL0000000001YAA</id><success>true</success><created>true</created>"
            "</result><result><errors><fields>LastName</fields>"
            "<message>Required fields are missing: [LastName]</message>"
            "<statusCode>REQUIRED_FIELD_MISSING</statusCode></errors>"
            "<id xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\" />"
            "<success>false</success><created>false</created></result></results>"
    );
    CHECK(client.batch(job, id, "/request").body == data);
    const Answer names =
        client.org().send("GET", "/services/data/v60.0/query?q=SELECT+LastName+FROM+Contact");
    CHECK(names.body.find("Smith & Sons") != std::string::npos);
}

TEST_CASE("JSON batches and everything about them is JSON") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert_json);
    const Answer added = client.send(
        "POST",
        "job/" + job + "/batch",
        R"([{"attributes":{"type":"Contact"},"LastName":"Smith","Phone":null},{"FirstName":"No"}])",
        "application/json"
    );
    CHECK(added.status == 201);
    CHECK(added.headers.get("Content-Type") == "application/json");
    const std::string id = member(added.body, "id");
    CHECK(
        added.body ==
        R"({"apexProcessingTime":0,"apiActiveProcessingTime":0,)"
        R"("createdDate":"2026-01-01T00:00:00.000+0000","id":")" +
            id + R"(","jobId":")" + job +
            R"(","numberRecordsFailed":0,"numberRecordsProcessed":0,"state":"Queued",)"
            R"("stateMessage":null,"systemModstamp":"2026-01-01T00:00:00.000+0000",)"
            R"("totalProcessingTime":0})"
    );
    CHECK(
        client.batch(job, id, "/result").body ==
        R"([{"success":true,"created":true,"id":"003RL0000000001YAA","errors":[]},)"
        R"({"success":false,"created":false,"id":null,"errors":[{"statusCode":)"
        R"("REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]",)"
        R"("fields":["LastName"]}]}])"
    );
    const std::string list = client.send("GET", "job/" + job + "/batch").body;
    CHECK(nlohmann::json::parse(list)["batchInfo"].size() == 1);
    // Its errors, too.
    CHECK(
        client.batch(job, "751x").body ==
        R"({"exceptionCode":"InvalidBatch","exceptionMessage":"Unable to find batch for id: 751x"})"
    );
}

TEST_CASE("batches are listed in the order in which they came") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert_csv);
    CHECK(
        client.send("GET", "job/" + job + "/batch").body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><batchInfoList\n   xmlns=\"" + k_namespace +
            "\" />"
    );
    const std::string first = client.add_batch(job, "Name\nA\n");
    const std::string second = client.add_batch(job, "Name\nA\n");
    CHECK(first != second);
    const std::string list = client.send("GET", "job/" + job + "/batch").body;
    CHECK(
        list.find(
            "<batchInfoList\n   xmlns=\"" + k_namespace + "\">\n <batchInfo>\n  <id>" + first
        ) != std::string::npos
    );
    CHECK(list.find(second) > list.find(first));
    // Ids with 15 characters mean the same batch.
    CHECK(client.batch(job, first.substr(0, 15)).status == 200);
}

TEST_CASE("a batch's data is not looked at before it is processed") {
    Bulk1Client client{ClockMode::Kind::manual};
    const std::string job = client.create_job(k_insert_csv);
    const std::string id = client.add_batch(job, "No_Such__c\nx\n");
    CHECK(element(client.batch(job, id).body, "state") == "InProgress");
    client.advance(10);
    const std::string info = client.batch(job, id).body;
    CHECK(element(info, "state") == "Failed");
    CHECK(element(info, "stateMessage") == "InvalidBatch : Field name not found : No_Such__c");
    CHECK(info.find("<state>Failed</state>\n <stateMessage>") != std::string::npos);
    const Answer result = client.batch(job, id, "/result");
    CHECK(result.status == 400);
    CHECK(result.body == xml_error("InvalidBatch", "Records not processed"));
    // The job does not fail with it.
    const std::string shown = client.send("GET", "job/" + job).body;
    CHECK(element(shown, "state") == "Open");
    CHECK(element(shown, "numberBatchesFailed") == "1");
}

TEST_CASE("counters move with the chunks of a running batch, times at its end") {
    Bulk1Client client{ClockMode::Kind::manual};
    const std::string job = client.create_job(k_insert_csv);
    std::string csv = "Name\n";
    for (int i = 0; i < 500; ++i) csv.append("Acme\n");
    const std::string id = client.add_batch(job, csv);
    client.advance(2.0);
    std::string info = client.batch(job, id).body;
    CHECK(element(info, "state") == "InProgress");
    CHECK(element(info, "numberRecordsProcessed") == "200");
    CHECK(element(info, "totalProcessingTime") == "0");
    CHECK(
        client.batch(job, id, "/result").body == xml_error("InvalidBatch", "Batch not completed")
    );
    std::string shown = client.send("GET", "job/" + job).body;
    CHECK(element(shown, "numberBatchesInProgress") == "1");
    CHECK(element(shown, "numberBatchesTotal") == "1");
    CHECK(element(shown, "numberRecordsProcessed") == "200");
    client.advance(2.0);
    info = client.batch(job, id).body;
    CHECK(element(info, "state") == "Completed");
    CHECK(element(info, "totalProcessingTime") == "4000");
    shown = client.send("GET", "job/" + job).body;
    CHECK(element(shown, "numberBatchesCompleted") == "1");
    CHECK(element(shown, "numberBatchesInProgress") == "0");
    CHECK(element(shown, "totalProcessingTime") == "4000");
    CHECK(element(shown, "apiActiveProcessingTime") == "3000");
}

TEST_CASE("what a batch must not be") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert_csv);
    const auto post = [&](const std::string& data, const std::string& type) {
        const Answer answer = client.send("POST", "job/" + job + "/batch", data, type);
        CHECK(answer.status == 400);
        return answer.body;
    };
    CHECK(
        post("", "text/csv") ==
        xml_error("ClientInputError", "Unable to find any data to create batch")
    );
    CHECK(
        post(std::string(10'000'001, 'x'), "text/csv") ==
        xml_error("ClientInputError", "Failed to read request. Exceeded max size limit of 10000000")
    );
    CHECK(element(post("[]", "application/json"), "exceptionCode") == "InvalidBatch");
    CHECK(element(post("x", "image/png"), "exceptionCode") == "UnsupportedContentType");
    const Answer version =
        client.org().send("POST", "/services/async/59.0/job/" + job + "/batch", "Name\nA\n");
    CHECK(version.status == 400);
    CHECK(element(version.body, "exceptionCode") == "InvalidVersion");
    REQUIRE(client.set_state(job, "Closed").status == 200);
    CHECK(element(post("Name\nA\n", "text/csv"), "exceptionCode") == "InvalidJobState");
    CHECK(
        element(
            client.send("POST", "job/750RL0000000999/batch", "Name\nA\n").body, "exceptionCode"
        ) == "InvalidJob"
    );
    CHECK(client.batch(job, "751RL0000000999").status == 400);
}

TEST_CASE("a batch of 10,000 rows is taken, a larger one fails") {
    Bulk1Client client;
    const std::string job = client.create_job(k_insert_csv);
    std::string csv = "Name\n";
    for (int i = 0; i < 10'000; ++i) csv.append("A\n");
    const std::string whole = client.add_batch(job, csv);
    CHECK(element(client.batch(job, whole).body, "numberRecordsProcessed") == "10000");
    const std::string larger = client.add_batch(job, csv + "A\n");
    const std::string info = client.batch(job, larger).body;
    CHECK(element(info, "state") == "Failed");
    CHECK(element(info, "stateMessage").find("InvalidBatch : 10001 records") == 0);
    CHECK(element(info, "numberRecordsProcessed") == "0");
}

TEST_CASE("a query: its result list, and its records as CSV") {
    Bulk1Client client;
    client.org().create("Account", R"({"Name":"A \"quoted\" name","Industry":"Energy"})");
    client.org().create("Account", R"({"Name":"B"})");
    const std::string job = client.create_job(k_query_csv);
    const std::string id = client.add_batch(job, "select Id, name, Industry from account");
    const std::string info = client.batch(job, id).body;
    CHECK(element(info, "state") == "Completed");
    CHECK(element(info, "numberRecordsProcessed") == "2");
    const Answer list = client.batch(job, id, "/result");
    CHECK(list.headers.get("Content-Type") == "application/xml");
    const std::string result = element(list.body, "result");
    CHECK(result.size() == 15);
    CHECK(result.substr(0, 3) == "752");
    CHECK(
        list.body ==
        "<result-list xmlns=\"" + k_namespace + "\"><result>" + result + "</result></result-list>"
    );
    const Answer data = client.batch(job, id, "/result/" + result);
    CHECK(data.headers.get("Content-Type") == "text/csv");
    CHECK(
        data.body ==
        "\"Id\",\"Name\",\"Industry\"\n"
        "\"001RL0000000001YAA\",\"A \"\"quoted\"\" name\",\"Energy\"\n"
        "\"001RL0000000002YAA\",\"B\",\"\"\n"
    );
    CHECK(client.batch(job, id, "/request").body == "select Id, name, Industry from account");
    CHECK(
        element(client.batch(job, id, "/result/752RL0000000099").body, "exceptionCode") ==
        "InvalidBatch"
    );
    const std::string none = client.add_batch(job, "SELECT Id FROM Account WHERE Name = 'x'");
    const std::string empty = element(client.batch(job, none, "/result").body, "result");
    CHECK(client.batch(job, none, "/result/" + empty).body == "Records not found for this query");
}

TEST_CASE("query batches fail with the platform's words") {
    Bulk1Client client;
    const std::string job = client.create_job(k_query_csv);
    const auto message = [&](const std::string& soql) {
        const std::string info = client.batch(job, client.add_batch(job, soql)).body;
        CHECK(element(info, "state") == "Failed");
        return element(info, "stateMessage");
    };
    CHECK(
        message("SELECT Id FROM Contact") ==
        "InvalidBatch : Failed to process query: INVALID_TYPE_FOR_OPERATION: The root entity of "
        "the requested query (Contact) does not match the entity of the requested Bulk API Job "
        "(Account)"
    );
    CHECK(
        message("SELECT Id, (SELECT Id FROM Contacts) FROM Account") ==
        "FeatureNotEnabled : Aggregate Relationships not supported in Bulk Query with CSV content "
        "type"
    );
    CHECK(
        message("SELECT BillingAddress FROM Account") ==
        "InvalidBatch : Failed to process query: FUNCTIONALITY_NOT_ENABLED: Selecting compound "
        "data not supported in Bulk Query"
    );
    CHECK(
        message("nonsense").find("InvalidBatch : Failed to process query: MALFORMED_QUERY: ") == 0
    );
}

TEST_CASE("PK chunking: one batch for each range of ids beside the original, which is not processed"
) {
    Bulk1Client client;
    for (int i = 0; i < 5; ++i)
        client.org().create("Account", R"({"Name":"A)" + std::to_string(i) + "\"}");
    const std::string job =
        client.create_job(k_query_csv, {{"Sforce-Enable-PKChunking", "chunkSize=2"}});
    const std::string original =
        client.add_batch(job, "SELECT Name FROM Account WHERE Name != 'A1'");
    CHECK(element(client.batch(job, original).body, "state") == "NotProcessed");
    CHECK(
        client.batch(job, original, "/result").body ==
        xml_error("InvalidBatch", "Records not processed")
    );
    const std::string list = client.send("GET", "job/" + job + "/batch").body;
    std::vector<std::string> ids;
    for (std::size_t at = list.find("<id>"); at != std::string::npos;
         at = list.find("<id>", at + 1))
        ids.push_back(list.substr(at + 4, 18));
    REQUIRE(ids.size() == 4);
    CHECK(ids.front() == original);
    std::string names;
    for (std::size_t i = 1; i < ids.size(); ++i) {
        const std::string result = element(client.batch(job, ids[i], "/result").body, "result");
        names.append(client.batch(job, ids[i], "/result/" + result).body);
    }
    CHECK(names == "\"Name\"\n\"A0\"\n\"Name\"\n\"A2\"\n\"Name\"\n\"A3\"\n\"A4\"\n");
    CHECK(
        client.batch(job, ids[2], "/request").body ==
        "SELECT Name FROM Account WHERE (Name != 'A1') AND Id >= '001RL0000000002' AND Id < "
        "'001RL0000000004'"
    );
    client.set_state(job, "Closed");
    const std::string shown = client.send("GET", "job/" + job).body;
    CHECK(element(shown, "numberBatchesTotal") == "3");
    CHECK(element(shown, "numberBatchesCompleted") == "3");
    CHECK(element(shown, "numberRecordsProcessed") == "4");
}

}  // namespace
}  // namespace rowlock
