#include "mockorg/api/apex.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <utility>

namespace rowlock {
namespace {

/// Order of members as a real org writes them. [recorded]
void execute_anonymous(ApiContext&, Call call) {
    const ApexRefusal refusal = refuse_apex();
    std::string body;
    JsonWriter{body}
        .begin_object()
        .member("line", refusal.line)
        .member("column", refusal.column)
        .member("compiled", false)
        .member("success", false)
        .member("compileProblem", refusal.problem)
        .key("exceptionStackTrace")
        .null()
        .key("exceptionMessage")
        .null()
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_tooling_routes[] = {
    {"GET", "/services/data/{version}/tooling/executeAnonymous", execute_anonymous},
};

}  // namespace

std::span<const Route> tooling_routes() {
    return k_tooling_routes;
}

}  // namespace rowlock
