#include "harness/query/get_body.hpp"

#include "harness/replay/wire_error.hpp"

namespace rowlock {

Result<std::string> get_body(const AskFn& ask, const std::string& path) {
    const HttpRequest request = request_of("GET", path);
    auto answer = ask(request);
    if (!answer) return Failure{std::move(answer.error())};
    const RequestLine asked = RequestLine::of(request);
    if (answer->status >= 400) return Failure{refusal(asked, *answer)};
    if (answer->status != 200) return Failure{protocol_error(asked, *answer, "expected 200")};
    return std::move(answer->body);
}

}  // namespace rowlock
