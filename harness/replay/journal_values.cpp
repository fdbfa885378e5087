#include "harness/replay/journal_values.hpp"

#include "harness/load/source_spec.hpp"
#include "mockorg/codec/dates.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace rowlock {
namespace {

constexpr std::string_view k_statuses = "nscufxm";

}  // namespace

std::optional<std::pair<std::uint32_t, std::uint32_t>> read_pair(const Json& json) {
    if (!json.is_array() || json.size() != 2) return std::nullopt;
    for (const Json& number : json) {
        if (!number.is_number_unsigned()) return std::nullopt;
        if (number.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max())
            return std::nullopt;
    }
    return std::pair{json[0].get<std::uint32_t>(), json[1].get<std::uint32_t>()};
}

std::string read_text(const Json& entry, const char* name) {
    const auto found = entry.find(name);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string_view letter_of(RowStatus status) {
    return k_statuses.substr(static_cast<std::size_t>(status), 1);
}

std::optional<KnownOutcome> read_outcome(const Json& row) {
    if (!row.is_array() || row.size() != 3) return std::nullopt;
    for (const Json& text : row) {
        if (!text.is_string()) return std::nullopt;
    }
    const auto letter = row[0].get<std::string>();
    const auto status = letter.size() == 1 ? k_statuses.find(letter) : std::string_view::npos;
    if (status == std::string_view::npos) return std::nullopt;
    return KnownOutcome{
        static_cast<RowStatus>(status), row[1].get<std::string>(), row[2].get<std::string>()};
}

std::optional<std::vector<RowNumber>> read_rows(const Json& ranges) {
    if (!ranges.is_array()) return std::nullopt;
    std::vector<RowNumber> rows;
    for (const Json& range : ranges) {
        const auto ends = read_pair(range);
        if (!ends || ends->first > ends->second || ends->second >= k_max_source_rows)
            return std::nullopt;
        for (RowNumber row = ends->first; row <= ends->second; ++row) rows.push_back(row);
        if (rows.size() > k_max_source_rows) return std::nullopt;
    }
    return rows;
}

void append_creation(JsonWriter& json, const LostCreation& creation) {
    std::string since;
    append_json_datetime(since, creation.since_ms);
    json.begin_object()
        .member("type", creation.job.type)
        .member("object", creation.job.object)
        .member("operation", creation.job.operation)
        .member("externalId", creation.job.external_id)
        .member("since", since)
        .end_object();
}

std::optional<LostCreation> read_creation(const Json& json) {
    if (!json.is_object()) return std::nullopt;
    const auto since = parse_datetime(read_text(json, "since"));
    if (!since) return std::nullopt;
    LostCreation creation;
    creation.job = {
        read_text(json, "type"),
        read_text(json, "object"),
        read_text(json, "operation"),
        read_text(json, "externalId")};
    creation.since_ms = *since;
    return creation;
}

}  // namespace rowlock
