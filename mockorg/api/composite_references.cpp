#include "mockorg/api/composite_references.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_start = "@{";
constexpr int k_first_error_status = 300;

CompositeReference parse_reference(std::string_view inside) {
    const std::size_t end = std::min(inside.find_first_of(".["), inside.size());
    return {std::string{inside.substr(0, end)}, std::string{inside.substr(end)}};
}

/// Follows `.records[0].Id`; null if it leads nowhere.
const Json* follow(const Json* value, std::string_view path) {
    while (value != nullptr && !path.empty()) {
        const bool index = path.front() == '[';
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find_first_of(index ? "]" : ".["), path.size());
        const std::string_view step = path.substr(0, end);
        path.remove_prefix(std::min(end + (index ? 1 : 0), path.size()));
        if (index) {
            const auto number = parse_integer(step);
            const bool inside = number && *number >= 0 && value->is_array() &&
                                static_cast<std::size_t>(*number) < value->size();
            value = inside ? &(*value)[static_cast<std::size_t>(*number)] : nullptr;
        } else {
            const auto member = value->find(std::string{step});
            value = value->is_object() && member != value->end() ? &*member : nullptr;
        }
    }
    return value;
}

/// The value as text; nothing if there is none.
std::optional<std::string> value_of(
    const CompositeReference& reference, const std::vector<Subresponse>& answers
) {
    const auto answer =
        std::find_if(answers.begin(), answers.end(), [&](const Subresponse& candidate) {
            return candidate.reference == reference.name;
        });
    if (answer == answers.end() || answer->status >= k_first_error_status) return std::nullopt;
    const auto body = parse_json(answer->body);
    if (!body) return std::nullopt;
    const Json* value = follow(&*body, reference.path);
    if (value == nullptr || value->is_structured() || value->is_null()) return std::nullopt;
    const auto* text = value->get_ptr<const std::string*>();
    return text != nullptr ? *text : value->dump();
}

/// The text as it stands inside a JSON string.
std::string escaped(std::string_view text) {
    std::string json;
    JsonWriter{json}.value(text);
    return json.substr(1, json.size() - 2);
}

enum class Place : std::uint8_t { address, body };

Result<std::string> resolved(
    std::string_view text, Place place, const std::vector<Subresponse>& answers
) {
    std::string out;
    while (true) {
        const std::size_t start = text.find(k_start);
        const std::size_t end =
            start == std::string_view::npos ? start : text.find('}', start + k_start.size());
        if (end == std::string_view::npos) break;
        const std::size_t inside = start + k_start.size();
        const CompositeReference reference = parse_reference(text.substr(inside, end - inside));
        const auto value = value_of(reference, answers);
        if (!value) {
            return fail(
                ErrorCode::client_input_error,
                fmt::format(
                    "Invalid reference specified. No value for {}{} found in {}",
                    reference.name,
                    reference.path,
                    reference.name
                )
            );
        }
        out.append(text.substr(0, start));
        out.append(place == Place::address ? percent_encode(*value) : escaped(*value));
        text.remove_prefix(end + 1);
    }
    return out.append(text);
}

}  // namespace

bool has_reference(std::string_view text) {
    return text.find(k_start) != std::string_view::npos;
}

std::optional<CompositeReference> whole_reference(std::string_view text) {
    if (!text.starts_with(k_start) || text.find('}') != text.size() - 1) return std::nullopt;
    return parse_reference(text.substr(k_start.size(), text.size() - k_start.size() - 1));
}

Result<void> resolve_references(Subrequest& request, const std::vector<Subresponse>& answers) {
    if (has_reference(request.url)) {
        auto url = resolved(request.url, Place::address, answers);
        if (!url) return Failure{url.error()};
        request.url = std::move(*url);
    }
    if (has_reference(request.body)) {
        auto body = resolved(request.body, Place::body, answers);
        if (!body) return Failure{body.error()};
        request.body = std::move(*body);
    }
    return {};
}

}  // namespace rowlock
