#include "mockorg/engine/setup_records.hpp"
#include "tests/unit/mockorg/engine/query_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(QueryFixture, "every org has a name, a user and a profile") {
    const auto user = require_value(query("SELECT Username, Profile.Name, IsActive FROM User"));
    REQUIRE(user.records.size() == 1);
    CHECK(user.records[0].fields.at(0).second == "\"admin@rowlock.example\"");
    CHECK(
        user.records[0].parents.at(0).record.at(0).fields.at(0).second == "\"System Administrator\""
    );
    const auto organization = require_value(
        query("SELECT Id, Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, "
              "OrganizationType FROM Organization")
    );
    REQUIRE(organization.records.size() == 1);
    CHECK(organization.records[0].id == org.org().organization_id());
    CHECK(organization.records[0].fields.at(3).second == "false");
}

TEST_CASE_METHOD(QueryFixture, "objects and fields can be queried like records") {
    const Schema& schema = *engine_schema();
    CHECK(
        require_value(query("SELECT COUNT() FROM EntityDefinition")).total ==
        schema.objects().size()
    );
    const auto entity = require_value(
        query("SELECT QualifiedApiName, Label FROM EntityDefinition WHERE KeyPrefix = '001' AND "
              "IsDeprecatedAndHidden = false ORDER BY QualifiedApiName")
    );
    CHECK(values(entity) == std::vector<std::string>{"\"Account\""});
    const auto fields = require_value(query(
        "SELECT QualifiedApiName, DataType, EntityDefinition.Label FROM FieldDefinition WHERE "
        "EntityDefinition.QualifiedApiName = 'Widget__c' AND IsIndexed = true AND DataType "
        "LIKE 'Text%'"
    ));
    CHECK(
        values(fields) ==
        std::vector<std::string>{"\"Key__c\"", "\"Case_Key__c\"", "\"Loose_Key__c\""}
    );
    CHECK(
        require_value(query("SELECT COUNT(Id) n FROM FieldDefinition GROUP BY EntityDefinitionId"))
            .total == schema.objects().size()
    );
    CHECK(query("SELECT Nope FROM EntityDefinition").error().code == ErrorCode::invalid_field);
}

TEST_CASE_METHOD(QueryFixture, "fields can be queried as describe answers know them") {
    const std::string of_contact =
        " FROM EntityParticle WHERE EntityDefinition.QualifiedApiName = 'Contact' AND ";
    const auto account = require_value(query(
        "SELECT DataType, ReferenceTo, RelationshipName, IsCreatable, FieldDefinition.DataType, "
        "FieldDefinition.ReferenceTo" +
        of_contact + "QualifiedApiName = 'AccountId'"
    ));
    REQUIRE(account.records.size() == 1);
    const auto& fields = account.records[0].fields;
    CHECK(fields.at(0).second == "\"reference\"");
    CHECK(fields.at(1).second == R"({"referenceTo":["Account"]})");
    CHECK(fields.at(2).second == "\"Account\"");
    CHECK(fields.at(3).second == "true");
    const auto& definition = account.records[0].parents.at(0).record.at(0).fields;
    CHECK(definition.at(0).second == "\"Lookup(Account)\"");
    CHECK(definition.at(1).second == R"({"referenceTo":["Account"]})");
    CHECK(
        values(require_value(
            query("SELECT ReferenceTo" + of_contact + "QualifiedApiName = 'LastName'")
        )) == std::vector<std::string>{R"({"referenceTo":null})"}
    );
    CHECK(
        require_value(query("SELECT COUNT() FROM EntityParticle")).total ==
        require_value(query("SELECT COUNT() FROM FieldDefinition")).total
    );
}

TEST_CASE_METHOD(QueryFixture, "what a field refers to is no value to search or sort by") {
    const auto refusal = [this](const std::string& rest) {
        return query("SELECT " + rest).error().message;
    };
    CHECK_THAT(
        refusal("Id FROM EntityParticle WHERE ReferenceTo = 'Account'"),
        Catch::Contains("field 'ReferenceTo' can not be filtered in a query call")
    );
    CHECK_THAT(
        refusal("Id FROM EntityParticle ORDER BY ReferenceTo"),
        Catch::Contains("field 'ReferenceTo' can not be sorted in a query call")
    );
    CHECK_THAT(
        refusal("ReferenceTo FROM FieldDefinition GROUP BY ReferenceTo"),
        Catch::Contains("field 'ReferenceTo' can not be grouped in a query call")
    );
    CHECK_FALSE(query("SELECT MAX(ReferenceTo) FROM FieldDefinition"));
}

