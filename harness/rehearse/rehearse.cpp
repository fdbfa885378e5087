#include "harness/rehearse/rehearse.hpp"

#include "harness/rehearse/api_target.hpp"
#include "harness/rehearse/rehearsed_ledger.hpp"
#include "harness/rehearse/schema_fit.hpp"
#include "harness/replay/api_choice.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "mockorg/api/api.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/engine/profile_file.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace rowlock {
namespace {

constexpr const char* k_token = "rehearsal";
/// Failed rows come back with few of the ids they wanted: nobody reads them, and there may be
/// millions.
constexpr std::size_t k_ids_per_error = 3;

/// A file that the load names is no good.
Failure misread(const LocatedText& path, const Error& error) {
    return fail(error.code, path.where + ": " + error.message);
}

/// What all strategies' orgs have in common.
Result<OrgConfig> shared_config(const Load& load, const SchemaNotes& schema_notes) {
    OrgConfig config;
    config.seed = load.seed;
    config.lock_error_ids_max = k_ids_per_error;
    auto schema = read_schema_file(load.schema.text, schema_notes);
    if (!schema) return misread(load.schema, schema.error());
    config.schema = std::move(*schema);
    auto rules = read_lock_rules_file(load.lock_rules.text);
    if (!rules) return misread(load.lock_rules, rules.error());
    config.lock_rules = std::move(*rules);
    return config;
}

Result<void> set_limits(
    BulkLimits& limits, const Strategy& strategy, const std::vector<std::string>& more
) {
    for (const LocatedText& limit : strategy.limits) {
        if (auto set = set_bulk_limit(limits, limit.text); !set)
            return fail(ErrorCode::bad_file, limit.where + ": \"limits\": " + set.error().message);
    }
    for (const std::string& limit : more) {
        if (auto set = set_bulk_limit(limits, limit); !set)
            return fail(ErrorCode::bad_configuration, "--limit: " + set.error().message);
    }
    return {};
}

Result<OrgConfig> config_of(
    const Strategy& strategy, OrgConfig config, const std::vector<std::string>& limits
) {
    auto profile = find_profile_or_file(strategy.profile.text);
    if (!profile) {
        return fail(profile.error().code, strategy.profile.where + ": " + profile.error().message);
    }
    config.profile = std::move(*profile);
    const auto serial = parse_bulk2_serial(strategy.bulk2_serial);
    if (!serial) return Failure{serial.error()};
    config.bulk2_serial = *serial;
    config.adopt_unknown_ids = strategy.adopt_unknown_ids;
    if (auto set = set_limits(config.bulk_limits, strategy, limits); !set)
        return Failure{std::move(set.error())};
    return config;
}

LockStatistics difference(const LockStatistics& now, const LockStatistics& before) {
    LockStatistics result = now;
    result.transactions -= before.transactions;
    result.lock_waits -= before.lock_waits;
    result.lock_timeouts -= before.lock_timeouts;
    result.deadlocks -= before.deadlocks;
    result.rows_failed -= before.rows_failed;
    result.waited -= before.waited;
    result.batch_time -= before.batch_time;
    result.hold_time -= before.hold_time;
    return result;
}

std::vector<HotParent> hottest_of(const Org& org, std::size_t limit) {
    std::vector<HotParent> hottest;
    for (const KeyContention& key : org.hottest_keys(limit)) {
        const RecordHandle record = key.key.record();
        const bool is_row = key.key.is_record();
        const bool is_group = key.key.kind() == LockKeyKind::group_membership;
        hottest.push_back(
            {is_group ? "group memberships" : org.config().schema->object(record.object).name,
             is_row ? org.id_of(record).text() : "",
             key.rows_failed,
             key.timeouts,
             key.waits,
             key.waited}
        );
    }
    return hottest;
}

Result<void> set_faults(Org& org, const std::vector<LoadFault>& faults) {
    for (const LoadFault& each : faults) {
        if (auto set = org.set_fault(each.fault); !set) {
            return fail(
                ErrorCode::bad_configuration, each.where + ": a fault: " + set.error().message
            );
        }
    }
    return {};
}

Result<void> set_foreign_writers(Org& org, const std::vector<LoadForeignWriter>& writers) {
    for (const LoadForeignWriter& each : writers) {
        if (auto set = org.set_foreign_writer(each.writer); !set) {
            return fail(
                ErrorCode::bad_configuration,
                each.where + ": a foreign writer: " + set.error().message
            );
        }
    }
    return {};
}

/// What the load has set off goes on behind it.
void finish_automation(Org& org) {
    const auto is_busy = [&] {
        const auto reports = org.foreign_writers();
        return std::any_of(reports.begin(), reports.end(), [](const ForeignWriterReport& report) {
            return report.writer.is_automation() && report.open > 0;
        });
    };
    while (is_busy()) {
        const auto next = org.next_deadline();
        if (!next) return;
        org.advance_to(*next);
    }
}

/// Records that only ids of the load's rows made known. A load that deletes makes none that stay.
std::uint64_t count_adopted(const Org& org, std::uint64_t records_before, const RowTally& rows) {
    // What became of some rows nobody was told.
    const std::uint64_t explained = records_before + rows.created + rows.missing + rows.unknown;
    return org.live_records() > explained ? org.live_records() - explained : 0;
}

/// Says how to have a limit out of the way that rows never got past.
std::string limit_hint(const Org& org, const RowTally& rows) {
    const std::uint64_t allowed = org.config().bulk_limits.batches_per_day;
    const bool stopped = rows.not_sent + rows.unprocessed > 0;
    if (!stopped || org.batches_in_last_day() < allowed) return {};
    return "the org takes " + counted(allowed, "batch") +
           " in 24 hours; \"limits\": {\"batches-per-day\": N} in the load file or --limit "
           "batches-per-day=N lets the mock take N";
}

std::string bad_end_of(const LoadOutcome& load, const StrategyOutcome& outcome, const Org& org) {
    std::string text = load.error ? load.error->message : std::string{};
    if (load.interrupted) return text;
    const std::string hint = limit_hint(org, outcome.rows);
    return text.empty() || hint.empty() ? text + hint : text + "; " + hint;
}

void tell_of_load(const Strategy& strategy, const LoadOutcome& load, StrategyOutcome& outcome) {
    outcome.name = strategy.name;
    outcome.note = strategy.note;
    outcome.profile = strategy.profile.text;
    outcome.rows = tally_of(load);
    outcome.plan_source_rows = load.plan_source_rows;
    outcome.failures = failures_by_rows(load.ledger.failures());
    outcome.jobs = load.jobs;
    outcome.retry_passes = load.retry_passes;
    outcome.duration = load.org_duration();
    outcome.reported = strategy.reported;
    // They are about a whole load: of a part, fewer rows fail in less time.
    if (!load.interrupted)
        outcome.expectations = check_expectations(strategy.expect, outcome.rows, outcome.duration);
    outcome.adopts_unknown_ids = strategy.adopt_unknown_ids;
    outcome.interrupted = load.interrupted;
}

void tell_of_org(
    const Org& org, const LockStatistics& before, std::size_t hottest, StrategyOutcome& outcome
) {
    outcome.locks = difference(org.lock_statistics(), before);
    outcome.hottest = hottest_of(org, hottest);
    outcome.trace_hash = org.trace().hash();
    outcome.trace_events = org.trace().count();
    for (const auto& [name, entry] : org.faults())
        outcome.faults.push_back({name, entry.seen, entry.struck});
    outcome.foreign_writers = org.foreign_writers();
}

/// One strategy from an empty org to its outcome.
Result<StrategyOutcome> run_strategy(
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    OrgConfig config,
    const RehearseOptions& options,
    std::size_t number
) {
    StrategyOutcome outcome;
    if (!options.ledger) config.ledger.failures = 0;
    outcome.lock_wait = config.profile.lock_wait;
    auto org = Org::create(std::move(config));
    if (!org) return Failure{std::move(org.error())};
    ApiOptions api_options;
    api_options.token = k_token;
    api_options.clock.kind = ClockMode::Kind::manual;
    Api api{std::move(*org), std::move(api_options)};

    if (options.on_org) options.on_org(number, api.org());

    LockStatistics before;
    std::uint64_t records_before = 0;
    LoadDriverOptions driver_options;
    driver_options.rows = options.rows;
    LoadPlaces places;
    driver_options.on_settled = [&](const BatchExchange& settled) { places.add(settled); };
    driver_options.on_load_begin = [&](TimePoint) {
        before = api.org().lock_statistics();
        records_before = api.org().live_records();
        if (auto set = set_faults(api.org(), load.faults); !set) return set;
        return set_foreign_writers(api.org(), strategy.foreign_writers);
    };
    auto driver = LoadDriver::create(load, strategy, sources, std::move(driver_options));
    if (!driver) return Failure{std::move(driver.error())};
    ApiTarget target{api, k_token, options.virtual_max};
    const LoadOutcome& load_outcome = (*driver)->outcome();
    run_driver(**driver, target, [&] {
        const std::uint64_t open =
            load_outcome.not_sent() + load_outcome.ledger.count(RowStatus::sent);
        if (options.on_progress)
            options.on_progress(number, load_outcome.rows - open, load_outcome.rows);
    });

    if (!load_outcome.interrupted) finish_automation(api.org());

    tell_of_load(strategy, load_outcome, outcome);
    tell_of_org(api.org(), before, options.hottest, outcome);
    if (records_before > 0)
        outcome.records_adopted = count_adopted(api.org(), records_before, outcome.rows);
    const LoadRowOf load_row = load_row_in(api.org(), places);
    const FinishedStrategy finished{
        strategy,
        api.org(),
        load_outcome,
        places,
        *sources.at(strategy.load.source),
        (*driver)->ids(),
        load_row};
    outcome.contention = contention_of(finished, options.hottest);
    if (options.on_finished) options.on_finished(number, finished);
    outcome.error = bad_end_of(load_outcome, outcome, api.org());
    return outcome;
}

}  // namespace

