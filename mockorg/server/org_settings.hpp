#pragma once

#include "mockorg/api/api.hpp"
#include "mockorg/codec/json.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What one org of a server is made from.
struct OrgSettings {
    /// Letters, digits, `.`, `_` and `-`, at most 100.
    std::string name = "main";
    /// 0 = any free port.
    std::uint16_t port = 0;
    /// Empty: one made from the organization's id and the seed, always the same for the same seed.
    std::string token;
    ClockMode clock;
    LoginOptions login;
    OrgConfig config;
};

/// Reads the settings of an org beside `base`, which says what they do not: `name` (needed),
/// `port`, `seed` (without, the one of `base` + `number`), `clock`, `profile`, `token`, `password`,
/// `sessionMinutes`, `schema` and `lockRules` (the object of such a file), `bulk2Serial`, `limits`
/// (an object), `deny` (a list). client_input_error names the member that is wrong.
Result<OrgSettings> read_org_settings(
    const Json& object, const OrgSettings& base, std::uint64_t number
);

/// A file with a list of such objects, comments allowed; `schema` and `lockRules` may be paths
/// there, from the file's folder on. bad_file, with the file's name and the org's.
Result<std::vector<OrgSettings>> read_orgs_file(const std::string& path, const OrgSettings& base);

/// The access token of an org made from these settings.
std::string token_of(const OrgSettings& settings, const Org& org);

}  // namespace rowlock
