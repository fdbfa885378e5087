#include "mockorg/server/org_settings.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/locking/rule_file.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_bytes_max = 64 * 1024 * 1024;
constexpr std::size_t k_name_max = 100;
constexpr std::size_t k_token_max = 1000;
constexpr std::int64_t k_session_minutes_max = 1'000'000;

bool is_org_name(std::string_view name) {
    return !name.empty() && name.size() <= k_name_max &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
           });
}

/// Where settings come from decides whether they may name files.
struct Files {
    bool allowed = false;
    std::filesystem::path folder;
};

/// Reads one org's settings, each member by a function of its own.
class SettingsReader {
public:
    SettingsReader(OrgSettings base, Files files)
        : settings_(std::move(base)), files_(std::move(files)) {}

    Result<OrgSettings> read(const Json& object) {
        if (!object.is_object()) return bad("an org's settings are an object");
        if (!object.contains("name")) return bad("'name' is missing");
        for (const auto& [member, value] : object.items()) {
            if (auto done = read_member(member, value); !done) return Failure{done.error()};
        }
        return std::move(settings_);
    }

private:
    using Read = Result<void> (SettingsReader::*)(const Json&);

    static Failure bad(const std::string& message, std::vector<std::string> members = {}) {
        return Failure{Error{ErrorCode::client_input_error, message, std::move(members)}};
    }

    static const std::map<std::string_view, Read>& readers();

    Result<void> read_member(const std::string& member, const Json& value) {
        const auto found = readers().find(member);
        if (found == readers().end()) {
            std::vector<std::string_view> names;
            for (const auto& [name, reader] : readers()) names.push_back(name);
            return bad(
                fmt::format("unknown '{}'; there are {}", member, fmt::join(names, ", ")), {member}
            );
        }
        auto done = (this->*found->second)(value);
        if (!done) return bad(fmt::format("'{}': {}", member, done.error().message), {member});
        return done;
    }

    static Result<std::string> text(const Json& value) {
        if (const auto* const said = value.get_ptr<const std::string*>()) return *said;
        return bad("expected a text");
    }

    static Result<std::int64_t> number(const Json& value, std::int64_t least, std::int64_t most) {
        const bool fits = value.is_number_unsigned()
                              ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most)
                              : value.is_number_integer();
        const std::int64_t said = fits ? value.get<std::int64_t>() : 0;
        if (fits && said >= least && said <= most) return said;
        return bad(fmt::format("expected a whole number from {} to {}", least, most));
    }

    Result<void> read_name(const Json& value) {
        auto name = text(value);
        if (!name) return Failure{name.error()};
        if (!is_org_name(*name)) {
            return bad("a name has 1 to 100 letters, digits, '.', '_' and '-'");
        }
        settings_.name = *std::move(name);
        return {};
    }

    Result<void> read_port(const Json& value) {
        const auto port = number(value, 0, std::numeric_limits<std::uint16_t>::max());
        if (!port) return Failure{port.error()};
        settings_.port = static_cast<std::uint16_t>(*port);
        return {};
    }

    Result<void> read_seed(const Json& value) {
        const auto seed = number(value, 0, std::numeric_limits<std::int64_t>::max());
        if (!seed) return Failure{seed.error()};
        settings_.config.seed = static_cast<std::uint64_t>(*seed);
        return {};
    }

    Result<void> read_clock(const Json& value) {
        const auto word = text(value);
        if (!word) return Failure{word.error()};
        const auto clock = parse_clock_mode(*word);
        if (!clock) return Failure{clock.error()};
        settings_.clock = *clock;
        return {};
    }

    Result<void> read_profile(const Json& value) {
        const auto word = text(value);
        if (!word) return Failure{word.error()};
        auto profile = find_profile(*word);
        if (!profile) return Failure{profile.error()};
        settings_.config.profile = *std::move(profile);
        return {};
    }

    Result<void> read_token(const Json& value) {
        auto token = text(value);
        if (!token) return Failure{token.error()};
        const bool sendable =
            std::all_of(token->begin(), token->end(), [](char c) { return c > ' ' && c <= '~'; });
        if (!sendable || token->size() > k_token_max) {
            return bad("a token has at most 1,000 characters of ASCII and no blanks");
        }
        settings_.token = *std::move(token);
        return {};
    }

    Result<void> read_password(const Json& value) {
        auto password = text(value);
        if (!password) return Failure{password.error()};
        settings_.login.password = *std::move(password);
        return {};
    }

    Result<void> read_session_minutes(const Json& value) {
        const auto minutes = number(value, 1, k_session_minutes_max);
        if (!minutes) return Failure{minutes.error()};
        settings_.login.session_lifetime = std::chrono::minutes{*minutes};
        return {};
    }

    /// The path of a file where the member is one, or the text of the object it is itself.
    Result<std::pair<std::string, std::string>> file_or_text(const Json& value) const {
        if (value.is_object() || value.is_array()) return std::pair{std::string{}, value.dump()};
        if (!value.is_string() || !files_.allowed) {
            return bad(
                files_.allowed ? "expected a path, or what such a file holds"
                               : "expected what such a file holds; paths are for files of orgs"
            );
        }
        return std::pair{(files_.folder / value.get<std::string>()).string(), std::string{}};
    }

    Result<void> read_schema(const Json& value) {
        const auto from = file_or_text(value);
        if (!from) return Failure{from.error()};
        auto schema = from->first.empty() ? load_schema(from->second, "schema")
                                          : read_schema_file(from->first);
        if (!schema) return Failure{schema.error()};
        settings_.config.schema = *std::move(schema);
        return {};
    }

    Result<void> read_lock_rules(const Json& value) {
        const auto from = file_or_text(value);
        if (!from) return Failure{from.error()};
        auto rules = from->first.empty() ? lock_rules_of(from->second, "lockRules")
                                         : read_lock_rules_file(from->first);
        if (!rules) return Failure{rules.error()};
        settings_.config.lock_rules = *std::move(rules);
        return {};
    }

    Result<void> read_bulk2_serial(const Json& value) {
        const auto word = text(value);
        if (!word) return Failure{word.error()};
        const auto serial = parse_bulk2_serial(*word);
        if (!serial) return Failure{serial.error()};
        settings_.config.bulk2_serial = *serial;
        return {};
    }

    Result<void> read_limits(const Json& value) {
        if (!value.is_object()) return bad("expected an object of names and numbers");
        for (const auto& [name, limit] : value.items()) {
            if (!limit.is_number_integer()) return bad(name + " is no whole number");
            const std::string word = name + "=" + limit.dump();
            auto set = set_bulk_limit(settings_.config.bulk_limits, word);
            if (!set) return set;
        }
        return {};
    }

    Result<void> read_deny(const Json& value) {
        if (!value.is_array()) return bad("expected a list of texts");
        for (const Json& item : value) {
            const auto word = text(item);
            if (!word) return Failure{word.error()};
            if (auto denied = deny(settings_.config, *word); !denied) return denied;
        }
        return {};
    }

    OrgSettings settings_;
    Files files_;
};