TEST_CASE_METHOD(QueryFixture, "an object's fields are its children") {
    const auto entity = require_value(query(
        "SELECT QualifiedApiName, (SELECT QualifiedApiName FROM Fields) FROM EntityDefinition "
        "WHERE QualifiedApiName = 'Part__c'"
    ));
    REQUIRE(entity.records.at(0).children.size() == 1);
    CHECK(entity.records[0].children[0].total == engine_schema()->find("Part__c")->fields().size());
}

TEST_CASE_METHOD(QueryFixture, "the stages of opportunities are those of the pick list") {
    const auto won = require_value(query(
        "SELECT MasterLabel, DefaultProbability, ForecastCategory FROM OpportunityStage WHERE "
        "IsWon = true AND IsActive = true"
    ));
    REQUIRE(won.records.size() == 1);
    CHECK(won.records[0].fields.at(0).second == "\"Closed Won\"");
    CHECK(won.records[0].fields.at(1).second == "100.0");
    CHECK(won.records[0].fields.at(2).second == "\"Closed\"");
    CHECK(require_value(query("SELECT COUNT() FROM OpportunityStage")).total == 10);
}

TEST_CASE_METHOD(QueryFixture, "statuses are those of their pick lists") {
    using Texts = std::vector<std::string>;
    const auto found = [this](const std::string& soql) {
        return values(require_value(query(soql)));
    };
    CHECK(
        found("SELECT MasterLabel FROM CaseStatus WHERE IsClosed = false ORDER BY SortOrder") ==
        Texts{"\"New\"", "\"Working\"", "\"Escalated\""}
    );
    CHECK(found("SELECT ApiName FROM CaseStatus WHERE IsClosed = true") == Texts{"\"Closed\""});
    CHECK(
        found("SELECT ApiName FROM TaskStatus WHERE IsDefault = true") == Texts{"\"Not Started\""}
    );
    CHECK(found("SELECT ApiName FROM TaskStatus WHERE IsClosed = true") == Texts{"\"Completed\""});
    CHECK(
        found("SELECT ApiName FROM LeadStatus WHERE IsConverted = true") ==
        Texts{"\"Closed - Converted\""}
    );
}

TEST_CASE_METHOD(QueryFixture, "the business hours an org comes with go round the clock") {
    const auto hours = require_value(query(
        "SELECT Name, MondayStartTime, SundayEndTime FROM BusinessHours WHERE IsDefault = true AND "
        "IsActive = true"
    ));
    REQUIRE(hours.records.size() == 1);
    CHECK(hours.records[0].fields.at(0).second == "\"Default\"");
    CHECK(hours.records[0].fields.at(1).second == "\"00:00:00.000Z\"");
    CHECK(hours.records[0].fields.at(2).second == "\"00:00:00.000Z\"");
}

TEST_CASE_METHOD(QueryFixture, "users may do everything with records there are") {
    add_accounts(2);
    const auto ids = values(require_value(query("SELECT Id FROM Account ORDER BY Name")));
    const std::string user = values(require_value(query("SELECT Id FROM User LIMIT 1"))).front();
    const auto quoted = [](std::string text) {
        return "'" + text.substr(1, text.size() - 2) + "'";
    };
    const std::string of_user = " FROM UserRecordAccess WHERE UserId = " + quoted(user) + " AND ";
    CHECK(
        values(require_value(query("SELECT RecordId" + of_user + "RecordId = " + quoted(ids[1])))
        ) == std::vector<std::string>{ids[1]}
    );
    CHECK(
        require_value(query(
                          "SELECT MaxAccessLevel" + of_user +
                          "HasEditAccess = true AND RecordId IN (" + quoted(ids[0]) + ", " +
                          quoted(ids[1]) + ")"
                      ))
            .total == 2
    );
    const auto missing = require_value(
        query("SELECT MaxAccessLevel, HasReadAccess" + of_user + "RecordId = '001000000000000AAA'")
    );
    CHECK(values(missing) == std::vector<std::string>{"\"None\""});
    CHECK(values(missing, 1) == std::vector<std::string>{"false"});
}

TEST_CASE_METHOD(QueryFixture, "what tools ask of licences, permissions and code has its fields") {
    const auto soql = GENERATE(
        as<std::string>{},
        "SELECT ProfileId, Profile.Name, License.Name FROM PermissionSet",
        "SELECT TotalLicenses, UsedLicenses FROM UserLicense",
        "SELECT Body FROM ApexClass",
        "SELECT UiSkin FROM Organization",
        "SELECT SobjectType, Queue.DeveloperName FROM QueueSobject WHERE Queue.Type = 'Queue'",
        "SELECT LogLength, LogUser.Name FROM ApexLog ORDER BY StartTime DESC"
    );
    CHECK(query(soql).has_value());
}

