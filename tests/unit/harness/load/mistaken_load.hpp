#pragma once

#include "harness/load/load.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"

#include <string>

namespace rowlock {

/// The mistakes of the text with its mark `@` taken out; where the mark stood comes in front of
/// `message`.
struct MistakenLoad {
    std::string text;
    std::string message;
};

inline void check(const MistakenLoad& mistake) {
    std::string text = mistake.text;
    const auto mark = text.find('@');
    REQUIRE(mark != std::string::npos);
    text.erase(mark, 1);
    const TextPosition place = position_of(text, mark);
    const auto load = read_load(text, "dir/x.json");
    INFO(text);
    REQUIRE_FALSE(load.has_value());
    CHECK(load.error().code == ErrorCode::bad_file);
    CHECK(
        load.error().message == "dir/x.json:" + std::to_string(place.line) + ":" +
                                    std::to_string(place.column) + ": " + mistake.message
    );
}

}  // namespace rowlock
