#include "harness/schedule/shared_org.hpp"

#include "harness/replay/load_pass.hpp"
#include "harness/schedule/settled_rows.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/engine/profile_file.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace rowlock {
namespace {

constexpr Duration k_setup_max = std::chrono::hours{24 * 30};
/// Failed rows come back with few of the ids they wanted: nobody reads them.
constexpr std::size_t k_ids_per_error = 3;

/// What makes two setups of a source the same: object, operation, and a hash of all rows.
using SetupIdentity = std::tuple<std::string, LoadOperation, std::uint64_t>;

/// The one text that all loads give, if any does.
Result<std::string> common_text(
    std::span<const ScheduledLoad> loads, const LocatedText Load::*member, const char* what
) {
    const LocatedText* given = nullptr;
    for (const ScheduledLoad& scheduled : loads) {
        const LocatedText& text = scheduled.load.*member;
        if (text.text.empty()) continue;
        if (given != nullptr && given->text != text.text) {
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "{}: one org has one {}, but another load names {}",
                    text.where,
                    what,
                    given->text
                )
            );
        }
        given = &text;
    }
    return given == nullptr ? std::string{} : given->text;
}

SetupIdentity identity_of(
    const ScheduledLoad& scheduled, const LoadStep& step, const std::vector<IdTable>& ids
) {
    const RowSource& source = *scheduled.sources[step.source];
    std::uint64_t hash = hash_text(step.external_id);
    std::string text;
    source.append_header(text);
    for (RowNumber row = 0; row < source.size(); ++row) {
        hash = hash_combine(hash, hash_text(text));
        text.clear();
        source.append_row(row, ids, text);
    }
    return {
        scheduled.load.sources[step.source].object,
        step.operation,
        hash_combine(hash, hash_text(text))};
}

/// The setups of all loads, in the org one after another, so that nothing waits for anything.
class Setup {
public:
    Setup(Api& api, JobOwners& owners) : api_(api), owners_(owners) {}

    Result<std::vector<IdTable>> run(const ScheduledLoad& scheduled) {
        std::vector<IdTable> ids(scheduled.sources.size());
        for (const LoadStep& step : scheduled.load.setup) {
            const SetupIdentity identity = identity_of(scheduled, step, ids);
            const auto done = done_.find(identity);
            if (done != done_.end()) {
                ids[step.source] = done->second;
                continue;
            }
            if (auto loaded = load(scheduled, step, ids); !loaded)
                return Failure{std::move(loaded.error())};
            done_.emplace(identity, ids[step.source]);
        }
        return ids;
    }

private:
    Result<void> load(
        const ScheduledLoad& scheduled, const LoadStep& step, std::vector<IdTable>& ids
    ) {
        const RowSource& source = *scheduled.sources[step.source];
        ResultLedger ledger{source.size()};
        ids[step.source].resize(source.size());
        PassSpec spec;
        spec.source = &source;
        spec.ids = ids;
        spec.object = scheduled.load.sources[step.source].object;
        spec.step = step;
        spec.step.in_flight = 1;
        spec.partitions = {
            RowSequence{0, std::min(step.rows.value_or(source.size()), source.size())}};
        spec.random = Random{scheduled.load.seed}.split("schedule setup");
        spec.ledger = &ledger;
        spec.created_ids = &ids[step.source];
        const std::uint64_t rows = spec.partitions.front().size();
        OwnedTarget target{api_, JobOwners::k_nobody, owners_, k_setup_max};
        LoadPass pass{std::move(spec), target.now()};
        run_driver(pass, target);
        const std::uint64_t there =
            ledger.count(RowStatus::created) + ledger.count(RowStatus::updated);
        if (there == rows) return {};
        return fail(
            pass.interrupted() ? ErrorCode::unreachable : ErrorCode::bad_configuration,
            fmt::format(
                "{}: the setup of source \"{}\" came to {} of {} rows: {}",
                scheduled.name,
                scheduled.load.sources[step.source].name,
                there,
                rows,
                reason(pass, ledger)
            )
        );
    }

