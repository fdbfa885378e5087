#include "harness/cli/serve_command.hpp"

#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/signatures.hpp"
#include "mockorg/faults/fault_reader.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/server/server.hpp"

#include <fmt/core.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>

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

Result<OrgConfig> config_of(const ServeOptions& options) {
    OrgConfig config;
    config.seed = options.seed;
    auto profile = find_profile(options.profile);
    if (!profile)
        return fail(ErrorCode::bad_configuration, "--profile: " + profile.error().message);
    config.profile = std::move(*profile);
    auto schema = read_schema_file(options.schema_file);
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
    for (const std::string& limit : options.limits) {
        if (auto set = set_bulk_limit(config.bulk_limits, limit); !set)
            return fail(ErrorCode::bad_configuration, "--limit: " + set.error().message);
    }
    for (const std::string& permission : options.denied) {
        if (auto taken = deny(config, permission); !taken)
            return fail(ErrorCode::bad_configuration, "--deny: " + taken.error().message);
    }
    return config;
}

std::string token_of(const ServeOptions& options, const std::string& organization) {
    if (!options.token.empty()) return options.token;
    const std::uint64_t secret = hash_combine(hash_text(organization), options.seed);
    return fmt::format("{}!{:016x}", organization, secret);
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

std::string first_line_json(
    const std::string& url, const std::string& token, const std::string& organization
) {
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("schemaVersion", 1)
        .member("command", "serve")
        .member("url", url)
        .member("token", token)
        .member("organizationId", organization)
        .end_object();
    return text;
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

Result<void> serve(const ServeOptions& options, Io& io) {
    const auto clock = parse_clock_mode(options.clock);
    if (!clock) return fail(ErrorCode::bad_configuration, "--clock: " + clock.error().message);
    auto config = config_of(options);
    if (!config) return Failure{std::move(config.error())};
    auto org = Org::create(std::move(*config));
    if (!org) return fail(ErrorCode::bad_configuration, org.error().message);
    if (auto set = set_faults(options, *org); !set) return set;
    const std::string organization = org->organization_id().text();
    const std::string token = token_of(options, organization);

    auto login = login_of(options);
    if (!login) return Failure{std::move(login.error())};

    ApiOptions api_options{token, *clock};
    api_options.login = std::move(*login);
    api_options.advise = [&io](std::string_view advice) {
        io.err.line(fmt::format("rowlock serve: {}", advice));
    };
    ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = options.port;
    server_options.io_threads = options.io_threads;
    auto server = Server::start(server_options, Api{std::move(*org), std::move(api_options)});
    if (!server) return Failure{std::move(server.error())};
    const StopOnSignal stop_on_signal{*server};
    if (auto written = write_port_file(options.port_file, server->port()); !written) return written;
    const bool ipv6 = options.address.find(':') != std::string::npos;
    const std::string url = fmt::format(
        "http://{}:{}", ipv6 ? '[' + options.address + ']' : options.address, server->port()
    );
    io.out.line(
        options.json ? first_line_json(url, token, organization)
                     : fmt::format("rowlock serve: {} token={} org={}", url, token, organization)
    );
    server->run();
    return {};
}

}  // namespace

int run_serve(const ServeOptions& options, Io& io) {
    const auto served = serve(options, io);
    if (!served) return report_error(served.error(), io);
    return number_of(ExitCode::clean);
}

}  // namespace rowlock
