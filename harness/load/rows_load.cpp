#include "harness/load/rows_load.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/load/csv_file_rows.hpp"
#include "harness/load/load_words.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/duration_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <span>
#include <utility>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 2> k_lane_words{"parallel", "serial"};
constexpr std::uint64_t k_in_flight_max = 10'000;
/// Of a file's beginning, in which its header line ends if it has one.
constexpr std::size_t k_header_max = std::size_t{1} << 20;

/// The word's place in the list; `otherwise` if it is not said.
Result<std::size_t> place_of(
    const char* option,
    const std::string& word,
    std::span<const std::string_view> words,
    std::size_t otherwise
) {
    if (word.empty()) return otherwise;
    const auto found = std::find(words.begin(), words.end(), word);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    return misuse(fmt::format("{} is \"{}\"{}", option, word, word_hint(word, words)));
}

Result<std::uint64_t> number_of(
    const char* option,
    std::optional<std::uint64_t> number,
    std::uint64_t low,
    std::uint64_t high,
    std::uint64_t otherwise
) {
    if (!number) return otherwise;
    if (*number >= low && *number <= high) return *number;
    return misuse(fmt::format("{} is {}, expected {} to {}", option, *number, low, high));
}

/// Turns a description into a step, member by member; the first mistake ends it.
class StepMaker {
public:
    StepMaker(const std::string& path, const RowsDescription& description)
        : path_(path), said_(description) {
        step_.where = path;
    }

    Result<LoadStep> make() && {
        return operation()
            .and_then([&] { return external_id(); })
            .and_then([&] { return api(); })
            .and_then([&] { return pace(); })
            .map([&] { return std::move(step_); });
    }

private:
    Result<void> operation() {
        if (said_.object.empty() || said_.operation.empty()) {
            return misuse(fmt::format(
                "{} does not say what its rows are: add --object NAME and --operation insert, "
                "update, upsert, delete or hardDelete",
                path_
            ));
        }
        const auto place = place_of("--operation", said_.operation, k_operation_words, 0);
        if (!place) return Failure{place.error()};
        step_.operation = static_cast<LoadOperation>(*place);
        return {};
    }

    Result<void> external_id() {
        const bool is_upsert = step_.operation == LoadOperation::upsert;
        if (is_upsert && said_.external_id.empty())
            return misuse("an upsert needs --external-id FIELD, by which records are known");
        if (!is_upsert && !said_.external_id.empty()) {
            return misuse(fmt::format(
                "--external-id goes with --operation upsert only, not with {}",
                name_of(step_.operation)
            ));
        }
        step_.external_id = said_.external_id;
        return {};
    }

    Result<void> api() {
        const auto api = place_of("--api", said_.api, k_api_words, 1);
        if (!api) return Failure{api.error()};
        step_.api = static_cast<LoadApi>(*api);
        step_.api_given = !said_.api.empty();
        const auto rows = number_of(
            "--batch-size",
            said_.batch_rows,
            1,
            batch_rows_max(step_.api),
            usual_batch_rows(step_.api)
        );
        if (!rows) return Failure{rows.error()};
        step_.batch_rows = static_cast<RowNumber>(*rows);
        return {};
    }

    Result<void> pace() {
        const auto lane = place_of("--lane", said_.lane, k_lane_words, 0);
        if (!lane) return Failure{lane.error()};
        const bool serial = *lane == 1;
        if (serial && said_.in_flight.value_or(1) != 1)
            return misuse("--lane serial is one batch after another, expected no other --in-flight"
            );
        const auto in_flight =
            number_of("--in-flight", said_.in_flight, 1, k_in_flight_max, serial ? 1 : 0);
        if (!in_flight) return Failure{in_flight.error()};
        step_.in_flight = static_cast<std::uint32_t>(*in_flight);
        if (serial && step_.api == LoadApi::bulk1) step_.concurrency_mode = ConcurrencyMode::serial;
        const auto retries = number_of("--retries", said_.retries, 0, k_retries_max, 0);
        if (!retries) return Failure{retries.error()};
        step_.retry.times = static_cast<std::uint32_t>(*retries);
        if (said_.poll_every.empty()) return {};
        const auto poll_every = parse_duration(said_.poll_every);
        if (!poll_every || *poll_every == Duration{})
            return misuse(
                "--poll-every is \"" + said_.poll_every + "\", expected one like 500ms or 10s"
            );
        step_.poll_every = *poll_every;
        return {};
    }

