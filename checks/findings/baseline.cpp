#include "checks/findings/baseline.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

constexpr int k_version = 1;

Failure bad(std::string_view file_name, std::string_view what) {
    return fail(ErrorCode::bad_file, fmt::format("{}: {}", file_name, what));
}

std::string text_member(const Json& entry, const char* name) {
    const auto found = entry.find(name);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

Result<Baseline> Baseline::parse(std::string_view json, std::string_view file_name) {
    const auto root = parse_json(json, true);
    if (!root) return bad(file_name, root.error().message);
    if (!root->is_object()) return bad(file_name, "a baseline is a JSON object");
    const auto version = root->find("schemaVersion");
    if (version == root->end() || *version != k_version) {
        return bad(file_name, fmt::format("schemaVersion must be {}", k_version));
    }
    const auto accepted = root->find("accepted");
    if (accepted == root->end() || !accepted->is_array()) {
        return bad(file_name, "'accepted' must be an array");
    }
    Baseline baseline;
    for (const Json& entry : *accepted) {
        const std::string fingerprint =
            entry.is_object() ? text_member(entry, "fingerprint") : std::string{};
        const bool has_count =
            entry.is_object() && entry.contains("count") && entry["count"].is_number_unsigned();
        if (fingerprint.empty() || !has_count) {
            return bad(file_name, "an entry of 'accepted' needs 'fingerprint' and 'count'");
        }
        baseline.by_fingerprint_[fingerprint] = {
            text_member(entry, "rule"),
            text_member(entry, "file"),
            text_member(entry, "field"),
            entry["count"].get<std::uint64_t>()};
    }
    return baseline;
}

Baseline Baseline::of(const std::vector<Finding>& findings) {
    Baseline baseline;
    for (const Finding& finding : findings) {
        baseline.by_fingerprint_[finding.fingerprint()] = {
            std::string{info_of(finding.rule).id}, finding.file, finding.field, finding.count};
    }
    return baseline;
}

bool Baseline::accepts(const Finding& finding) const {
    const auto entry = by_fingerprint_.find(finding.fingerprint());
    return entry != by_fingerprint_.end() && finding.count <= entry->second.count;
}

void Baseline::apply(std::vector<Finding>& findings) const {
    for (Finding& finding : findings) finding.accepted = accepts(finding);
}

std::string Baseline::text() const {
    std::string text = fmt::format("{{\"schemaVersion\":{},\"accepted\":[", k_version);
    const char* separator = "\n";
    for (const auto& [fingerprint, entry] : by_fingerprint_) {
        text += separator;
        separator = ",\n";
        JsonWriter writer{text};
        writer.begin_object().member("fingerprint", fingerprint).member("rule", entry.rule);
        writer.member("file", entry.file).member("field", entry.field);
        writer.member("count", entry.count).end_object();
    }
    return text + "\n]}\n";
}

}  // namespace rowlock
