#include "harness/batcher/process_batcher.hpp"

#include "harness/batcher/answer_text.hpp"
#include "harness/batcher/output_folder.hpp"
#include "harness/process/subprocess.hpp"

#include <locale.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rowlock::batcher {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// A locale that does not sort by bytes, where the machine has one.
const std::string& other_locale() {
    static const std::string k_name = [] {
        for (const char* name : {"en_US.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8"}) {
            const locale_t made = ::newlocale(LC_ALL_MASK, name, nullptr);
            if (made == nullptr) continue;
            ::freelocale(made);
            return std::string{name};
        }
        return std::string{"C"};
    }();
    return k_name;
}

/// What a program may depend on and should not.
Variables surroundings_of(Surroundings surroundings) {
    const bool first = surroundings == Surroundings::first;
    return {
        {"PYTHONHASHSEED", first ? "1" : "2"},
        {"LC_ALL", first ? "C.UTF-8" : other_locale()},
        {"TZ", first ? "UTC" : "Asia/Tokyo"},
        {"OMP_NUM_THREADS", first ? "1" : "2"},
    };
}

std::string key_columns(const Instance& instance) {
    std::string names;
    for (const Column& column : instance.columns) {
        if (column.is_key) names += (names.empty() ? "" : ",") + column.name;
    }
    return names;
}

/// The case beside its rows: by name in lower case for placeholders, in upper case as BATCH_NAME in
/// the environment.
Variables facts_of(const Instance& instance) {
    return {
        {"rows", std::to_string(instance.caps.rows)},
        {"bytes", std::to_string(instance.caps.bytes)},
        {"keys", key_columns(instance)},
        {"workers", std::to_string(instance.workers)},
        {"object", instance.object},
        {"operation", instance.operation},
    };
}

std::string in_upper_case(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

std::string seconds_text(std::chrono::milliseconds time) {
    const auto whole = time.count() / 1000;
    const auto rest = time.count() % 1000;
    return rest == 0 ? std::to_string(whole) + " s" : std::to_string(time.count()) + " ms";
}

}  // namespace

struct ProcessBatcher::State {
    ProcessSettings settings;
    std::optional<OutputFolder> folder;
    /// Persistent mode: one for each surroundings, started when needed.
    std::array<std::optional<Subprocess>, 2> running;
    std::uint64_t case_number = 0;

    explicit State(ProcessSettings wanted) : settings(std::move(wanted)) {}

    Subprocess::Clock::time_point deadline() const {
        const auto of_case = Subprocess::Clock::now() + settings.case_time;
        return settings.end ? std::min(of_case, *settings.end) : of_case;
    }

    bool is_run_over() const { return settings.end && Subprocess::Clock::now() >= *settings.end; }

    Reply ask_persistent(const Instance& instance, Surroundings surroundings);
    Reply ask_once(const Instance& instance, Surroundings surroundings);
    ProgramStart start_for(const Instance& instance, Surroundings surroundings) const;
    /// What the end of reading means, if it is no answer.
    std::optional<Misbehaviour> trouble_of(ReadEnd end, Subprocess& process) const;
};

ProgramStart ProcessBatcher::State::start_for(const Instance& instance, Surroundings surroundings)
    const {
    ProgramStart start{settings.command, surroundings_of(surroundings)};
    Variables facts = facts_of(instance);
    if (folder) {
        facts.emplace_back("input", folder->input());
        facts.emplace_back("output", folder->output());
    }
    for (const auto& [name, value] : facts) {
        start.environment.emplace_back("BATCH_" + in_upper_case(name), value);
        for (std::string& argument : start.arguments) {
            replace_all(argument, "{" + name + "}", value);
        }
    }
    return start;
}

std::optional<Misbehaviour> ProcessBatcher::State::trouble_of(ReadEnd end, Subprocess& process)
    const {
    const auto trouble = [&process](MisbehaviourKind kind, std::string what) {
        return Misbehaviour{kind, std::move(what), process.diagnostics()};
    };
    switch (end) {
        case ReadEnd::done:
            return std::nullopt;
        case ReadEnd::closed:
            return trouble(
                MisbehaviourKind::crash,
                process.wait(deadline()).value_or("it closed its output") + " before it answered"
            );
        case ReadEnd::timed_out:
            if (is_run_over()) return trouble(MisbehaviourKind::interrupted, "the time is over");
            return trouble(
                MisbehaviourKind::hang, "no answer within " + seconds_text(settings.case_time)
            );
        case ReadEnd::too_much:
            return trouble(
                MisbehaviourKind::flood,
                "its answer has more than " + std::to_string(settings.output_max) + " bytes"
            );
        case ReadEnd::interrupted:
            return trouble(MisbehaviourKind::interrupted, "interrupted");
    }
    return std::nullopt;
}

