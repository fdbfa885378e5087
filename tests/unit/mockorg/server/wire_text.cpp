#include "tests/unit/mockorg/server/wire_text.hpp"

#include <utility>

namespace rowlock {

void echo(HttpRequest request, const RespondFn& respond) {
    HttpResponse response;
    response.body = request.method + " " + request.target + " " + request.body;
    respond(std::move(response));
}

std::string body_of(const std::string& response) {
    return response.substr(response.find("\r\n\r\n") + 4);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool starts_with(std::string_view text, std::string_view part) {
    return text.substr(0, part.size()) == part;
}

std::string unchunk(std::string_view body) {
    std::string out;
    for (;;) {
        const std::size_t end = body.find("\r\n");
        const std::size_t size = std::stoul(std::string{body.substr(0, end)}, nullptr, 16);
        if (size == 0) return out;
        out.append(body.substr(end + 2, size));
        body.remove_prefix(end + 2 + size + 2);
    }
}

}  // namespace rowlock
