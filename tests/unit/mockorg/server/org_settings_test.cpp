#include "mockorg/server/org_settings.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace rowlock {
namespace {

using Catch::Contains;

OrgSettings base() {
    OrgSettings settings;
    settings.port = 8080;
    settings.token = "T";
    settings.config.seed = 10;
    settings.config.query_jobs.page_rows = 7;
    settings.login.password = "secret";
    return settings;
}

Result<OrgSettings> read(const std::string& text) {
    return read_org_settings(parse_json(text).value(), base(), 3);
}

TEST_CASE("what is not said is the first org's, but for what must differ") {
    const OrgSettings settings = read(R"({"name":"eu"})").value();
    CHECK(settings.name == "eu");
    CHECK(settings.port == 0);
    CHECK(settings.token.empty());
    CHECK(settings.config.seed == 13);
    CHECK(settings.config.query_jobs.page_rows == 7);
    CHECK(settings.login.password == "secret");
}

TEST_CASE("every setting may be said") {
    const OrgSettings settings =
        read(R"({"name":"eu","port":9,"seed":4,"clock":"poll:2","profile":"heavy","token":"E",
                 "password":"p","sessionMinutes":5,"bulk2Serial":"honour","deny":["hard-delete"],
                 "limits":{"rows-per-batch":50},
                 "schema":{"objects":[{"name":"Own__c"}]},"lockRules":{"rules":[]}})")
            .value();
    CHECK(settings.port == 9);
    CHECK(settings.config.seed == 4);
    CHECK(settings.clock.kind == ClockMode::Kind::poll);
    CHECK(settings.config.profile.name == "heavy");
    CHECK(settings.token == "E");
    CHECK(settings.login.password == "p");
    CHECK(settings.login.session_lifetime == std::chrono::minutes{5});
    CHECK(settings.config.bulk2_serial == Bulk2Serial::honour);
    CHECK_FALSE(settings.config.rights.hard_delete);
    CHECK(settings.config.bulk_limits.rows_per_batch == 50);
    CHECK(settings.config.schema->find("Own__c") != nullptr);
    CHECK(settings.config.lock_rules.size() == standard_lock_rules().size());
}

TEST_CASE("what is wrong is named") {
    const auto [text, member] = GENERATE(table<std::string, std::string>({
        {R"({})", "name"},
        {R"({"name":""})", "name"},
        {R"({"name":"a b"})", "name"},
        {R"({"name":"a","sed":1})", "sed"},
        {R"({"name":"a","seed":-1})", "seed"},
        {R"({"name":"a","seed":1.5})", "seed"},
        {R"({"name":"a","port":65536})", "port"},
        {R"({"name":"a","port":18446744073709551615})", "port"},
        {R"({"name":"a","clock":"fast"})", "clock"},
        {R"({"name":"a","profile":7})", "profile"},
        {R"({"name":"a","token":"a b"})", "token"},
        {R"({"name":"a","token":"\r\n"})", "token"},
        {R"({"name":"a","sessionMinutes":0})", "sessionMinutes"},
        {R"({"name":"a","schema":"file.json"})", "schema"},
        {R"({"name":"a","schema":{"objects":1}})", "schema"},
        {R"({"name":"a","lockRules":{"rules":[{"id":"x"}]}})", "lockRules"},
        {R"({"name":"a","bulk2Serial":"maybe"})", "bulk2Serial"},
        {R"({"name":"a","limits":[]})", "limits"},
        {R"({"name":"a","limits":{"rows":1}})", "limits"},
        {R"({"name":"a","deny":["everything"]})", "deny"},
    }));
    INFO(text);
    const auto settings = read(text);
    REQUIRE_FALSE(settings.has_value());
    CHECK(settings.error().code == ErrorCode::client_input_error);
    CHECK_THAT(settings.error().message, Contains(member));
    CHECK_FALSE(read_org_settings(Json::array(), base(), 1).has_value());
}

TEST_CASE("a file of orgs may name other files, from its own folder on") {
    const test::TemporaryFile schema{R"({"objects":[{"name":"Own__c"}]})"};
    const std::string name = schema.path.substr(schema.path.find_last_of('/') + 1);
    const test::TemporaryFile orgs{
        "[ // two of them\n{\"name\":\"eu\",\"schema\":\"" + name + "\"}, {\"name\":\"us\"}]"};
    const auto read = read_orgs_file(orgs.path, base());
    REQUIRE(read);
    REQUIRE(read->size() == 2);
    CHECK((*read)[0].config.schema->find("Own__c") != nullptr);
    CHECK((*read)[0].config.seed == 11);
    CHECK((*read)[1].config.seed == 12);

    const test::TemporaryFile wrong{R"([{"name":"eu"},{"name":"us","port":"x"}])"};
    const auto refused = read_orgs_file(wrong.path, base());
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message, Contains(wrong.path + ": org 2: 'port'"));
    const test::TemporaryFile no_list{"{}"};
    CHECK_FALSE(read_orgs_file(no_list.path, base()).has_value());
    CHECK_FALSE(read_orgs_file("no such file", base()).has_value());
}

}  // namespace
}  // namespace rowlock
