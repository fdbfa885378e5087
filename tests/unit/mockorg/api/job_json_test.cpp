#include "mockorg/api/job_json.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

JobInfo upsert_job() {
    JobInfo job;
    job.id = *RecordId::parse("750ak000009BWKLAA4");
    job.object = "Opportunity";
    job.operation = Operation::upsert;
    job.external_id_field = "external_id__c";
    job.api_version = 60.0;
    job.created_by = *RecordId::parse("005ak000005hvjJAAQ");
    job.created = TimePoint{std::chrono::milliseconds{1'725'909'927'000}};
    job.modified = job.created + seconds(2.5);
    return job;
}

std::string json_of(const JobInfo& job, JobForm form) {
    std::string out;
    JsonWriter json{out};
    append_job(json, job, form);
    return out;
}

TEST_CASE("a created job") {
    CHECK(
        json_of(upsert_job(), JobForm::created) ==
        R"({"id":"750ak000009BWKLAA4","operation":"upsert","object":"Opportunity",)"
        R"("createdById":"005ak000005hvjJAAQ","createdDate":"2024-09-09T19:25:27.000+0000",)"
        R"("systemModstamp":"2024-09-09T19:25:29.500+0000","state":"Open",)"
        R"("externalIdFieldName":"external_id__c","concurrencyMode":"Parallel","contentType":"CSV",)"
        R"("apiVersion":60.0,"contentUrl":"services/data/v60.0/jobs/ingest/750ak000009BWKLAA4/batches",)"
        R"("lineEnding":"LF","columnDelimiter":"COMMA"})"
    );
}

TEST_CASE("a query job shows what it has read instead of what it has written") {
    JobInfo job = upsert_job();
    job.external_id_field.clear();
    job.kind = JobKind::query_all;
    job.state = JobState::job_complete;
    job.rows_processed = 5;
    job.total_time = seconds(1.5);
    job.pk_chunking_supported = true;
    const std::string info = json_of(job, JobForm::info);
    CHECK(info.find(R"("operation":"queryAll")") != std::string::npos);
    CHECK(
        info.substr(info.find("\"apiVersion\"")) ==
        R"("apiVersion":60.0,"jobType":"V2Query","lineEnding":"LF","columnDelimiter":"COMMA",)"
        R"("numberRecordsProcessed":5,"retries":0,"totalProcessingTime":1500,)"
        R"("isPkChunkingSupported":true})"
    );
}

TEST_CASE("a job of Bulk API 1.0 is Classic and has no CSV settings") {
    JobInfo job = upsert_job();
    job.api = BulkApi::v1;
    job.content_type = ContentType::xml;
    const std::string listed = json_of(job, JobForm::listed);
    CHECK(listed.find(R"("contentType":"XML")") != std::string::npos);
    CHECK(listed.ends_with(R"("jobType":"Classic"})"));
}

TEST_CASE("a multipart job has nowhere to upload to") {
    JobInfo job = upsert_job();
    job.multipart = true;
    job.state = JobState::upload_complete;
    const std::string json = json_of(job, JobForm::created);
    CHECK(json.find("contentUrl") == std::string::npos);
    CHECK(json.find(R"("state":"UploadComplete")") != std::string::npos);
}

TEST_CASE("a changed job ends behind its version") {
    JobInfo job = upsert_job();
    job.operation = Operation::hard_remove;
    job.external_id_field.clear();
    job.state = JobState::upload_complete;
    job.lane = Lane::serial;
    CHECK(
        json_of(job, JobForm::changed) ==
        R"({"id":"750ak000009BWKLAA4","operation":"hardDelete","object":"Opportunity",)"
        R"("createdById":"005ak000005hvjJAAQ","createdDate":"2024-09-09T19:25:27.000+0000",)"
        R"("systemModstamp":"2024-09-09T19:25:29.500+0000","state":"UploadComplete",)"
        R"("concurrencyMode":"Serial","contentType":"CSV","apiVersion":60.0})"
    );
}

TEST_CASE("an open job's info has times, but no rows yet") {
    const std::string json = json_of(upsert_job(), JobForm::info);
    CHECK(
        json.substr(json.find(R"("apiVersion")")) ==
        R"("apiVersion":60.0,"jobType":"V2Ingest",)"
        R"("contentUrl":"services/data/v60.0/jobs/ingest/750ak000009BWKLAA4/batches",)"
        R"("lineEnding":"LF","columnDelimiter":"COMMA","retries":0,"totalProcessingTime":0,)"
        R"("apiActiveProcessingTime":0,"apexProcessingTime":0})"
    );
}

TEST_CASE("an ended job's info has everything") {
    JobInfo job = upsert_job();
    job.state = JobState::failed;
    job.rows_processed = 8;
    job.rows_failed = 1;
    job.retries = 2;
    job.total_time = seconds(1.5);
    job.active_time = seconds(1.25);
    job.apex_time = seconds(0.125);
    job.error_message = "InvalidBatch : Field name not found : X";
    job.format = {Delimiter::pipe, LineEnding::crlf};
    job.assignment_rule_id = "01Q000000000001";
    const std::string json = json_of(job, JobForm::info);
    CHECK(
        json.substr(json.find(R"("state")")) ==
        R"("state":"Failed","externalIdFieldName":"external_id__c","assignmentRuleId":"01Q000000000001",)"
        R"("concurrencyMode":"Parallel","contentType":"CSV","apiVersion":60.0,"jobType":"V2Ingest",)"
        R"("lineEnding":"CRLF","columnDelimiter":"PIPE","numberRecordsProcessed":8,)"
        R"("numberRecordsFailed":1,"retries":2,"totalProcessingTime":1500,)"
        R"("apiActiveProcessingTime":1250,"apexProcessingTime":125,)"
        R"("errorMessage":"InvalidBatch : Field name not found : X"})"
    );
}

TEST_CASE("a listed job has neither counters nor times") {
    JobInfo job = upsert_job();
    job.state = JobState::job_complete;
    const std::string json = json_of(job, JobForm::listed);
    CHECK(
        json.substr(json.find(R"("apiVersion")")) ==
        R"("apiVersion":60.0,"jobType":"V2Ingest","lineEnding":"LF","columnDelimiter":"COMMA"})"
    );
}

}  // namespace
}  // namespace rowlock
