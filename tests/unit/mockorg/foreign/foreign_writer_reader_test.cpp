#include "mockorg/foreign/foreign_writer_reader.hpp"

#include "mockorg/codec/json_writer.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

Result<ForeignWriter> read(const std::string& text, std::string_view name = {}) {
    return read_foreign_writer(Json::parse(text), name);
}

std::string written(const ForeignWriter& writer) {
    std::string text;
    JsonWriter json{text};
    append_foreign_writer(json.begin_object(), writer);
    json.end_object();
    return text;
}

TEST_CASE("a user, with what is taken for granted") {
    const auto user =
        read(R"({"name": "Ann", "kind": "user", "object": "Account", "hold": "45s"})");
    REQUIRE(user);
    CHECK(user->name == "Ann");
    CHECK(user->kind == ForeignWriterKind::user);
    CHECK(user->hold->mean == seconds(45));
    CHECK(user->hold->variation == 0.0);
    CHECK(user->records == 1);
    CHECK(user->first == Duration{0});
    CHECK_FALSE(user->every);
    CHECK(user->per_minute == 0.0);
    CHECK_FALSE(user->wait);
    CHECK_FALSE(user->unordered);
    CHECK(user->retries == 0);
    CHECK(user->where.empty());
}

TEST_CASE("an integration, with everything said") {
    const auto sync = read(
        R"({"kind": "integration", "object": "Contact", "where": "Name != 'A'", "at": "1m",
            "perMinute": 30, "until": "2h", "records": 5, "hold": {"mean": "2s", "variation": 0.5},
            "wait": "4s", "keys": "unordered", "retry": {"times": 3, "delay": "5s"}, "seed": 9})",
        "sync"
    );
    REQUIRE(sync);
    CHECK(sync->name == "sync");
    CHECK(sync->where == "Name != 'A'");
    CHECK(sync->first == seconds(60));
    CHECK(sync->per_minute == 30.0);
    CHECK(sync->until == seconds(7200));
    CHECK(sync->records == 5);
    CHECK(sync->hold->variation == 0.5);
    CHECK(sync->wait == seconds(4));
    CHECK(sync->unordered);
    CHECK(sync->retries == 3);
    CHECK(sync->retry_delay == seconds(5));
    CHECK(sync->seed == 9U);
}

TEST_CASE("automation, in the writer's transaction or in one of its own") {
    const auto sync = read(
        R"({"name": "t", "kind": "automation", "object": "Contact", "after": ["insert", "delete"],
            "updates": "Account", "when": "sync"})"
    );
    REQUIRE(sync);
    CHECK(sync->after_insert);
    CHECK_FALSE(sync->after_update);
    CHECK(sync->after_delete);
    CHECK_FALSE(sync->async);
    const auto async = read(
        R"({"name": "t", "kind": "automation", "object": "Contact", "after": ["update"],
            "updates": "self", "when": "async"})"
    );
    REQUIRE(async);
    CHECK(async->async);
    CHECK(async->delay == seconds(1));
    CHECK(async->records == 200);
}

TEST_CASE("mistakes name their member") {
    const std::pair<const char*, const char*> mistakes[] = {
        {R"({"kind": "user"})", "'name' must be a text of 1 to 100"},
        {R"({"name": "a"})", "'kind' must be one of user, integration, scheduled, automation"},
        {R"({"name": "a", "kind": "robot"})", "'kind' must be one of"},
        {R"({"name": "a", "kind": "user", "object": "A", "delay": "1s"})",
         "'delay' means nothing in a foreign writer of kind user; there are name,"},
        {R"({"name": "a", "kind": "user", "object": "A"})", "'hold' must be given"},
        {R"({"name": "a", "kind": "user", "hold": "1s"})", "'object' must be given"},
        {R"({"name": "a", "kind": "user", "object": "A", "hold": 5})",
         "'hold' must be a duration such as \"4.05s\", from 0s to 3600s"},
        {R"({"name": "a", "kind": "user", "object": "A", "hold": {"variation": 1}})",
         "'hold' must be right: 'mean' must be given"},
        {R"({"name": "a", "kind": "user", "object": "A", "hold": {"mean": "0s", "variation": 1}})",
         "'mean' must be more than 0s"},
        {R"({"name": "a", "kind": "integration", "object": "A", "every": "1s", "perMinute": 1})",
         "'perMinute' must be left out"},
        {R"({"name": "a", "kind": "integration", "object": "A", "every": "1ms"})", "'every' must"},
        {R"({"name": "a", "kind": "scheduled", "object": "A", "at": "2s", "until": "1s"})",
         "'until' must be later than 'at'"},
        {R"({"name": "a", "kind": "scheduled", "object": "A", "records": 201})", "'records' must"},
        {R"({"name": "a", "kind": "scheduled", "object": "A", "keys": "random"})", "'keys' must"},
        {R"({"name": "a", "kind": "scheduled", "object": "A", "retry": 3})", "'retry' must be an"},
        {R"({"name": "a", "kind": "scheduled", "object": "A", "retry": {"tries": 3}})",
         "'tries' means nothing in 'retry'"},
        {R"({"name": "a", "kind": "automation", "object": "A"})", "'when' must be one of"},
        {R"({"name": "a", "kind": "automation", "object": "A", "when": "sync", "delay": "1s"})",
         "'delay' means nothing in a foreign writer of kind automation and when sync"},
        {R"({"name": "a", "kind": "automation", "object": "A", "when": "sync", "updates": "x"})",
         "'after' must be a list of some of insert, update, delete"},
        {R"({"name": "a", "kind": "automation", "object": "A", "when": "sync", "after": ["upsert"]})",
         "'after' must be a list"},
        {R"({"name": "a", "kind": "automation", "object": "A", "when": "sync", "after": ["insert"]})",
         "'updates' must be given"},
    };
    for (const auto& [text, expected] : mistakes) {
        INFO(text);
        const auto writer = read(text);
        REQUIRE_FALSE(writer);
        CHECK(writer.error().code == ErrorCode::client_input_error);
        CHECK_THAT(writer.error().message, Catch::Contains(expected));
    }
    CHECK_FALSE(read("5"));
    CHECK_FALSE(read(R"({"name": "a", "kind": "user"})", "b"));
}

