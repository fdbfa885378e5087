#include "harness/replay/creation_answer.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string child_text(const XmlElement& element, const char* name) {
    const XmlElement* child = element.child(name);
    return child == nullptr ? std::string{} : child->text;
}

std::optional<CreationAnswer> job_of(std::string id, std::string_view created) {
    if (id.empty()) return std::nullopt;
    return CreationAnswer{std::move(id), parse_datetime(created)};
}

}  // namespace

std::optional<CreationAnswer> read_creation_answer(const HttpResponse& answer) {
    if (answer.status >= 400) return std::nullopt;
    if (answer.body.starts_with('<')) {
        const auto job = read_xml(answer.body);
        if (!job) return std::nullopt;
        return job_of(child_text(*job, "id"), child_text(*job, "createdDate"));
    }
    const auto job = parse_json(answer.body);
    if (!job) return std::nullopt;
    return job_of(text_in(*job, "id"), text_in(*job, "createdDate"));
}

}  // namespace rowlock
