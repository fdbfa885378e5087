#include "mockorg/api/responses.hpp"

#include <utility>

namespace rowlock {

HttpResponse json_response(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.headers.add("Content-Type", std::string{k_json_type});
    response.body = std::move(body);
    return response;
}

HttpResponse empty_response(int status) {
    HttpResponse response;
    response.status = status;
    return response;
}

HttpResponse csv_response(BodySource source) {
    HttpResponse response;
    response.headers.add("Content-Type", std::string{k_csv_type});
    response.stream = std::move(source);
    return response;
}

}  // namespace rowlock
