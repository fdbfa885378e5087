#include "mockorg/testing/wire_transcript.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/line_end.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/testing/scenario_settings.hpp"
#include "mockorg/testing/word_reader.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{16} << 20;
/// Of one line with `*N`, and of all lines of one body together.
constexpr std::uint64_t k_repeats_max = 1'000'000;
constexpr std::size_t k_body_size_max = std::size_t{64} << 20;

/// What stands between `>` or `<` and a line's text.
struct Marks {
    bool any_order = false;
    /// The text is the name of a file whose bytes are meant.
    bool is_file = false;
    std::uint64_t repeats = 1;
};

/// Which part of a request or an answer the next line belongs to.
enum class Place : std::uint8_t { nowhere, headers, body };

/// Reads the lines of one transcript from top to bottom.
class TranscriptParser {
public:
    TranscriptParser(std::string_view text, std::string_view file, const ReadBeside& read_beside)
        : rest_(text), read_beside_(read_beside) {
        settings_.file = file;
        settings_.config.profile = shipped_profiles().front();
    }

    Result<WireTranscript> parse();

private:
    void read_line(std::string_view line);
    void read_statement(std::string_view line);
    void read_first_setting(const std::string& name, WordReader& words);
    void read_wire_line(std::string_view line, WireSide side);
    Marks read_marks(std::string_view& text, bool may_have_marks);
    void begin_request(std::string_view text);
    void begin_answer(std::string_view text);
    void read_header(std::string_view text, WireSide side, std::vector<WireHeader>& headers);
    void read_body_line(std::string_view text, const Marks& marks, WireSide side, WireBody& body);
    WireText read_text(std::string_view text, WireSide side, std::uint64_t number = 0);
    WireText read_bytes(std::string_view file);
    void complain(std::string_view what);

    std::string_view rest_;
    std::size_t line_ = 0;
    const ReadBeside& read_beside_;
    /// Where the settings shared with scenarios go.
    Scenario settings_;
    WireTranscript transcript_;
    Place place_ = Place::nowhere;
    /// The side of the part that is being read.
    WireSide side_ = WireSide::answer;
    /// A request waits for its answer.
    bool awaits_answer_ = false;
    std::size_t body_size_ = 0;
    std::optional<Error> error_;
};

Result<WireTranscript> TranscriptParser::parse() {
    while (!rest_.empty() && !error_) {
        const std::size_t length = std::min(rest_.find('\n'), rest_.size() - 1) + 1;
        ++line_;
        read_line(without_line_end(rest_.substr(0, length)));
        rest_.remove_prefix(length);
    }
    if (awaits_answer_) complain("the last request has no answer");
    if (error_) return tl::unexpected{*error_};
    transcript_.file = std::move(settings_.file);
    transcript_.config = std::move(settings_.config);
    transcript_.seeds = std::move(settings_.seeds);
    return std::move(transcript_);
}

void TranscriptParser::complain(std::string_view what) {
    if (error_) return;
    error_ = Error{ErrorCode::bad_file, fmt::format("{}:{}: {}", settings_.file, line_, what), {}};
}

void TranscriptParser::read_line(std::string_view line) {
    if (line.starts_with('>')) return read_wire_line(line, WireSide::request);
    if (line.starts_with('<')) return read_wire_line(line, WireSide::answer);
    place_ = Place::nowhere;
    if (!line.empty() && line.front() != '#') read_statement(line);
}

void TranscriptParser::read_statement(std::string_view line) {
    WordReader words{settings_.file, line_, line};
    const std::string word = words.word("a statement");
    if (word == "advance") {
        transcript_.steps.push_back({line_, AdvanceBy{words.duration("a time")}});
        words.expect_end();
    } else if (word == "run") {
        transcript_.steps.push_back({line_, RunUntilIdle{}});
        words.expect_end();
    } else if (!transcript_.steps.empty()) {
        words.complain("a request (>), an answer (<), advance or run", word);
    } else {
        read_first_setting(word, words);
    }
    if (!error_) error_ = words.error();
}

void TranscriptParser::read_first_setting(const std::string& name, WordReader& words) {
    if (name == "clock") {
        const auto clock = parse_clock_mode(words.word("virtual or manual"));
        if (!clock) return words.complain(clock.error());
        if (clock->kind == ClockMode::Kind::real) {
            return words.complain("virtual or manual", text_of(*clock));
        }
        transcript_.clock = *clock;
        words.expect_end();
    } else if (name == "limit") {
        const auto set = set_bulk_limit(settings_.config.bulk_limits, words.word("NAME=NUMBER"));
        if (!set) return words.complain(set.error());
        words.expect_end();
    } else if (name == "deny") {
        const auto denied = deny(settings_.config, words.word("api or hard-delete"));
        if (!denied) return words.complain(denied.error());
        words.expect_end();
    } else if (!read_setting(name, words, read_beside_, settings_)) {
        words.complain("a setting, a statement or a request (>)", name);
    }
}