Result<Rehearsal> rehearse(Load load, const RehearseOptions& options) {
    if (options.seed) load.seed = *options.seed;
    if (auto used = use_api(load, options.api); !used) return Failure{std::move(used.error())};
    for (Strategy& strategy : load.strategies) {
        if (!options.profile.empty()) strategy.profile = {options.profile, "--profile"};
    }
    std::vector<const Strategy*> strategies;
    if (options.strategy.empty()) {
        for (const Strategy& strategy : load.strategies) strategies.push_back(&strategy);
    } else {
        const auto only = find_strategy(load, options.strategy);
        if (!only) return Failure{only.error()};
        strategies.push_back(*only);
    }
    const auto sources = open_sources(load);
    if (!sources) return Failure{sources.error()};
    const auto shared = shared_config(load, options.on_schema_note);
    if (!shared) return Failure{shared.error()};
    if (auto fits = check_fits_schema(load, *sources, *shared->schema); !fits) {
        return Failure{std::move(fits.error())};
    }
    std::vector<OrgConfig> configs;
    for (const Strategy* strategy : strategies) {
        auto config = config_of(*strategy, *shared, options.limits);
        if (!config) return Failure{std::move(config.error())};
        configs.push_back(std::move(*config));
    }

    std::vector<std::optional<Result<StrategyOutcome>>> outcomes(strategies.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < strategies.size(); i = next++) {
            outcomes[i] = run_strategy(load, *strategies[i], *sources, configs[i], options, i);
        }
    };
    {
        const std::size_t helpers =
            std::clamp<std::size_t>(options.threads, 1, strategies.size()) - 1;
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < helpers; ++i) threads.emplace_back(work);
        work();
    }

    Rehearsal rehearsal{load.name, load.title, load.seed, {}};
    for (auto& outcome : outcomes) {
        if (!*outcome) return Failure{std::move(outcome->error())};
        rehearsal.strategies.push_back(std::move(**outcome));
    }
    return rehearsal;
}

}  // namespace rowlock
