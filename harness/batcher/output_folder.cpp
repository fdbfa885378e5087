#include "harness/batcher/output_folder.hpp"

#include "checks/plan/plan_file.hpp"
#include "harness/batcher/answer_files.hpp"
#include "harness/batcher/answer_text.hpp"
#include "mockorg/base/file_text.hpp"

#include <stdlib.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <system_error>

namespace rowlock::batcher {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_files_max = 10'000;
constexpr std::string_view k_lanes_file = "lanes.csv";
constexpr std::string_view k_plan_file = "plan.json";
constexpr std::string_view k_aside_file = "set-aside.csv";

Misbehaviour garbage(std::string what) {
    return {MisbehaviourKind::garbage, std::move(what), {}};
}

/// How the file of a batch is to be sent.
struct Lane {
    BatchLane lane = BatchLane::parallel;
    std::uint32_t phase = 0;
    std::uint32_t feed_group = 0;
};

using Lanes = std::map<std::string, Lane>;

bool read_number(std::string_view text, std::uint32_t& number) {
    if (text.empty()) return true;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_lane_row(const std::vector<CsvCell>& row, Lanes& lanes) {
    if (row.size() != 4) return false;
    Lane lane;
    const bool sound = read_lane(row[1].text, lane.lane) && read_number(row[2].text, lane.phase) &&
                       read_number(row[3].text, lane.feed_group);
    if (sound) lanes[std::string{row[0].text}] = lane;
    return sound;
}

/// What is wrong with lanes.csv; empty if it is sound.
std::string read_lanes(const std::string& text, Lanes& lanes) {
    constexpr std::string_view k_header = "file,lane,phase,feed";
    const bool crlf = text.substr(0, text.find('\n')).ends_with('\r');
    const CsvRows rows = find_csv_rows(text, crlf ? LineEnding::crlf : LineEnding::lf);
    if (rows.count() == 0 || rows.row(text, 0) != k_header) {
        return "the first line of lanes.csv is not " + std::string{k_header};
    }
    CsvRowReader reader{Delimiter::comma};
    for (std::size_t number = 1; number < rows.count(); ++number) {
        const auto cells = reader.read(rows.row(text, number));
        if (cells && read_lane_row(**cells, lanes)) continue;
        return "row " + std::to_string(number) +
               " of lanes.csv is not a file, a lane (parallel, serial or feed) and the numbers of "
               "a "
               "phase and a feed";
    }
    return {};
}

/// What is wrong if a lane is for a file that was not written; empty if all are there.
std::string missing_file(const Lanes& lanes, const std::vector<BatchFile>& files) {
    for (const auto& entry : lanes) {
        const bool there = std::any_of(files.begin(), files.end(), [&](const BatchFile& file) {
            return file.name == entry.first;
        });
        if (!there) return "it says how to send '" + entry.first + "', a file it did not write";
    }
    return {};
}

std::string read_plan(const std::string& text, Lanes& lanes) {
    const auto plan = read_plan_file(text);
    if (!plan) return "plan.json: " + plan.error().message;
    for (const PlanFileBatch& batch : plan->batches) {
        lanes[batch.file] = {batch.lane, batch.phase, batch.feed_group};
    }
    return {};
}

/// What lies in the folder, sorted.
struct Listing {
    std::vector<std::string> files;
    /// The first few that are neither batches nor say how these are sent.
    std::vector<std::string> others;
};

bool is_read(const std::string& name) {
    return name == k_plan_file || name.ends_with(".csv");
}

/// Nothing if there are too many.
std::optional<Listing> list(const fs::path& folder) {
    constexpr std::size_t k_others_max = 5;
    Listing listing;
    std::size_t entries = 0;
    std::error_code error;
    for (fs::directory_iterator it{folder, error}; !error && it != fs::directory_iterator{};
         it.increment(error)) {
        if (++entries > k_files_max) return std::nullopt;
        std::error_code ignored;
        std::string name = it->path().filename().string();
        const bool wanted = is_read(name) && it->is_regular_file(ignored);
        (wanted ? listing.files : listing.others).push_back(std::move(name));
    }
    std::sort(listing.files.begin(), listing.files.end());
    std::sort(listing.others.begin(), listing.others.end());
    if (listing.others.size() > k_others_max) listing.others.resize(k_others_max);
    return listing;
}

}  // namespace

Result<OutputFolder> OutputFolder::make() {
    std::error_code error;
    const fs::path parent = fs::temp_directory_path(error);
    std::string name = ((error ? fs::path{"/tmp"} : parent) / "rowlock-batches-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return fail(ErrorCode::bad_configuration, name + ": cannot be made");
    }
    return OutputFolder{fs::path{name}};
}

OutputFolder::~OutputFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

bool OutputFolder::prepare(const std::string& csv) const {
    std::error_code error;
    fs::remove_all(output(), error);
    if (!error) fs::create_directory(output(), error);
    std::ofstream file{input(), std::ios::binary | std::ios::trunc};
    file << csv;
    file.close();
    return !error && file.good();
}

Reply OutputFolder::read(const Instance& instance, std::size_t bytes_max) const {
    const auto listing = list(output());
    if (!listing) return Misbehaviour{MisbehaviourKind::flood, "it wrote too many files", {}};
    std::vector<BatchFile> files;
    Lanes lanes;
    for (const std::string& name : listing->files) {
        auto text = read_file((fs::path{output()} / name).string(), bytes_max);
        if (!text) return Misbehaviour{MisbehaviourKind::flood, text.error().message, {}};
        bytes_max -= text->size();
        std::string fault;
        if (name == k_plan_file) {
            fault = read_plan(*text, lanes);
        } else if (name == k_lanes_file) {
            fault = read_lanes(*text, lanes);
        } else {
            files.push_back(
                {name, std::move(*text), BatchLane::parallel, 0, 0, name == k_aside_file}
            );
        }
        if (!fault.empty()) return garbage(std::move(fault));
    }
    if (auto fault = missing_file(lanes, files); !fault.empty()) return garbage(std::move(fault));
    for (BatchFile& file : files) {
        const auto found = lanes.find(file.name);
        if (found == lanes.end()) continue;
        file.lane = found->second.lane;
        file.phase = found->second.phase;
        file.feed_group = found->second.feed_group;
    }
    Answer answer = answer_of_files(instance, files);
    answer.files_not_read = listing->others;
    return answer;
}

}  // namespace rowlock::batcher
