#include "tests/unit/mockorg/api/bulk1_client.hpp"

#include <stdexcept>

namespace rowlock {
namespace {

constexpr const char* k_base = "/services/async/60.0/";
constexpr const char* k_declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";

}  // namespace

std::string job_info(const std::string& members) {
    return std::string{k_declaration} +
           R"(<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">)" + members +
           "</jobInfo>";
}

std::string xml_error(const std::string& code, const std::string& message) {
    return std::string{k_declaration} +
           R"(<error xmlns="http://www.force.com/2009/06/asyncapi/dataload"><exceptionCode>)" +
           code + "</exceptionCode><exceptionMessage>" + message + "</exceptionMessage></error>";
}

Answer Bulk1Client::send(
    const std::string& method,
    const std::string& path,
    const std::string& body,
    const std::string& content_type
) {
    InProcessApi::Fields fields;
    if (!content_type.empty()) fields.emplace_back("Content-Type", content_type);
    return org_.send(method, k_base + path, body, fields);
}

std::string Bulk1Client::create_job(
    const std::string& members, const InProcessApi::Fields& fields
) {
    InProcessApi::Fields all = fields;
    all.emplace_back("Content-Type", "application/xml; charset=UTF-8");
    const Answer answer = org_.send("POST", std::string{k_base} + "job", job_info(members), all);
    if (answer.status != 201) throw std::runtime_error(answer.body);
    return element(answer.body, "id");
}

std::string Bulk1Client::add_batch(
    const std::string& job, const std::string& data, const std::string& content_type
) {
    const Answer answer = send("POST", "job/" + job + "/batch", data, content_type);
    if (answer.status != 201) throw std::runtime_error(answer.body);
    return answer.body.front() == '{' ? member(answer.body, "id") : element(answer.body, "id");
}

Answer Bulk1Client::batch(
    const std::string& job, const std::string& batch, const std::string& rest
) {
    return send("GET", "job/" + job + "/batch/" + batch + rest);
}

Answer Bulk1Client::set_state(const std::string& job, const std::string& state) {
    return send("POST", "job/" + job, job_info("<state>" + state + "</state>"), "application/xml");
}

void Bulk1Client::advance(double by) {
    Org& org = org_.api().org();
    org.advance_to(org.now() + seconds(by));
}

}  // namespace rowlock
