#include "harness/load/load.hpp"

#include "harness/load/located_json.hpp"
#include "harness/load/object_reader.hpp"
#include "harness/load/source_reader.hpp"
#include "harness/load/step_checks.hpp"
#include "harness/load/step_reader.hpp"
#include "harness/load/strategy_reader.hpp"
#include "mockorg/base/file_text.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

namespace rowlock {
namespace {

/// Load files are written by hand; what is larger is some other file.
constexpr std::size_t k_file_size_max = std::size_t{1} << 20;
constexpr std::string_view k_default_profile = "typical";
constexpr std::string_view k_default_bulk2_serial = "reject";

bool names_profile_file(const std::string& profile) {
    return profile.ends_with(".json");
}

/// Reads the one object of a load file, member by member.
class LoadReader {
public:
    LoadReader(const LocatedJson& root, std::string_view file_name, Mistakes& mistakes)
        : root_(root, "the load file", mistakes),
          folder_(std::filesystem::path{file_name}.parent_path()),
          mistakes_(mistakes) {}

    Load read() {
        read_head();
        if (const LocatedJson* sources = root_.need("sources")) {
            load_.sources = read_sources(*sources, folder_, mistakes_);
            for (const LocatedMember& member : sources->members)
                source_names_.push_back(member.name);
        }
        if (const LocatedJson* setup = root_.find("setup")) read_setup(*setup);
        if (const LocatedJson* faults = root_.find("faults"))
            load_.faults = read_load_faults(*faults, mistakes_);
        read_strategies_of_load();
        root_.reject_unknown();
        // What does not fit together can only be judged where every part is right.
        if (mistakes_.empty()) check();
        for (LoadStep& step : load_.setup) complete_step(step);
        for (Strategy& strategy : load_.strategies) {
            complete_step(strategy.load);
            std::string& plan = strategy.load.order.plan.text;
            if (!plan.empty()) plan = resolve_path(folder_, plan);
            std::string& profile = strategy.profile.text;
            if (names_profile_file(profile)) profile = resolve_path(folder_, profile);
        }
        return std::move(load_);
    }

private:
    void read_head() {
        // Where editors look for the JSON Schema.
        root_.text("$schema");
        load_.name = root_.needed_text("name").value_or("");
        load_.title = root_.text("title").value_or("");
        const auto seed =
            root_.whole<std::uint64_t>("seed", 0, std::numeric_limits<std::uint64_t>::max());
        load_.seed = seed.value_or(load_.seed);
        load_.schema = read_path("schema");
        load_.lock_rules = read_path("lockRules");
    }

    LocatedText read_path(std::string_view name) {
        const LocatedJson* value = root_.find(name);
        if (value == nullptr) return {};
        const auto path = root_.needed_text(name);
        if (!path) return {};
        return {resolve_path(folder_, *path), mistakes_.where(value->offset)};
    }

    LoadStep read_step(const LocatedJson& value, ObjectReader& object) {
        LoadStep step;
        step.batch_rows = k_batch_rows_not_given;
        step.where = mistakes_.where(value.offset);
        object.need("source");
        object.need("operation");
        read_step_members(object, source_names_, step);
        return step;
    }

    void read_setup(const LocatedJson& value) {
        if (value.kind != LocatedJson::Kind::array) {
            report_wrong_value(mistakes_, value, "\"setup\"", "a list of steps");
        }
        for (const LocatedJson& item : value.items) {
            ObjectReader object(item, "a step of \"setup\"", mistakes_);
            LoadStep step = read_step(item, object);
            for (const std::string_view name : {"rows", "partitionRows"}) {
                const LocatedJson* limit = object.find(name);
                if (limit != nullptr)
                    object.mistake(*limit, name, "none: setup loads whole sources");
            }
            if (!step.order.plan.text.empty()) {
                object.mistake(*object.find("order"), "order", "no plan: setup has no use for it");
            }
            // One batch after the other: nothing of the setup is meant to get lost.
            if (object.find("inFlight") == nullptr) step.in_flight = 1;
            object.reject_unknown();
            load_.setup.push_back(std::move(step));
            setup_places_.push_back({item, nullptr});
        }
    }

