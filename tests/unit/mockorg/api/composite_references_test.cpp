#include "mockorg/api/composite_references.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::vector<Subresponse> answers() {
    Subresponse made;
    made.reference = "made";
    made.body = R"({"id":"001","name":"a \"b\"/c","number":5,"none":null})";
    Subresponse found;
    found.reference = "found";
    found.body = R"({"records":[{"Id":"A","Owner":{"Name":"N"}},{"Id":"B"}]})";
    Subresponse failed;
    failed.reference = "failed";
    failed.status = 400;
    failed.body = R"({"id":"001"})";
    return {made, found, failed};
}

Result<std::string> body_with(const std::string& reference) {
    Subrequest request;
    request.body = R"({"x":"@{)" + reference + R"(}"})";
    if (auto resolved = resolve_references(request, answers()); !resolved)
        return Failure{resolved.error()};
    return request.body;
}

TEST_CASE("a reference is replaced by what an earlier answer holds") {
    CHECK(body_with("made.id") == R"({"x":"001"})");
    CHECK(body_with("made.name") == R"({"x":"a \"b\"/c"})");
    CHECK(body_with("made.number") == R"({"x":"5"})");
    CHECK(body_with("found.records[1].Id") == R"({"x":"B"})");
    CHECK(body_with("found.records[0].Owner.Name") == R"({"x":"N"})");
    Subrequest request;
    request.url = "/x/@{made.name}/@{made.id}";
    REQUIRE(resolve_references(request, answers()));
    CHECK(request.url == "/x/a%20%22b%22%2Fc/001");
}

TEST_CASE("a reference without a value is named") {
    CHECK(
        body_with("nobody.id").error().message ==
        "Invalid reference specified. No value for nobody.id found in nobody"
    );
    for (const std::string reference :
         {"failed.id",
          "made",
          "made.nope",
          "made.none",
          "made.id.x",
          "found.records",
          "found.records[2].Id",
          "found.records[-1].Id",
          "found.records[",
          "found[0]",
          "",
          ".",
          "["}) {
        CAPTURE(reference);
        CHECK_FALSE(body_with(reference));
    }
}

TEST_CASE("the names that a request refers to") {
    Subrequest request;
    request.url = "/x/@{a.id}?q='@{b.records[0].Id}'";
    request.body = R"({"x":"of @{a.Name}","y":"@{c[0].id}"} @{open)";
    CHECK(names_referred_to(request) == std::vector<std::string>{"a", "b", "a", "c"});
    CHECK(names_referred_to({}).empty());
    rc::prop("nothing upsets them", [](const std::string& text) {
        Subrequest any;
        any.body = "@{" + text;
        RC_ASSERT(names_referred_to(any).empty() == (text.find('}') == std::string::npos));
        body_with(text);
    });
}

}  // namespace
}  // namespace rowlock
