#include "mockorg/testing/wire_transcript.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Result<WireTranscript> parse(std::string_view text) {
    return parse_wire_transcript(text, "f.wire", [](std::string_view) {
        return Result<std::string>{"{}"};
    });
}

std::string error_of(std::string_view text) {
    const auto transcript = parse(text);
    return transcript ? "" : transcript.error().message;
}

TEST_CASE("a transcript is settings, requests, answers and time") {
    const auto transcript =
        require_value(parse("# comment\n"
                            "clock manual\n"
                            "limit batches-per-day=3\n"
                            "workers 2\n"
                            "seeds 4 5\n"
                            "\n"
                            "> POST /jobs HTTP\n"
                            "> Content-Type: text/csv\n"
                            "> !Authorization\n"
                            ">\n"
                            "> Name\n"
                            ">*2 A {n}\n"
                            ">\n"
                            "advance 5s\n"
                            "< 201\n"
                            "< Location: {where:any}\n"
                            "run\n"));
    CHECK(transcript.file == "f.wire");
    CHECK(transcript.clock.kind == ClockMode::Kind::manual);
    CHECK(transcript.config.bulk_limits.batches_per_day == 3);
    CHECK(transcript.config.profile.workers == 2);
    CHECK(transcript.seeds == std::vector<std::uint64_t>{4, 5});
    REQUIRE(transcript.steps.size() == 4);
    const auto& request = std::get<WireRequest>(transcript.steps[0].action);
    CHECK(transcript.steps[0].line == 7);
    CHECK(request.method == "POST");
    CHECK(fill_in(request.target, {}) == std::string{"/jobs HTTP"});
    REQUIRE(request.headers.size() == 2);
    CHECK(request.headers[0].name == "Content-Type");
    CHECK(request.headers[1].is_absent);
    REQUIRE(request.body.size() == 4);
    CHECK(fill_in(request.body[2].text, {}) == std::string{"A 2"});
    CHECK(std::get<AdvanceBy>(transcript.steps[1].action).time == seconds(5.0));
    const auto& answer = std::get<WireAnswer>(transcript.steps[2].action);
    CHECK(answer.status == 201);
    CHECK(answer.body.empty());
    CHECK(answer.headers.at(0).line == 16);
    CHECK(std::holds_alternative<RunUntilIdle>(transcript.steps[3].action));
}

TEST_CASE("marks belong to lines of a body") {
    const auto transcript = require_value(parse("> GET /\n< 200\n<\n< a\n<~ b\n<~*2 {n}\n"));
    const auto& body = std::get<WireAnswer>(transcript.steps[1].action).body;
    REQUIRE(body.size() == 4);
    CHECK_FALSE(body[0].any_order);
    CHECK(body[1].any_order);
    CHECK(body[3].any_order);
    CHECK(error_of("> GET /\n<~ 200\n") == "f.wire:2: only lines of a body have marks");
    CHECK(error_of("> GET /\n< 200\n<*2 A: b\n") == "f.wire:3: only lines of a body have marks");
    CHECK(error_of("> GET /\n>\n>~ a\n") == "f.wire:3: only lines of an answer come in any order");
    CHECK(error_of("> GET /\n>\n>*0 a\n") == "f.wire:3: a line is repeated *1 to *1000000 times");
    CHECK(error_of("> GET /\n>\n>x\n") == "f.wire:3: a blank is missing behind > or <");
}

TEST_CASE("a line of a body may be a file") {
    const auto transcript = require_value(parse("> PUT /\n>\n>@ a.zip\n< 200\n"));
    CHECK(
        fill_in(std::get<WireRequest>(transcript.steps[0].action).body[0].text, {}) ==
        std::string{"{}"}
    );
    const auto missing =
        parse_wire_transcript("> PUT /\n>\n>@ a\n", "f.wire", [](std::string_view) {
            return Result<std::string>{fail(ErrorCode::bad_file, "no such file")};
        });
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().message == "f.wire:3: no such file");
}

TEST_CASE("a mistake is told with its place") {
    CHECK(error_of("> GET\n") == "f.wire:1: a request begins with METHOD TARGET");
    CHECK(error_of("> GET /\n") == "f.wire:1: the last request has no answer");
    CHECK(
        error_of("> GET /\n\n> GET /\n") == "f.wire:3: the request before this one has no answer"
    );
    CHECK(error_of("< 200\n") == "f.wire:1: an answer without a request");
    CHECK(error_of("> GET /\n< 200\n\n< 200\n") == "f.wire:4: an answer without a request");
    CHECK(error_of("> GET /\n< OK\n") == "f.wire:2: an answer begins with its status, 100 to 599");
    CHECK(error_of("> GET /\n> Accept\n") == "f.wire:2: a header is NAME: VALUE or !NAME");
    CHECK(error_of("> GET /{x\n") == "f.wire:1: '{x' has no closing brace");
    CHECK(
        error_of("> GET /\n< 200\nworkers 2\n") ==
        "f.wire:3: expected a request (>), an answer (<), advance or run, found 'workers'"
    );
    CHECK(error_of("clock real\n") == "f.wire:1: expected virtual or manual, found 'real'");
    CHECK(error_of("limit x=1\n").rfind("f.wire:1: ", 0) == 0);
    CHECK(
        error_of("wait 5s\n") ==
        "f.wire:1: expected a setting, a statement or a request (>), found 'wait'"
    );
    CHECK(error_of("advance soon\n").rfind("f.wire:1: expected a time, a duration", 0) == 0);
}

TEST_CASE("a body has a largest size") {
    CHECK(error_of("> PUT /\n>\n>*1000000 {fill 1000}\n") == "f.wire:3: the body is too large");
}

TEST_CASE("any text is a transcript or refused") {
    rc::prop("made of what transcripts are made of", [] {
        const auto lines =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "> GET /",
                "< 200",
                ">",
                "<",
                "> A: b",
                "< {any}",
                "<~ x",
                ">*3 {n}",
                "run",
                "#",
                "",
                "clock manual",
                "> {",
                "{",
                "~"
            ));
        std::string text;
        for (const std::string& line : lines) text += line + "\n";
        const auto transcript = parse(text);
        if (!transcript) RC_ASSERT(transcript.error().message.rfind("f.wire:", 0) == 0);
    });
}

}  // namespace
}  // namespace rowlock
