#include "mockorg/api/bulk1_bodies.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/api/bulk1_headers.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/engine/dataload_xml.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// The members of a jobInfo that have a value, in their order.
using Members = std::vector<std::pair<std::string, std::string>>;

Result<Members> read_xml_members(std::string_view body) {
    const auto root = read_xml(body);
    if (!root) return Failure{root.error()};
    if (auto named = expect_container(*root, "jobInfo"); !named) return Failure{named.error()};
    Members members;
    for (const XmlElement& child : root->children) {
        if (auto single = expect_value(child); !single) return Failure{single.error()};
        const std::string_view value = trimmed(child.text, k_text_blanks);
        if (!value.empty()) members.emplace_back(child.name.local, value);
    }
    return members;
}

Result<Members> read_json_members(std::string_view body) {
    const Result<Json> object = parse_json_object(body);
    if (!object) return Failure{object.error()};
    Members members;
    for (const auto& [name, value] : object->items()) {
        if (value.is_structured()) {
            return fail(ErrorCode::json_parser_error, "The member '" + name + "' must be a string");
        }
        const auto* text = value.get_ptr<const std::string*>();
        std::string word = text != nullptr ? *text : value.dump();
        if (!value.is_null() && !word.empty()) members.emplace_back(name, std::move(word));
    }
    return members;
}

Result<Members> read_members(const HttpRequest& request) {
    const std::string_view body = trimmed(request.body, k_text_blanks);
    const bool looks_like_json = body.starts_with('{') || body.starts_with('[');
    const bool says_json = format_named_by(request) == Bulk1Format::json;
    if (looks_like_json || (says_json && !body.starts_with('<'))) return read_json_members(body);
    return read_xml_members(body);
}

/// Reported for text/xml. [SalesforceMagic issue 1]
Result<void> check_media_type(const HttpRequest& request) {
    const std::string type = media_type(request.headers.get("Content-Type"));
    if (type.empty() || type == "application/xml" || type == "application/json") return {};
    return fail(ErrorCode::unsupported_media_type, "Unsupported content type: " + type);
}

/// `Parallel`, `Serial`, or 0 and 1 as simple-salesforce writes them.
Result<Lane> read_lane(const std::string& word) {
    if (word == "1" || equal_ignoring_case(word, "Serial")) return Lane::serial;
    if (word == "0" || equal_ignoring_case(word, "Parallel")) return Lane::parallel;
    return fail(ErrorCode::invalid_job, "concurrencyMode is Parallel or Serial, not " + word);
}

Result<ContentType> read_content_type(const std::string& word) {
    if (const auto type = parse_content_type(word)) return *type;
    return fail(
        ErrorCode::invalid_job,
        "contentType is CSV, XML, JSON, ZIP_CSV, ZIP_XML or ZIP_JSON, not " + word
    );
}

/// "CreatedById" of "createdById", as the message names it. [workbench issue 675]
std::string capitalised(std::string name) {
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

Failure cannot_be_specified(const std::string& name) {
    return fail(ErrorCode::invalid_job, capitalised(name) + " cannot be specified");
}

Result<void> take_member(const std::string& name, const std::string& value, CreateBulk1Job& job) {
    if (name == "createdById") return cannot_be_specified(name);
    if (name == "object") job.object = value;
    if (name == "operation") job.operation = value;
    if (name == "externalIdFieldName") job.external_id_field = value;
    if (name == "assignmentRuleId") job.assignment_rule_id = value;
    if (name == "concurrencyMode") {
        const auto lane = read_lane(value);
        if (!lane) return Failure{lane.error()};
        job.lane = *lane;
    }
    if (name == "contentType") {
        const auto type = read_content_type(value);
        if (!type) return Failure{type.error()};
        job.content_type = *type;
    }
    return {};
}

}  // namespace

Result<CreateBulk1Job> read_create_bulk1_job(const HttpRequest& request, double api_version) {
    if (auto fits = check_media_type(request); !fits) return Failure{fits.error()};
    const auto members = read_members(request);
    if (!members) return Failure{members.error()};
    CreateBulk1Job job;
    job.api_version = api_version;
    for (const auto& [name, value] : *members) {
        if (auto taken = take_member(name, value, job); !taken) return Failure{taken.error()};
    }
    if (auto read = read_bulk1_headers(request.headers, job); !read) return Failure{read.error()};
    return job;
}

Result<std::string> read_bulk1_job_state(const HttpRequest& request) {
    const auto members = read_members(request);
    if (!members) return Failure{members.error()};
    std::string state;
    for (const auto& [name, value] : *members) {
        if (name == "state") {
            state = value;
        } else if (name != "id") {
            return cannot_be_specified(name);
        }
    }
    return state;
}

}  // namespace rowlock
