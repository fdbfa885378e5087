#include "harness/count/keyed_records.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/count/count_runs.hpp"

namespace rowlock {
namespace {

/// Answers a bulk query with this CSV; keeps the query.
struct OneQuery {
    std::string csv;
    std::string soql;

    OrgQuestions questions() {
        OrgQuestions org;
        org.ask = [this](const HttpRequest& request) -> Result<HttpResponse> {
            HttpResponse response;
            response.status = 200;
            if (request.method == "POST") {
                soql = (*parse_json(request.body))["query"].get<std::string>();
                response.body = R"({"id": "750RL0000000001AAA", "state": "UploadComplete"})";
            } else if (request.target.find("/results") != std::string::npos) {
                response.body = csv;
            } else {
                response.body = R"({"id": "750RL0000000001AAA", "state": "JobComplete",
                    "createdDate": "2026-01-01T00:00:00.000+0000",
                    "systemModstamp": "2026-01-01T00:00:00.000+0000",
                    "numberRecordsProcessed": 1, "numberRecordsFailed": 0})";
            }
            return response;
        };
        org.pause = [](Duration) -> Result<void> { return {}; };
        return org;
    }
};

const RecordSelection k_selection{"Contact", "LastName = 'w'"};

TEST_CASE("each field is asked for once, and given as often as the key has it") {
    OneQuery query{"\"Id\",\"Phone\"\n\"003A\",\"7\"\n", ""};
    const RecordKey key{{"id"}, {"Phone"}, {"PHONE"}, {"Id"}};
    std::vector<std::string> lines;
    const auto read =
        read_keyed_records(k_selection, key, query.questions(), [&](const KeyedRecord& record) {
            CHECK(record.id == "003A");
            lines.push_back(csv_line(record));
        });
    if (!read) FAIL(read.error().message);
    CHECK(query.soql == "SELECT Id, Phone FROM Contact WHERE (LastName = 'w')");
    CHECK(lines == std::vector<std::string>{"\"003A\",\"003A\",\"7\",\"7\",\"003A\"\n"});
}

TEST_CASE("an answer with other columns is broken") {
    OneQuery query{"\"Id\",\"Phone\"\n\"003A\",\"7\"\n", ""};
    const auto read =
        read_keyed_records(k_selection, {}, query.questions(), [](const KeyedRecord&) {});
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::protocol_broken);
}

}  // namespace
}  // namespace rowlock
