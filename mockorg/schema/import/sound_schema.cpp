#include "mockorg/schema/import/sound_schema.hpp"

#include "mockorg/schema/import/schema_text.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace rowlock {
namespace {

/// What errors of schemas call what they are about.
constexpr std::string_view k_file_name = "imported";

/// The name in quotes behind a word; empty if it does not occur.
std::string name_behind(std::string_view message, std::string_view word) {
    const std::size_t at = message.find(word);
    if (at == std::string_view::npos) return {};
    const std::string_view name = message.substr(at + word.size());
    return std::string{name.substr(0, name.find('\''))};
}

auto find_named(Json& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(), [&](const Json& each) {
        return each["name"] == name;
    });
}

/// Takes things out of objects, one for each error.
class Pruner {
public:
    Pruner(Json& objects, ImportReport& report) : objects_(objects), report_(report) {}

    /// Whether there was something to take out.
    bool prune(const std::string& error) {
        const std::string message = error.substr(k_file_name.size() + 2);
        const auto object = find_named(objects_, name_behind(message, "object '"));
        if (object == objects_.end()) return false;
        const std::string place = (*object)["name"].get<std::string>();
        report_.note(ImportNote::Kind::unknown, place, "left out: " + message);
        Json& fields = (*object)["fields"];
        const auto named = find_named(fields, name_behind(message, "field '"));
        const auto field = named != fields.end() ? named : last_detail_field(fields);
        if (field == fields.end()) {
            objects_.erase(object);
            --report_.objects;
        } else if (!soften(*field, named != fields.end())) {
            fields.erase(field);
            --report_.fields;
        }
        return true;
    }

private:
    /// Too many masters, or masters in a circle: one is enough to break it.
    static Json::iterator last_detail_field(Json& fields) {
        auto last = fields.end();
        for (auto field = fields.begin(); field != fields.end(); ++field)
            if (field->contains("relationshipOrder")) last = field;
        return last;
    }

    /// Whether the field can stay, as less than it was.
    bool soften(Json& field, bool is_named) {
        if (field.contains("summary")) {
            field.erase("summary");
            field["calculated"] = true;
            --report_.roll_ups;
            return true;
        }
        const bool is_reference = field.contains("referenceTo") && field.contains("type");
        if (is_reference && !is_named) {
            field.erase("relationshipOrder");
            --report_.master_details;
            return true;
        }
        if (is_reference) --report_.references;
        if (is_reference && field.contains("relationshipOrder")) --report_.master_details;
        return false;
    }

    Json& objects_;
    ImportReport& report_;
};

}  // namespace

std::string sound_schema_text(Json objects, ImportReport& report) {
    for (;;) {
        std::string text = schema_text(objects);
        const auto loaded = load_schema(text, k_file_name);
        if (loaded || !Pruner{objects, report}.prune(loaded.error().message)) return text;
    }
}

}  // namespace rowlock