    const std::string& path_;
    const RowsDescription& said_;
    LoadStep step_;
};

/// API names of fields hold no delimiter: the one that is there, and mostly so, parts them.
Delimiter delimiter_of(std::string_view header) {
    constexpr Delimiter k_delimiters[] = {
        Delimiter::comma,
        Delimiter::semicolon,
        Delimiter::tab,
        Delimiter::pipe,
        Delimiter::caret,
        Delimiter::backquote};
    Delimiter best = Delimiter::comma;
    std::ptrdiff_t most = 0;
    for (const Delimiter tried : k_delimiters) {
        const auto count = std::count(header.begin(), header.end(), static_cast<char>(tried));
        if (count <= most) continue;
        best = tried;
        most = count;
    }
    return best;
}

/// The first line of the file, or of the folder's first file; empty if there is none.
std::string header_of(const CsvFileSpec& rows) {
    std::vector<std::string> files;
    for (const CsvFileSpec::Part& part : rows.parts) files.push_back(part.path);
    if (files.empty()) files = csv_files_at(rows.path.text);
    if (files.empty()) return {};
    std::ifstream file{files.front(), std::ios::binary};
    std::string header(k_header_max, '\0');
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    header.resize(static_cast<std::size_t>(file.gcount()));
    return header.substr(0, header.find('\n'));
}

Result<Delimiter> delimiter_of(const CsvFileSpec& rows, const std::string& word) {
    if (word.empty()) return delimiter_of(header_of(rows));
    const auto delimiter = parse_delimiter(word);
    if (!delimiter) return misuse("--delimiter: " + delimiter.error().message);
    return *delimiter;
}

}  // namespace

std::string RowsDescription::first_option() const {
    const std::pair<const char*, bool> said[] = {
        {"--object", !object.empty()},
        {"--operation", !operation.empty()},
        {"--external-id", !external_id.empty()},
        {"--delimiter", !delimiter.empty()},
        {"--encoding", !encoding.empty()},
        {"--lane", !lane.empty()},
        {"--batch-size", batch_rows.has_value()},
        {"--in-flight", in_flight.has_value()},
        {"--retries", retries.has_value()},
        {"--poll-every", !poll_every.empty()},
        {"--schema", !schema.empty()},
    };
    const auto* const found = std::find_if(std::begin(said), std::end(said), [](const auto& each) {
        return each.second;
    });
    return found == std::end(said) ? std::string{} : found->first;
}

Result<Load> load_of_rows(
    const std::string& path, CsvFileSpec rows, const RowsDescription& description
) {
    auto step = StepMaker{path, description}.make();
    if (!step) return Failure{std::move(step.error())};
    const auto delimiter = delimiter_of(rows, description.delimiter);
    if (!delimiter) return Failure{delimiter.error()};
    rows.delimiter = *delimiter;
    rows.encoding = description.encoding;
    Load load;
    load.name = std::filesystem::path{path}.stem().string();
    load.schema = {description.schema, "--schema"};
    load.sources.push_back({load.name, description.object, std::move(rows), "--object"});
    Strategy strategy = plain_strategy();
    strategy.load = std::move(*step);
    load.strategies.push_back(std::move(strategy));
    return load;
}

Result<Load> load_of_csv(const std::string& path, const RowsDescription& description) {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(ErrorCode::bad_file, path + ": there is no such file or folder");
    CsvFileSpec rows;
    rows.path = {path, "the rows"};
    return load_of_rows(path, std::move(rows), description);
}

}  // namespace rowlock
