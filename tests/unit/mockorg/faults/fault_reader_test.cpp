#include "mockorg/faults/fault_reader.hpp"

#include "mockorg/codec/json_writer.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

Result<Fault> read(const std::string& text, std::string_view name = {}) {
    const auto json = parse_json(text);
    REQUIRE(json);
    return read_fault(*json, name);
}

std::string written(const Fault& fault) {
    std::string text;
    JsonWriter json{text};
    append_fault(json.begin_object(), fault);
    json.end_object();
    return text;
}

Error error_of(const std::string& text) {
    const auto fault = read(text, "f");
    REQUIRE_FALSE(fault);
    CHECK(fault.error().code == ErrorCode::client_input_error);
    return fault.error();
}

TEST_CASE("what is written is read again") {
    const std::string text = GENERATE(
        as<std::string>{},
        R"({"name":"a","kind":"status","method":"PATCH","family":"bulk2","path":"*/x","job":"750RL0000000001","rate":0.5,"count":3,"after":2,"from":1,"until":60,"status":504,"done":true})",
        R"({"name":"a","kind":"request-limit"})",
        R"({"name":"a","kind":"expired-session","from":"2026-01-01T00:01:00.000+0000"})",
        R"({"name":"a","kind":"timeout","done":false,"seconds":2.5})",
        R"({"name":"a","kind":"reset","done":true})",
        R"({"name":"a","kind":"reset-in-body"})",
        R"({"name":"a","kind":"slow","seconds":1})",
        R"({"name":"a","kind":"lock","id":"001RL0000000001YAA","until":60})",
        R"({"name":"a","kind":"lock","object":"Account","where":"Name = 'Acme'"})",
        R"({"name":"a","kind":"stuck-job","object":"Contact","operation":"insert","seconds":60})",
        R"({"name":"a","kind":"failed-job","chunks":2,"message":"InternalServerError : Out of luck"})"
    );
    const auto fault = read(text);
    INFO((fault ? std::string{} : fault.error().message));
    REQUIRE(fault);
    CHECK(written(*fault) == text);
}

TEST_CASE("what is not said") {
    const auto status = read(R"({"kind":"status"})", "s");
    REQUIRE(status);
    CHECK(status->name == "s");
    CHECK(status->status == 503);
    CHECK_FALSE(status->done);
    CHECK(status->rate == 1.0);
    // Whoever gets no answer has usually been heard.
    CHECK(read(R"({"kind":"timeout"})", "t")->done);
    CHECK(read(R"({"kind":"timeout"})", "t")->time == seconds(30));
    CHECK(read(R"({"kind":"reset"})", "r")->done);
    CHECK_FALSE(read(R"({"kind":"stuck-job"})", "j")->time);
}

