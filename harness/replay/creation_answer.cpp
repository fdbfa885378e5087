#include "harness/replay/creation_answer.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string text_in(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string text_in(const XmlElement& element, const char* name) {
    const XmlElement* child = element.child(name);
    return child == nullptr ? std::string{} : child->text;
}

template <class Body>
std::optional<CreationAnswer> read_job(const Body& job) {
    CreationAnswer created{text_in(job, "id"), parse_datetime(text_in(job, "createdDate"))};
    if (created.id.empty()) return std::nullopt;
    return created;
}

}  // namespace

std::optional<CreationAnswer> read_creation_answer(const HttpResponse& answer) {
    if (answer.status >= 400) return std::nullopt;
    if (answer.body.starts_with('<')) {
        const auto job = read_xml(answer.body);
        return job ? read_job(*job) : std::nullopt;
    }
    const auto job = parse_json(answer.body);
    return job && job->is_object() ? read_job(*job) : std::nullopt;
}

}  // namespace rowlock
