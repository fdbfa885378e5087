#include "harness/cli/serve_command.hpp"

#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/signatures.hpp"
#include "mockorg/engine/own_records.hpp"
#include "mockorg/engine/profile_file.hpp"
#include "mockorg/faults/fault_reader.hpp"
#include "mockorg/foreign/foreign_writer_reader.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/server/hosted_orgs.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <optional>
#include <vector>

namespace rowlock {
namespace {

/// The server a signal ends; handlers reach nothing but globals.
std::atomic<Server*> server_to_stop{nullptr};

extern "C" void stop_server(int number) {
    if (Server* server = server_to_stop.load()) server->stop();
    // Whoever asks a second time does not want to wait.
    std::signal(number, SIG_DFL);
}

class StopOnSignal {
public:
    explicit StopOnSignal(Server& server) {
        server_to_stop = &server;
        std::signal(SIGINT, stop_server);
        std::signal(SIGTERM, stop_server);
    }

    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    ~StopOnSignal() {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        server_to_stop = nullptr;
    }
};

/// They may come later, or be a slip of the pen.
void tell_of_missing_users(const OrgConfig& config, Io& io) {
    for (const auto& [username, rights] : config.rights_by_user) {
        if (username == k_own_username) continue;
        io.err.line(fmt::format(
            "note: --deny: the org has no user {} yet; it holds once there is one", username
        ));
    }
}

Result<OrgConfig> config_of(const ServeOptions& options, Io& io) {
    OrgConfig config;
    config.seed = options.seed;
    auto profile = find_profile_or_file(options.profile);
    if (!profile)
        return fail(ErrorCode::bad_configuration, "--profile: " + profile.error().message);
    config.profile = std::move(*profile);
    auto schema =
        read_schema_file(options.schema_file, [&](const std::string& note) { io.err.line(note); });
    if (!schema) return Failure{std::move(schema.error())};
    config.schema = std::move(*schema);
    auto rules = read_lock_rules_file(options.lock_rules_file);
    if (!rules) return Failure{std::move(rules.error())};
    config.lock_rules = std::move(*rules);
    const auto serial = parse_bulk2_serial(options.bulk2_serial);
    if (!serial)
        return fail(ErrorCode::bad_configuration, "--bulk2-serial: " + serial.error().message);
    config.bulk2_serial = *serial;
    config.query_jobs.page_rows = options.bulk2_page_rows;
    if (options.no_ledger) config.ledger.failures = 0;
    for (const std::string& limit : options.limits) {
        if (auto set = set_bulk_limit(config.bulk_limits, limit); !set)
            return fail(ErrorCode::bad_configuration, "--limit: " + set.error().message);
    }
    for (const std::string& permission : options.denied) {
        if (auto taken = deny(config, permission); !taken)
            return fail(ErrorCode::bad_configuration, "--deny: " + taken.error().message);
    }
    tell_of_missing_users(config, io);
    return config;
}

Result<LoginOptions> login_of(const ServeOptions& options) {
    constexpr std::uint64_t k_key_bytes_max = 1024 * 1024;
    LoginOptions login;
    login.password = options.password;
    login.session_lifetime = std::chrono::minutes{options.session_minutes};
    if (options.jwt_key_file.empty()) return login;
    auto key = read_file(options.jwt_key_file, k_key_bytes_max);
    if (!key) return fail(ErrorCode::bad_configuration, "--jwt-key: " + key.error().message);
    if (!is_public_key(*key)) {
        return fail(
            ErrorCode::bad_configuration,
            "--jwt-key: " + options.jwt_key_file + " holds neither a certificate nor a public key"
        );
    }
    login.jwt_key = std::move(*key);
    return login;
}

/// Readers never see a file without its number.
Result<void> write_port_file(const std::string& path, std::uint16_t port) {
    if (path.empty()) return {};
    const std::string draft = path + ".new";
    std::ofstream file{draft};
    file << port << '\n';
    file.close();
    if (!file || std::rename(draft.c_str(), path.c_str()) != 0) {
        return fail(ErrorCode::bad_configuration, "--port-file: " + path + " cannot be written");
    }
    return {};
}

void append(JsonWriter& json, const NamedOrg& org) {
    json.member("url", org.url)
        .member("token", org.token)
        .member("organizationId", org.organization_id);
}

std::string first_line_json(const std::vector<NamedOrg>& orgs) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schemaVersion", 1).member("command", "serve");
    append(json, orgs.front());
    json.key("moreOrgs").begin_array();
    for (std::size_t i = 1; i < orgs.size(); ++i) {
        json.begin_object().member("name", orgs[i].name);
        append(json, orgs[i]);
        json.end_object();
    }
    json.end_array().end_object();
    return text;
}

void say_where(const ServeOptions& options, const std::vector<NamedOrg>& orgs, Io& io) {
    if (options.json) return io.out.line(first_line_json(orgs));
    for (std::size_t i = 0; i < orgs.size(); ++i) {
        const NamedOrg& org = orgs[i];
        const std::string name = i == 0 ? "" : " name=" + org.name;
        io.out.line(fmt::format(
            "rowlock serve: {} token={} org={}{}", org.url, org.token, org.organization_id, name
        ));
    }
}

Result<void> set_faults(const ServeOptions& options, Org& org) {
    if (options.faults_file.empty()) return {};
    auto faults = read_faults_file(options.faults_file);
    if (!faults) return Failure{std::move(faults.error())};
    for (Fault& fault : *faults) {
        const std::string name = fault.name;
        if (auto set = org.set_fault(std::move(fault)); !set) {
            return fail(
                ErrorCode::bad_file,
                fmt::format("{}: fault '{}': {}", options.faults_file, name, set.error().message)
            );
        }
    }
    return {};
}

Result<void> set_foreign_writers(const ServeOptions& options, Org& org) {
    if (options.foreign_writers_file.empty()) return {};
    auto writers = read_foreign_writers_file(options.foreign_writers_file);
    if (!writers) return Failure{std::move(writers.error())};
    for (ForeignWriter& writer : *writers) {
        const std::string name = writer.name;
        if (auto set = org.set_foreign_writer(std::move(writer)); !set) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "{}: foreign writer '{}': {}",
                    options.foreign_writers_file,
                    name,
                    set.error().message
                )
            );
        }
    }
    return {};
}

