#include "mockorg/engine/job_request.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct JobRequestFixture {
    OrgConfig config;
    CreateIngestJob request;

    JobRequestFixture() {
        config.schema = engine_schema();
        request.object = "account";
        request.operation = "insert";
        request.api_version = 60.0;
    }

    std::string error() const { return error_of(make_job(config, request)); }
};

TEST_CASE_METHOD(JobRequestFixture, "a job echoes what was asked, in the describe's spelling") {
    request.operation = "upsert";
    request.external_id_field = "CODE__C";
    request.format = {Delimiter::pipe, LineEnding::crlf};
    const auto job = make_job(config, request);
    REQUIRE(job.has_value());
    CHECK(job->info.object == "Account");
    CHECK(job->info.operation == Operation::upsert);
    CHECK(job->info.external_id_field == "Code__c");
    CHECK(job->info.format.delimiter == Delimiter::pipe);
    CHECK(job->info.format.line_ending == LineEnding::crlf);
    CHECK(job->info.api_version == 60.0);
    CHECK(job->info.state == JobState::open);
    CHECK(job->info.lane == Lane::parallel);
}

TEST_CASE_METHOD(JobRequestFixture, "unknown objects and operations") {
    SECTION("object") {
        request.object = "Nope__c";
        CHECK(error() == "INVALIDENTITY:Entity 'Nope__c' is not supported by the Bulk API.:--");
    }
    SECTION("operation; letter case counts") {
        request.operation = GENERATE(as<std::string>{}, "INSERT", "", "merge");
        CHECK(error().starts_with("INVALIDOPERATION:"));
    }
}

TEST_CASE_METHOD(JobRequestFixture, "hardDelete needs a permission, other operations do not") {
    request.may_hard_delete = false;
    CHECK(make_job(config, request).has_value());
    request.operation = "delete";
    CHECK(make_job(config, request).has_value());
    request.operation = "hardDelete";
    CHECK(error().starts_with("FEATURENOTENABLED:hardDelete operation requires special user"));
    request.may_hard_delete = true;
    CHECK(make_job(config, request).has_value());
}

TEST_CASE_METHOD(JobRequestFixture, "externalIdFieldName goes with upsert and must be a key") {
    SECTION("not with others") {
        request.external_id_field = "Code__c";
        CHECK(error().starts_with("INVALIDJOB:externalIdFieldName goes with upsert"));
    }
    request.operation = "upsert";
    SECTION("missing") {
        CHECK(
            error().starts_with("INVALIDJOB:External ID was blank for Account. An External ID must "
                                "be specified for upsert.")
        );
    }
    SECTION("unknown") {
        request.external_id_field = "Nope__c";
        CHECK(error() == "INVALIDJOB:No such column 'Nope__c' on entity 'Account':--");
    }
    SECTION("no key") {
        request.external_id_field = "Industry";
        CHECK(error().starts_with("INVALIDJOB:Field Industry of Account is no external id"));
    }
    SECTION("Id is one") {
        request.external_id_field = "id";
        CHECK(make_job(config, request)->info.external_id_field == "Id");
    }
    SECTION("so is a name that can be looked up") {
        request.object = "Opportunity";
        request.external_id_field = "Name";
        CHECK(error().empty());
    }
}

TEST_CASE_METHOD(
    JobRequestFixture, "serial mode is refused, ignored or honoured, as the org is set"
) {
    request.serial_asked = true;
    config.bulk2_serial = Bulk2Serial::reject;
    CHECK(error() == "INVALIDJOB:Property currently unsupported: 'concurrencyMode':--");
    config.bulk2_serial = Bulk2Serial::ignore;
    CHECK(make_job(config, request)->info.lane == Lane::parallel);
    config.bulk2_serial = Bulk2Serial::honour;
    CHECK(make_job(config, request)->info.lane == Lane::serial);
    request.serial_asked = false;
    CHECK(make_job(config, request)->info.lane == Lane::parallel);
}

TEST_CASE_METHOD(JobRequestFixture, "an assignment rule goes with cases and leads") {
    request.assignment_rule_id = "01Q000000000001";
    CHECK(error().starts_with("INVALIDJOB:assignmentRuleId"));
    request.object = GENERATE(as<std::string>{}, "Case", "Lead");
    CHECK(make_job(config, request)->info.assignment_rule_id == "01Q000000000001");
}

}  // namespace
}  // namespace rowlock