    static std::string reason(const LoadPass& pass, const ResultLedger& ledger) {
        if (pass.interrupted()) return "stopped by the user";
        if (pass.error()) return pass.error()->message;
        return ledger.failures().empty() ? "no error was given" : ledger.failures()[0].sample;
    }

    Api& api_;
    JobOwners& owners_;
    std::map<SetupIdentity, IdTable> done_;
};

}  // namespace

Result<OrgConfig> config_of(std::span<const ScheduledLoad> loads) {
    OrgConfig config;
    config.lock_error_ids_max = k_ids_per_error;
    // Files hold ids of the org that they are meant for.
    config.adopt_unknown_ids = true;
    const auto schema_file = common_text(loads, &Load::schema, "schema");
    if (!schema_file) return Failure{schema_file.error()};
    auto schema = read_schema_file(*schema_file);
    if (!schema) return Failure{std::move(schema.error())};
    config.schema = std::move(*schema);
    const auto rules_file = common_text(loads, &Load::lock_rules, "file of lock rules");
    if (!rules_file) return Failure{rules_file.error()};
    auto rules = read_lock_rules_file(*rules_file);
    if (!rules) return Failure{std::move(rules.error())};
    config.lock_rules = std::move(*rules);
    // What counts is what the load gets that asks for serial jobs.
    const auto serial = std::find_if(loads.begin(), loads.end(), [](const ScheduledLoad& load) {
        return load.step().concurrency_mode == ConcurrencyMode::serial;
    });
    const ScheduledLoad& asking = serial == loads.end() ? loads.front() : *serial;
    const auto mode = parse_bulk2_serial(asking.chosen().bulk2_serial);
    if (!mode) return Failure{mode.error()};
    config.bulk2_serial = *mode;
    return config;
}

Result<SharedOrg> SharedOrg::create(
    std::span<const ScheduledLoad> loads, OrgConfig config, const RunSetting& setting
) {
    auto profile = find_profile_or_file(setting.profile);
    if (!profile) return Failure{std::move(profile.error())};
    config.profile = std::move(*profile);
    config.seed = setting.seed;
    SharedOrg shared{std::move(config)};
    const auto api = shared.open();
    if (!api) return Failure{api.error()};
    Setup setup{**api, shared.owners_};
    for (const ScheduledLoad& scheduled : loads) {
        auto ids = setup.run(scheduled);
        if (!ids) return Failure{std::move(ids.error())};
        shared.ids_.push_back(std::make_shared<const std::vector<IdTable>>(std::move(*ids)));
    }
    shared.set_up_ = (*api)->org().snapshot();
    return shared;
}

Result<std::unique_ptr<Api>> SharedOrg::open() const {
    auto org = Org::create(config_);
    if (!org) return Failure{std::move(org.error())};
    if (set_up_ != nullptr) org->restore(*set_up_);
    ApiOptions options;
    options.token = k_rehearsal_token;
    options.clock.kind = ClockMode::Kind::manual;
    return std::make_unique<Api>(std::move(*org), std::move(options));
}

std::vector<RecordId> SharedOrg::set_up_records() const {
    std::vector<RecordId> records;
    for (const auto& tables : ids_) {
        for (const IdTable& table : *tables) {
            for (const IdText& text : table) {
                const auto id = RecordId::parse({text.data(), text.size()});
                if (id) records.push_back(*id);
            }
        }
    }
    std::sort(records.begin(), records.end());
    records.erase(std::unique(records.begin(), records.end()), records.end());
    return records;
}

OpenSources SharedOrg::settled_sources(const ScheduledLoad& load, std::size_t number) const {
    OpenSources sources = load.sources;
    auto& rows = sources[load.step().source];
    rows = std::make_shared<SettledRows>(rows, ids_[number]);
    return sources;
}

}  // namespace rowlock