Reply ProcessBatcher::State::ask_persistent(const Instance& instance, Surroundings surroundings) {
    auto& process = running[surroundings == Surroundings::first ? 0 : 1];
    if (!process) {
        auto started = Subprocess::start({settings.command, surroundings_of(surroundings)});
        if (!started) return Misbehaviour{MisbehaviourKind::crash, started.error().message, {}};
        process = std::move(*started);
    }
    if (process->has_unread_output()) {
        Misbehaviour loud{
            MisbehaviourKind::garbage, "it wrote more than a line", process->diagnostics()};
        process.reset();
        return loud;
    }
    const std::string request = request_line(instance, ++case_number);
    std::string line;
    const ReadEnd end = process->exchange_line(request, deadline(), settings.output_max, line);
    Reply reply;
    if (auto trouble = trouble_of(end, *process)) {
        reply = std::move(*trouble);
    } else if (process->has_unread_output()) {
        reply = Misbehaviour{
            MisbehaviourKind::garbage, "it wrote more than a line", process->diagnostics()};
    } else {
        reply = read_answer_line(instance, line, case_number);
    }
    auto* const misbehaviour = std::get_if<Misbehaviour>(&reply);
    if (misbehaviour == nullptr) return reply;
    misbehaviour->diagnostics = process->diagnostics();
    // A refusal is an answer; after anything else nobody knows what it will do next.
    if (misbehaviour->kind != MisbehaviourKind::refusal) process.reset();
    return reply;
}

Reply ProcessBatcher::State::ask_once(const Instance& instance, Surroundings surroundings) {
    const std::string csv = csv_text(instance);
    if (folder && !folder->prepare(csv)) {
        return Misbehaviour{
            MisbehaviourKind::crash, "the folder for its output cannot be written", {}};
    }
    auto process = Subprocess::start(start_for(instance, surroundings));
    if (!process) return Misbehaviour{MisbehaviourKind::crash, process.error().message, {}};
    const auto until = deadline();
    const std::string input = settings.json_input ? request_line(instance, ++case_number) : csv;
    std::string output;
    const ReadEnd end = process->exchange_all(input, until, settings.output_max, output);
    if (auto trouble = trouble_of(end, *process)) return std::move(*trouble);
    const auto ending = process->wait(until);
    if (!ending) return *trouble_of(ReadEnd::timed_out, *process);
    if (process->failed()) {
        return Misbehaviour{MisbehaviourKind::crash, *ending, process->diagnostics()};
    }
    Reply reply =
        folder ? folder->read(instance, settings.output_max) : read_answer(instance, output);
    if (auto* const misbehaviour = std::get_if<Misbehaviour>(&reply)) {
        misbehaviour->diagnostics = process->diagnostics();
    }
    return reply;
}

ProcessBatcher::ProcessBatcher(std::unique_ptr<State> state) : state_(std::move(state)) {}

ProcessBatcher::~ProcessBatcher() {
    restart();
}

Result<std::unique_ptr<ProcessBatcher>> ProcessBatcher::create(ProcessSettings settings) {
    if (settings.command.empty()) {
        return fail(ErrorCode::bad_configuration, "no batcher to test: give its command");
    }
    auto program = find_program(settings.command.front());
    if (!program) return Failure{std::move(program.error())};
    auto state = std::make_unique<State>(std::move(settings));
    if (state->settings.mode == ProcessMode::files) {
        auto folder = OutputFolder::make();
        if (!folder) return Failure{std::move(folder.error())};
        state->folder.emplace(std::move(*folder));
    }
    return std::unique_ptr<ProcessBatcher>{new ProcessBatcher{std::move(state)}};
}

Reply ProcessBatcher::ask(const Instance& instance, Surroundings surroundings) {
    return state_->settings.mode == ProcessMode::persistent
               ? state_->ask_persistent(instance, surroundings)
               : state_->ask_once(instance, surroundings);
}

void ProcessBatcher::restart() {
    // The end of stdin is how a program knows that it is over: it may have files to close.
    constexpr std::chrono::milliseconds k_farewell{500};
    for (auto& process : state_->running) {
        if (process) process->wait(Subprocess::Clock::now() + k_farewell);
        process.reset();
    }
}

std::string_view ProcessBatcher::other_surroundings() const {
    return "with another hash seed and locale";
}

}  // namespace rowlock::batcher