rc::Gen<Duration> time_up_to(double most) {
    return rc::gen::map(
        rc::gen::inRange<std::int64_t>(100'000, seconds(most).count()),
        [](std::int64_t count) { return Duration{count}; }
    );
}

template <class T>
std::optional<T> maybe(const rc::Gen<T>& gen) {
    return *rc::gen::arbitrary<bool>() ? std::optional<T>{*gen} : std::nullopt;
}

ForeignWriter any_writer() {
    ForeignWriter writer;
    writer.name = "any";
    writer.object = "Account";
    writer.kind = static_cast<ForeignWriterKind>(*rc::gen::inRange(0, 4));
    if (writer.is_automation()) {
        writer.after_insert = *rc::gen::arbitrary<bool>();
        writer.after_delete = *rc::gen::arbitrary<bool>();
        writer.after_update = !writer.after_insert && !writer.after_delete;
        writer.updates = "Owner";
        writer.async = *rc::gen::arbitrary<bool>();
        writer.records = 200;
        writer.delay = writer.async ? *time_up_to(60) : seconds(1);
        if (!writer.async) return writer;
    } else {
        writer.first = *time_up_to(60);
        if (*rc::gen::arbitrary<bool>()) {
            writer.every = maybe(time_up_to(60));
        } else {
            writer.per_minute = *rc::gen::inRange(1, 600);
        }
        if (*rc::gen::arbitrary<bool>()) writer.until = writer.first + *time_up_to(60);
    }
    writer.records = static_cast<std::uint32_t>(*rc::gen::inRange(1, 201));
    writer.unordered = *rc::gen::arbitrary<bool>();
    writer.hold = ForeignHold{*time_up_to(60), 0.25 * *rc::gen::inRange(0, 8)};
    writer.wait = maybe(time_up_to(60));
    writer.retries = static_cast<std::uint32_t>(*rc::gen::inRange(0, 101));
    writer.retry_delay = *time_up_to(60);
    writer.seed = maybe(rc::gen::arbitrary<std::uint64_t>());
    return writer;
}

TEST_CASE("what is written is read as the same") {
    rc::prop("any writer", [] {
        const std::string text = written(any_writer());
        const auto again = read(text);
        RC_ASSERT(again.has_value());
        RC_ASSERT(written(*again) == text);
    });
}

TEST_CASE("a file of foreign writers") {
    const auto path = std::filesystem::temp_directory_path() / "rowlock-foreign-writers.json";
    std::ofstream{path} << R"({"foreignWriters": [
      {"name": "a", "kind": "user", "object": "Account", "hold": "1s"}, // Ann
      {"name": "b", "kind": "scheduled", "object": "Account"}]})";
    const auto writers = read_foreign_writers_file(path.string());
    REQUIRE(writers);
    CHECK(writers->size() == 2);
    std::ofstream{path} << R"({"foreignWriters": [{"name": "a", "kind": "user"}]})";
    CHECK_THAT(
        read_foreign_writers_file(path.string()).error().message,
        Catch::Contains("foreign writer 1: 'object' must be given")
    );
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace rowlock
