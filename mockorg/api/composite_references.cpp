#include "mockorg/api/composite_references.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_start = "@{";

/// What a text refers to: `refAccount` and `.records[0].Id`.
struct CompositeReference {
    std::string name;
    std::string path;
};

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
    if (answer == answers.end() || !was_done(answer->status)) return std::nullopt;
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

/// The next reference in a text.
struct FoundReference {
    std::size_t start = 0;
    /// Behind its closing brace.
    std::size_t end = 0;
    CompositeReference reference;
};

std::optional<FoundReference> find_reference(std::string_view text) {
    const std::size_t start = text.find(k_start);
    if (start == std::string_view::npos) return std::nullopt;
    const std::size_t inside = start + k_start.size();
    const std::size_t brace = text.find('}', inside);
    if (brace == std::string_view::npos) return std::nullopt;
    return FoundReference{start, brace + 1, parse_reference(text.substr(inside, brace - inside))};
}

Result<std::string> resolved(
    std::string_view text, Place place, const std::vector<Subresponse>& answers
) {
    std::string out;
    while (const auto found = find_reference(text)) {
        const CompositeReference& reference = found->reference;
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
        out.append(text.substr(0, found->start));
        out.append(place == Place::address ? percent_encode(*value) : escaped(*value));
        text.remove_prefix(found->end);
    }
    return out.append(text);
}

}  // namespace

std::vector<std::string> names_referred_to(const Subrequest& request) {
    std::vector<std::string> names;
    for (std::string_view text : {std::string_view{request.url}, std::string_view{request.body}}) {
        while (auto found = find_reference(text)) {
            names.push_back(std::move(found->reference.name));
            text.remove_prefix(found->end);
        }
    }
    return names;
}

Result<void> resolve_references(Subrequest& request, const std::vector<Subresponse>& answers) {
    auto url = resolved(request.url, Place::address, answers);
    if (!url) return Failure{url.error()};
    auto body = resolved(request.body, Place::body, answers);
    if (!body) return Failure{body.error()};
    request.url = std::move(*url);
    request.body = std::move(*body);
    return {};
}

std::optional<Subresponse> with_references(
    Subrequest& request, const std::vector<Subresponse>& answers
) {
    const auto resolved = resolve_references(request, answers);
    if (resolved) return std::nullopt;
    return halted(request.reference, k_halted_code, resolved.error().message);
}

}  // namespace rowlock