/// The names a client on this machine may know it by, and the address it listens on.
std::vector<std::string> names_of(const ServeOptions& options) {
    std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
    if (std::find(names.begin(), names.end(), options.address) == names.end()) {
        names.push_back(options.address);
    }
    return names;
}

Result<TlsIdentity> identity_of(const ServeOptions& options) {
    constexpr std::uint64_t k_pem_bytes_max = 1024 * 1024;
    if (options.tls_certificate_file.empty() != options.tls_key_file.empty()) {
        return fail(ErrorCode::bad_configuration, "--tls-certificate and --tls-key go together");
    }
    if (options.tls_key_file.empty()) return make_tls_identity(names_of(options));
    auto certificate = read_file(options.tls_certificate_file, k_pem_bytes_max);
    if (!certificate) return Failure{certificate.error()};
    auto key = read_file(options.tls_key_file, k_pem_bytes_max);
    if (!key) return Failure{key.error()};
    return TlsIdentity{*std::move(certificate), *std::move(key)};
}

/// What https is spoken with, if it is; its certificate goes to the file of those who trust it.
Result<std::optional<TlsIdentity>> tls_of(const ServeOptions& options) {
    const bool wanted = options.tls || !options.tls_certificate_file.empty() ||
                        !options.tls_key_file.empty() || !options.tls_trust_file.empty();
    if (!wanted) return std::nullopt;
    auto identity = identity_of(options);
    if (!identity) return Failure{std::move(identity.error())};
    if (!options.tls_trust_file.empty()) {
        std::ofstream file{options.tls_trust_file};
        file << identity->certificate;
        file.close();
        if (!file) {
            return fail(
                ErrorCode::bad_configuration,
                "--tls-trust: " + options.tls_trust_file + " cannot be written"
            );
        }
    }
    return *std::move(identity);
}

Result<ServerOptions> server_options_of(const ServeOptions& options) {
    auto tls = tls_of(options);
    if (!tls) return Failure{std::move(tls.error())};
    ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.io_threads = options.io_threads;
    server.tls = *std::move(tls);
    return server;
}

Result<OrgSettings> settings_of(const ServeOptions& options, Io& io) {
    const auto clock = parse_clock_mode(options.clock);
    if (!clock) return fail(ErrorCode::bad_configuration, "--clock: " + clock.error().message);
    auto config = config_of(options, io);
    if (!config) return Failure{std::move(config.error())};
    auto login = login_of(options);
    if (!login) return Failure{std::move(login.error())};
    OrgSettings settings;
    settings.token = options.token;
    settings.clock = *clock;
    settings.login = *std::move(login);
    settings.config = *std::move(config);
    return settings;
}

/// Those named on the command line, then those of the file.
Result<void> add_orgs(const ServeOptions& options, const OrgSettings& base, HostedOrgs& orgs) {
    for (const std::string& name : options.orgs) {
        Json settings;
        settings["name"] = name;
        if (auto added = orgs.add(settings); !added) {
            return fail(ErrorCode::bad_configuration, "--org: " + added.error().message);
        }
    }
    if (options.orgs_file.empty()) return {};
    auto more = read_orgs_file(options.orgs_file, base);
    if (!more) return Failure{std::move(more.error())};
    for (OrgSettings& settings : *more) {
        if (auto added = orgs.add(std::move(settings)); !added) {
            return fail(
                ErrorCode::bad_configuration, options.orgs_file + ": " + added.error().message
            );
        }
    }
    return {};
}

Result<void> serve(const ServeOptions& options, Io& io) {
    auto settings = settings_of(options, io);
    if (!settings) return Failure{std::move(settings.error())};
    auto server_options = server_options_of(options);
    if (!server_options) return Failure{std::move(server_options.error())};
    const auto advise = [&io](std::string_view org, std::string_view advice) {
        const std::string name = org == OrgSettings{}.name ? "" : fmt::format(" ({})", org);
        io.err.line(fmt::format("rowlock serve{}: {}", name, advice));
    };
    const auto orgs =
        HostedOrgs::start(*server_options, *settings, advise, [&](Org& org) -> Result<void> {
            if (auto set = set_faults(options, org); !set) return set;
            return set_foreign_writers(options, org);
        });
    if (!orgs) return Failure{orgs.error()};
    HostedOrgs& hosted = **orgs;
    if (auto added = add_orgs(options, *settings, hosted); !added) return added;
    const StopOnSignal stop_on_signal{hosted.server()};
    if (auto written = write_port_file(options.port_file, hosted.server().port()); !written) {
        return written;
    }
    say_where(options, hosted.list(), io);
    // Nobody could find it.
    if (io.out.failed()) {
        return fail(
            ErrorCode::bad_configuration, "the org's address cannot be written to standard output"
        );
    }
    hosted.server().run();
    return {};
}

}  // namespace

int run_serve(const ServeOptions& options, Io& io) {
    const auto served = serve(options, io);
    if (!served) return report_error(served.error(), io);
    return number_of(ExitCode::clean);
}

}  // namespace rowlock
