#pragma once

// Random JSON values for the tests of reading them.

#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// Strings in which everything that JSON treats specially is frequent.
inline rc::Gen<std::string> any_json_string() {
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "a",
            "b",
            "\"",
            "\\",
            "/",
            "\n",
            "\x1f",
            "\x7f",
            "\xC3\xA9",
            "\xE2\x82\xAC",
            "\xF0\x9F\x98\x80"
        )),
        [](const std::vector<std::string>& pieces) {
            std::string text;
            for (const std::string& piece : pieces) text += piece;
            return text;
        }
    );
}

inline rc::Gen<Json> any_json_scalar() {
    return rc::gen::oneOf(
        rc::gen::element(Json(nullptr), Json(true), Json(false), Json(0), Json(-0.0), Json(1e300)),
        rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t n) { return Json(n); }),
        rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [](std::uint64_t n) { return Json(n); }),
        rc::gen::map(rc::gen::arbitrary<double>(), [](double n) { return Json(n); }),
        rc::gen::map(any_json_string(), [](const std::string& s) { return Json(s); })
    );
}

/// Arrays and objects up to `depth` levels.
inline rc::Gen<Json> any_json_tree(int depth) {
    if (depth == 0) return any_json_scalar();
    const auto children = rc::gen::scale(
        0.1,
        rc::gen::container<std::vector<std::pair<std::string, Json>>>(
            rc::gen::pair(any_json_string(), any_json_tree(depth - 1))
        )
    );
    const auto array = [](const std::vector<std::pair<std::string, Json>>& members) {
        Json tree = Json::array();
        for (const auto& member : members) tree.push_back(member.second);
        return tree;
    };
    const auto object = [](const std::vector<std::pair<std::string, Json>>& members) {
        Json tree = Json::object();
        for (const auto& member : members) tree[member.first] = member.second;
        return tree;
    };
    return rc::gen::oneOf(
        any_json_scalar(), rc::gen::map(children, array), rc::gen::map(children, object)
    );
}

}  // namespace rowlock
