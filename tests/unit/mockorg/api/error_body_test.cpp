#include "mockorg/api/error_body.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

const Error k_error{ErrorCode::required_field_missing, "Missing \"Name\"", {"Name", "StageName"}};

TEST_CASE("REST errors begin with the message and name fields") {
    const HttpResponse response = error_response(k_error);
    CHECK(response.status == 400);
    CHECK(response.headers.get("content-type") == "application/json;charset=UTF-8");
    CHECK(
        response.body ==
        R"([{"message":"Missing \"Name\"","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name","StageName"]}])"
    );
    CHECK(
        error_response({ErrorCode::not_found, "m", {}}).body ==
        R"([{"message":"m","errorCode":"NOT_FOUND"}])"
    );
}

TEST_CASE("Bulk API 2.0 errors begin with the code") {
    const HttpResponse response =
        error_response({ErrorCode::not_found, "m", {}}, ErrorShape::bulk2);
    CHECK(response.status == 404);
    CHECK(response.body == R"([{"errorCode":"NOT_FOUND","message":"m"}])");
}

}  // namespace
}  // namespace rowlock
