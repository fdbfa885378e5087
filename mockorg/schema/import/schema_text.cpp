#include "mockorg/schema/import/schema_text.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string one_line(const Json& json) {
    std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text;
}

void append_object(const Json& object, std::string& out) {
    out += "    {\n";
    for (const auto& [name, value] : object.items()) {
        if (name != "fields") out += "      \"" + name + "\": " + one_line(value) + ",\n";
    }
    out += "      \"fields\": [";
    const char* separator = "\n";
    for (const Json& field : object.at("fields")) {
        out.append(separator).append("        ").append(one_line(field));
        separator = ",\n";
    }
    out += object.at("fields").empty() ? "]\n    }" : "\n      ]\n    }";
}

}  // namespace

std::string schema_text(const Json& objects) {
    std::string out = "{\n  \"objects\": [";
    const char* separator = "\n";
    for (const Json& object : objects) {
        out += separator;
        append_object(object, out);
        separator = ",\n";
    }
    out += "\n  ]\n}\n";
    return out;
}

}  // namespace rowlock