TEST_CASE("a mistake names its member") {
    const std::pair<const char*, const char*> mistakes[] = {
        {"kind", R"({})"},
        {"kind", R"({"kind":"worse"})"},
        {"kind", R"({"kind":5})"},
        {"name", R"({"kind":"status","name":"other"})"},
        {"staus", R"({"kind":"status","staus":503})"},
        {"status", R"({"kind":"slow","status":503,"seconds":1})"},
        {"status", R"({"kind":"status","status":200})"},
        {"status", R"({"kind":"status","status":"503"})"},
        {"rate", R"({"kind":"status","rate":1.5})"},
        {"rate", R"({"kind":"status","rate":"often"})"},
        {"rate", R"({"kind":"lock","id":"001RL0000000001","rate":0.5})"},
        {"count", R"({"kind":"status","count":0})"},
        {"count", R"({"kind":"status","count":-1})"},
        {"after", R"({"kind":"status","after":0.5})"},
        {"method", R"({"kind":"status","method":"put"})"},
        {"method", R"({"kind":"status","method":""})"},
        {"family", R"({"kind":"status","family":"bulk3"})"},
        {"path", R"({"kind":"status","path":"services"})"},
        {"job", R"({"kind":"stuck-job","job":"750"})"},
        {"from", R"({"kind":"status","from":"soon"})"},
        {"from", R"({"kind":"status","from":-1})"},
        {"until", R"({"kind":"status","from":5,"until":5})"},
        {"done", R"({"kind":"reset","done":1})"},
        {"done", R"({"kind":"reset-in-body","done":true})"},
        {"seconds", R"({"kind":"slow"})"},
        {"seconds", R"({"kind":"slow","seconds":3601})"},
        {"seconds", R"({"kind":"slow","seconds":null})"},
        {"chunks", R"({"kind":"failed-job","chunks":1.5})"},
        {"message", R"({"kind":"failed-job","message":[]})"},
        {"id", R"({"kind":"lock"})"},
        {"id", R"({"kind":"lock","id":"001RL0000000001","object":"Account","where":"x"})"},
        {"object", R"({"kind":"lock","where":"Name = 'x'"})"},
        {"where", R"({"kind":"lock","object":"Account"})"},
    };
    for (const auto& [member, text] : mistakes) {
        INFO(text);
        const Error error = error_of(text);
        CHECK(error.fields == std::vector<std::string>{member});
        CHECK_THAT(error.message, Catch::Contains("'" + std::string{member} + "'"));
    }
    CHECK(error_of("[]").fields.empty());
    CHECK(read(R"({"kind":"status"})", "a b").error().fields == std::vector<std::string>{"name"});
    CHECK(
        error_of(R"({"kind":"request-limit","status":429})").message ==
        "'status' means nothing in a fault of kind request-limit; there are name, kind, job, rate, "
        "count, after, from, until, method, family, path"
    );
}

TEST_CASE("any JSON is a fault or a mistake, never a crash") {
    rc::prop("any members", [] {
        const auto members = fault_members();
        Json object = Json::object();
        const auto kind = static_cast<FaultKind>(*rc::gen::inRange<int>(0, k_fault_kinds));
        object["kind"] = std::string{name_of(kind)};
        const std::vector<Json> values{
            nullptr, true, -1, 0, 1, 1e300, 600, "", "x", "001RL0000000001", Json::array()};
        const auto count = *rc::gen::inRange<int>(0, 4);
        for (int i = 0; i < count; ++i) {
            const std::string member{members[*rc::gen::inRange<std::size_t>(2, members.size())]};
            object[member] = values[*rc::gen::inRange<std::size_t>(0, values.size())];
        }
        const auto fault = read_fault(object, "f");
        if (!fault) return RC_ASSERT(!fault.error().fields.empty());
        const auto again = parse_json(written(*fault));
        RC_ASSERT(again.has_value());
        RC_ASSERT(read_fault(*again).has_value());
    });
}

TEST_CASE("a file of faults") {
    const test::TemporaryFile good{
        R"({"faults": [ // a comment
            {"name": "a", "kind": "status"}, {"name": "b", "kind": "reset"}]})"};
    const auto faults = read_faults_file(good.path);
    REQUIRE(faults);
    REQUIRE(faults->size() == 2);
    CHECK((*faults)[1].kind == FaultKind::reset);

    const std::pair<const char*, const char*> bad[] = {
        {"[]", "expected an object with one member"},
        {R"({"faults": {}})", "expected an object with one member"},
        {R"({"faults": [], "more": 1})", "expected an object with one member"},
        {R"({"faults": [{"kind": "status"}]})", "fault 1: 'name' must be"},
        {R"({"faults": [{"name": "a", "kind": "reset"}, {"name": "a", "kind": "reset"}]})",
         "there are two faults named 'a'"},
        {"{", "line 1"},
    };
    for (const auto& [text, expected] : bad) {
        const test::TemporaryFile file{text};
        const auto read = read_faults_file(file.path);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::bad_file);
        CHECK_THAT(read.error().message, Catch::StartsWith(file.path) && Catch::Contains(expected));
    }
    CHECK(read_faults_file("no/such/file").error().code == ErrorCode::bad_file);
}

}  // namespace
}  // namespace rowlock