const std::map<std::string_view, SettingsReader::Read>& SettingsReader::readers() {
    static const std::map<std::string_view, Read> all{
        {"bulk2Serial", &SettingsReader::read_bulk2_serial},
        {"clock", &SettingsReader::read_clock},
        {"deny", &SettingsReader::read_deny},
        {"limits", &SettingsReader::read_limits},
        {"lockRules", &SettingsReader::read_lock_rules},
        {"name", &SettingsReader::read_name},
        {"password", &SettingsReader::read_password},
        {"port", &SettingsReader::read_port},
        {"profile", &SettingsReader::read_profile},
        {"schema", &SettingsReader::read_schema},
        {"seed", &SettingsReader::read_seed},
        {"sessionMinutes", &SettingsReader::read_session_minutes},
        {"token", &SettingsReader::read_token},
    };
    return all;
}

/// Everything of the base but what must differ between orgs.
OrgSettings beside(const OrgSettings& base, std::uint64_t number) {
    OrgSettings settings = base;
    settings.port = 0;
    settings.token.clear();
    settings.config.seed = base.config.seed + number;
    return settings;
}

}  // namespace

Result<OrgSettings> read_org_settings(
    const Json& object, const OrgSettings& base, std::uint64_t number
) {
    return SettingsReader{beside(base, number), {}}.read(object);
}

Result<std::vector<OrgSettings>> read_orgs_file(const std::string& path, const OrgSettings& base) {
    const auto text = read_file(path, k_file_bytes_max);
    if (!text) return Failure{text.error()};
    const auto list = parse_json(*text, true);
    const auto bad = [&](const std::string& message) {
        return fail(ErrorCode::bad_file, path + ": " + message);
    };
    if (!list) return bad(list.error().message);
    if (!list->is_array()) return bad("expected a list of orgs");
    const Files files{true, std::filesystem::path{path}.parent_path()};
    std::vector<OrgSettings> orgs;
    for (const Json& item : *list) {
        auto org = SettingsReader{beside(base, orgs.size() + 1), files}.read(item);
        if (!org) return bad(fmt::format("org {}: {}", orgs.size() + 1, org.error().message));
        orgs.push_back(*std::move(org));
    }
    return orgs;
}

std::string token_of(const OrgSettings& settings, const Org& org) {
    if (!settings.token.empty()) return settings.token;
    const std::string organization = org.organization_id().text();
    const std::uint64_t secret = hash_combine(hash_text(organization), settings.config.seed);
    return fmt::format("{}!{:016x}", organization, secret);
}

}  // namespace rowlock