    /// What holds for the load before any strategy changes it.
    Strategy read_base() {
        Strategy base = plain_strategy();
        read_org_settings(root_, base);
        read_expectations(root_, base.expect);
        if (const LocatedJson* value = root_.need("load")) {
            ObjectReader object(*value, "\"load\"", mistakes_);
            base.load = read_step(*value, object);
            object.reject_unknown();
        }
        return base;
    }

    void read_strategies_of_load() {
        const Strategy base = read_base();
        const LocatedJson* strategies = root_.find("strategies");
        const LocatedJson* load = root_.find("load");
        if (load == nullptr) return;
        if (strategies == nullptr) {
            load_.strategies.push_back(base);
            strategy_places_.push_back({*load, nullptr});
            return;
        }
        load_.strategies = read_strategies(*strategies, base, source_names_, mistakes_);
        for (const LocatedJson& item : strategies->items) {
            strategy_places_.push_back({*load, find_member(item, "overrides")});
        }
    }

    void check() {
        check_single_parents(*root_.find("sources"), load_.sources, mistakes_);
        for (std::size_t i = 0; i < load_.setup.size(); ++i) {
            check_step(load_.setup[i], load_, setup_places_[i], mistakes_);
        }
        for (std::size_t i = 0; i < load_.strategies.size(); ++i) {
            check_step(load_.strategies[i].load, load_, strategy_places_[i], mistakes_);
        }
        check_parents(load_, setup_places_, strategy_places_, mistakes_);
    }

    ObjectReader root_;
    std::filesystem::path folder_;
    Mistakes& mistakes_;
    Load load_;
    std::vector<std::string_view> source_names_;
    /// Where the steps of load_ stand.
    std::vector<StepPlace> setup_places_;
    std::vector<StepPlace> strategy_places_;
};

/// Adds a line if a file that the load file names is not there.
void require_file(const LocatedText& path, std::string& missing) {
    std::error_code error;
    if (path.text.empty() || std::filesystem::is_regular_file(path.text, error)) return;
    if (!missing.empty()) missing += '\n';
    missing += fmt::format(
        "{}: there is no file {}, expected a path relative to the load file", path.where, path.text
    );
}

}  // namespace

Strategy plain_strategy() {
    Strategy strategy;
    strategy.name = "load";
    strategy.profile.text = k_default_profile;
    strategy.bulk2_serial = k_default_bulk2_serial;
    return strategy;
}

Result<Load> read_load(std::string_view text, std::string_view file_name) {
    if (text.size() > k_file_size_max) {
        return fail(
            ErrorCode::bad_file,
            fmt::format(
                "{}:1:1: {} bytes, expected at most {}", file_name, text.size(), k_file_size_max
            )
        );
    }
    const auto root = read_located_json(text, file_name);
    if (!root) return Failure{root.error()};
    Mistakes mistakes(text, file_name);
    Load load = LoadReader{*root, file_name, mistakes}.read();
    if (!mistakes.empty()) return Failure{mistakes.error()};
    return load;
}

Result<Load> read_load_file(const std::string& path) {
    const auto text = read_file(path, k_file_size_max);
    if (!text) return Failure{text.error()};
    auto load = read_load(*text, path);
    if (!load) return load;
    std::string missing;
    require_file(load->schema, missing);
    require_file(load->lock_rules, missing);
    for (const SourceSpec& source : load->sources) {
        const auto* file = std::get_if<CsvFileSpec>(&source.rows);
        std::error_code error;
        if (file == nullptr || std::filesystem::is_directory(file->path.text, error)) continue;
        require_file(file->path, missing);
    }
    for (const Strategy& strategy : load->strategies) {
        require_file(strategy.load.order.plan, missing);
        if (names_profile_file(strategy.profile.text)) require_file(strategy.profile, missing);
    }
    if (!missing.empty()) return fail(ErrorCode::bad_file, missing);
    return load;
}

}  // namespace rowlock
