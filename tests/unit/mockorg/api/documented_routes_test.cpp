#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace rowlock {
namespace {

/// `GET jobs/ingest/*`: below a version of the REST API, and with a star for whatever may stand
/// there.
using Address = std::string;

/// `X`, `ID`, `vXX.0`, as the pages have it.
bool is_placeholder(const std::string& segment) {
    if (segment == "X" || segment == "XX.0" || segment == "vXX.0") return true;
    return segment.size() > 1 && std::all_of(segment.begin(), segment.end(), [](unsigned char c) {
               return std::isupper(c) != 0;
           });
}

std::string with_stars(const std::string& path) {
    std::string out;
    std::istringstream segments{path.substr(0, path.find('?'))};
    for (std::string segment; std::getline(segments, segment, '/');) {
        const bool stands_for_any = segment.starts_with('{') || is_placeholder(segment);
        out.append(out.empty() && !path.starts_with('/') ? "" : "/");
        out.append(stands_for_any ? "*" : segment);
    }
    if (out.starts_with("//")) out.erase(0, 1);
    const std::string rest = "/services/data/*/";
    return out.starts_with(rest) ? out.substr(rest.size()) : out;
}

/// What the first cells of a page's tables have between backticks.
std::vector<std::string> first_cells(const std::string& page, const std::string& heading) {
    std::ifstream file{page};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const std::size_t begin = text.find(heading);
    REQUIRE(begin != std::string::npos);
    std::istringstream lines{text.substr(begin, text.find("\n## ", begin + 1) - begin)};
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| ")) continue;
        std::istringstream cell{line.substr(2, line.find(" | ") - 2)};
        std::string text_between;
        for (std::string quoted; std::getline(cell, text_between, '`');) {
            if (std::getline(cell, quoted, '`')) found.push_back(quoted);
        }
    }
    return found;
}

/// What the pages say: with methods, what is answered; alone, what is not there.
struct Pages {
    std::set<Address> served;
    std::vector<std::string> missing;

    Pages() {
        add(first_cells("docs/fidelity.md", "\n## Endpoints"));
        add(first_cells("docs/control-api.md", "# The control API"));
    }

    void add(const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) {
            std::istringstream words{cell};
            std::vector<std::string> methods{std::istream_iterator<std::string>{words}, {}};
            const std::string path = methods.back();
            methods.pop_back();
            if (methods.empty()) missing.push_back(path);
            for (const std::string& method : methods)
                served.insert(method + ' ' + with_stars(path));
        }
    }

    bool names_missing(const Address& address) const {
        return std::any_of(missing.begin(), missing.end(), [&](const std::string& path) {
            return "GET " + with_stars(path) == address;
        });
    }
};

std::set<Address> routes() {
    std::set<Address> found;
    for (const std::span<const Route> face : all_faces()) {
        for (const Route& route : face) {
            found.insert(std::string{route.method} + ' ' + with_stars(std::string{route.pattern}));
        }
    }
    return found;
}

TEST_CASE("the pages name every route") {
    const Pages pages;
    for (const Address& route : routes()) {
        CAPTURE(route);
        CHECK((pages.served.contains(route) || pages.names_missing(route)));
    }
}

TEST_CASE("every address that the pages name has a route") {
    const std::set<Address> there = routes();
    for (const Address& address : Pages{}.served) {
        CAPTURE(address);
        CHECK(there.contains(address));
    }
}

TEST_CASE("addresses that the pages call missing are not found") {
    InProcessApi api;
    const std::map<std::string, std::string> examples = {
        {"X", "Account"},
        {"ID", api.create("Account", R"({"Name":"A"})")},
        {"RELATIONSHIP", "Contacts"},
    };
    const std::vector<std::string> missing = Pages{}.missing;
    CHECK(missing.size() > 15);
    for (const std::string& path : missing) {
        std::string target = path.starts_with('/') ? "" : "/services/data/v60.0";
        std::istringstream segments{path};
        for (std::string segment; std::getline(segments, segment, '/');) {
            if (segment.empty()) continue;
            const auto example = examples.find(segment);
            target.append("/").append(example == examples.end() ? segment : example->second);
        }
        CAPTURE(target);
        CHECK(api.send("GET", target).status == 404);
    }
}

}  // namespace
}  // namespace rowlock