void TranscriptParser::read_wire_line(std::string_view line, WireSide side) {
    std::string_view text = line.substr(1);
    const bool is_first = place_ == Place::nowhere || side != side_;
    const bool in_body = !is_first && place_ == Place::body;
    const Marks marks = read_marks(text, in_body);
    if (marks.any_order && side == WireSide::request) {
        complain("only lines of an answer come in any order");
    }
    if (error_) return;
    side_ = side;
    if (is_first) {
        if (side == WireSide::request) return begin_request(text);
        return begin_answer(text);
    }
    WireAction& action = transcript_.steps.back().action;
    auto* request = std::get_if<WireRequest>(&action);
    auto* answer = std::get_if<WireAnswer>(&action);
    if (in_body) {
        return read_body_line(text, marks, side, request != nullptr ? request->body : answer->body);
    }
    if (text.empty()) {
        place_ = Place::body;
        return;
    }
    read_header(text, side, request != nullptr ? request->headers : answer->headers);
}

/// Takes `~`, `@`, `*N` and the blank behind them off the front.
Marks TranscriptParser::read_marks(std::string_view& text, bool may_have_marks) {
    Marks marks;
    if (text.starts_with('~')) {
        marks.any_order = true;
        text.remove_prefix(1);
    }
    if (text.starts_with('@')) {
        marks.is_file = true;
        text.remove_prefix(1);
    }
    if (text.starts_with('*')) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const auto repeats = parse_integer(text.substr(1, end - 1));
        text.remove_prefix(end);
        const bool is_good =
            repeats && *repeats > 0 && static_cast<std::uint64_t>(*repeats) <= k_repeats_max;
        if (!is_good) complain(fmt::format("a line is repeated *1 to *{} times", k_repeats_max));
        if (is_good) marks.repeats = static_cast<std::uint64_t>(*repeats);
    }
    if (!text.empty() && text.front() != ' ') complain("a blank is missing behind > or <");
    if (!text.empty()) text.remove_prefix(1);
    const bool is_marked = marks.any_order || marks.is_file || marks.repeats != 1;
    if (is_marked && !may_have_marks) complain("only lines of a body have marks");
    return marks;
}

void TranscriptParser::begin_request(std::string_view text) {
    if (awaits_answer_) complain("the request before this one has no answer");
    const std::size_t blank = text.find(' ');
    if (blank == 0 || blank == std::string_view::npos || blank + 1 == text.size()) {
        return complain("a request begins with METHOD TARGET");
    }
    WireRequest request;
    request.method = text.substr(0, blank);
    request.target = read_text(text.substr(blank + 1), WireSide::request);
    transcript_.steps.push_back({line_, std::move(request)});
    place_ = Place::headers;
    awaits_answer_ = true;
    body_size_ = 0;
}

void TranscriptParser::begin_answer(std::string_view text) {
    if (!awaits_answer_) return complain("an answer without a request");
    const auto status = parse_integer(text);
    if (!status || *status < 100 || *status > 599) {
        return complain("an answer begins with its status, 100 to 599");
    }
    WireAnswer answer;
    answer.status = static_cast<int>(*status);
    transcript_.steps.push_back({line_, std::move(answer)});
    place_ = Place::headers;
    awaits_answer_ = false;
    body_size_ = 0;
}

void TranscriptParser::read_header(
    std::string_view text, WireSide side, std::vector<WireHeader>& headers
) {
    WireHeader header;
    header.line = line_;
    if (text.starts_with('!')) {
        header.is_absent = true;
        header.name = text.substr(1);
    } else {
        const std::size_t colon = text.find(": ");
        if (colon == std::string_view::npos) return complain("a header is NAME: VALUE or !NAME");
        header.name = text.substr(0, colon);
        header.value = read_text(text.substr(colon + 2), side);
    }
    headers.push_back(std::move(header));
}

void TranscriptParser::read_body_line(
    std::string_view text, const Marks& marks, WireSide side, WireBody& body
) {
    for (std::uint64_t number = 1; number <= marks.repeats && !error_; ++number) {
        WireText line = marks.is_file ? read_bytes(text) : read_text(text, side, number);
        for (const WirePart& part : line) body_size_ += sizeof(WirePart) + part.text.size();
        body_size_ += sizeof(WireBodyLine);
        if (body_size_ > k_body_size_max) return complain("the body is too large");
        body.push_back({std::move(line), marks.any_order});
    }
}

WireText TranscriptParser::read_text(std::string_view text, WireSide side, std::uint64_t number) {
    auto parsed = parse_wire_text(text, side, line_, number);
    if (parsed) return std::move(*parsed);
    complain(parsed.error().message);
    return {};
}

WireText TranscriptParser::read_bytes(std::string_view file) {
    auto bytes = read_beside_(file);
    if (bytes) return {{WirePart::Kind::literal, std::move(*bytes), "", 0, line_}};
    complain(bytes.error().message);
    return {};
}

}  // namespace

Result<WireTranscript> parse_wire_transcript(
    std::string_view text, std::string_view file_name, const ReadBeside& read_beside
) {
    return TranscriptParser{text, file_name, read_beside}.parse();
}

Result<WireTranscript> load_wire_transcript(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
    const auto text = read_file(path, k_file_size_max);
    if (!text) return tl::unexpected{text.error()};
    return parse_wire_transcript(*text, path, [&](std::string_view name) {
        return read_file((folder / name).string(), k_file_size_max);
    });
}

}  // namespace rowlock