TEST_CASE_METHOD(QueryFixture, "set-up objects of which an org has no records") {
    const auto object = GENERATE(
        as<std::string>{},
        "RecordType",
        "UserRole",
        "PermissionSet",
        "PermissionSetAssignment",
        "ApexClass",
        "ApexTrigger",
        "AsyncApexJob",
        "CronJobDetail",
        "CronTrigger",
        "ObjectPermissions",
        "FieldPermissions",
        "ApexLog",
        "UserRecordAccess",
        "QueueSobject",
        "PackageLicense",
        "Period",
        "Holiday",
        "LoginHistory",
        "ContentDocument",
        "ContentVersion",
        "ContentDocumentLink",
        "Document",
        "StaticResource",
        "Report",
        "Dashboard",
        "EmailTemplate",
        "FlowDefinition",
        "Flow",
        "ValidationRule",
        "SubscriberPackage",
        "SubscriberPackageVersion",
        "InstalledSubscriberPackage",
        "DebugLevel",
        "TraceFlag",
        "Publisher",
        "BusinessProcess",
        "FiscalYearSettings",
        "ApexPage",
        "ApexComponent",
        "WorkflowRule",
        "AssignmentRule",
        "DuplicateRule",
        "MatchingRule",
        "ProcessDefinition",
        "ProcessInstance",
        "ProcessInstanceWorkitem",
        "FlowDefinitionView",
        "CustomPermission",
        "PermissionSetGroup",
        "SetupEntityAccess",
        "SetupAuditTrail",
        "ListView",
        "Folder",
        "ApexTestQueueItem",
        "ApexTestResult"
    );
    CHECK(require_value(query("SELECT Id FROM " + object)).total == 0);
    CHECK(require_value(query("SELECT COUNT() FROM " + object)).total == 0);
}

TEST_CASE_METHOD(QueryFixture, "what tools ask of packages, flows and files") {
    const auto soql = GENERATE(
        as<std::string>{},
        "SELECT Id, SubscriberPackageId, SubscriberPackage.NamespacePrefix, "
        "SubscriberPackageVersion.MajorVersion FROM InstalledSubscriberPackage ORDER BY "
        "SubscriberPackage.NamespacePrefix",
        "SELECT Id, DeveloperName, ActiveVersion.VersionNumber FROM FlowDefinition",
        "SELECT Id, DefinitionId, Status FROM Flow WHERE Definition.DeveloperName = 'Sum'",
        "SELECT Id, LogType, DebugLevel.DeveloperName FROM TraceFlag WHERE ExpirationDate > TODAY",
        "SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = "
        "'005000000000001'",
        "SELECT NamespacePrefix FROM PackageLicense",
        "SELECT StartDate FROM Period WHERE Type = 'Month'",
        "SELECT FiscalYearSettings.Name FROM Period",
        "SELECT DeveloperName, BusinessProcessId FROM RecordType WHERE IsActive = true",
        "SELECT CronJobDetail.Name, OwnerId, Owner.Name FROM CronTrigger WHERE State = 'WAITING'",
        "SELECT ApexClass.Name, LastProcessed, LastProcessedOffset FROM AsyncApexJob",
        "SELECT VersionData FROM ContentVersion WHERE IsLatest = true",
        "SELECT Body FROM StaticResource WHERE Name = 'Logo'",
        "SELECT HtmlValue FROM EmailTemplate",
        "SELECT Name, UsageBeforeInsert, UsageIsBulk FROM ApexTrigger WHERE Status = 'Active'",
        "SELECT Id FROM ValidationRule WHERE Active = true AND "
        "EntityDefinition.QualifiedApiName = 'Account'",
        "SELECT QualifiedApiName FROM EntityDefinition WHERE Publisher.Name = 'Acme'"
    );
    CHECK(require_value(query(soql)).total == 0);
}

TEST_CASE_METHOD(QueryFixture, "the administrator's profile and its licence") {
    const auto found = require_value(
        query("SELECT Name, PermissionsModifyAllData, UserLicense.Name, UserLicense.Status FROM "
              "Profile WHERE UserLicense.LicenseDefinitionKey = 'SFDC'")
    );
    REQUIRE(found.records.size() == 1);
    CHECK(
        require_value(query("SELECT Id FROM User WHERE Profile.UserLicense.Name = 'Salesforce'"))
            .total == 1
    );
}

TEST_CASE_METHOD(QueryFixture, "paths among set-up objects") {
    CHECK(
        query("SELECT Id, Status, ApexClass.Name FROM AsyncApexJob WHERE CreatedDate = TODAY ORDER "
              "BY CreatedDate DESC LIMIT 5")
            .has_value()
    );
    CHECK(query("SELECT Id, CronJobDetail.Name, State FROM CronTrigger").has_value());
    CHECK(query("SELECT Id FROM ScratchOrgInfo LIMIT 1").error().code == ErrorCode::invalid_type);
}

}  // namespace
}  // namespace rowlock
