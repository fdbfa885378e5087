#include "harness/replay/journal.hpp"

#include "harness/replay/journal_values.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace rowlock {
namespace {

constexpr int k_version = 1;
constexpr std::string_view k_beginning = R"({"rowlockJournal":)";
constexpr std::uint64_t k_size_max = std::uint64_t{4} << 30;

std::string header_line(const JournalHeader& header) {
    std::string line;
    JsonWriter{line}
        .begin_object()
        .member("rowlockJournal", k_version)
        .member("load", header.load)
        .member("strategy", header.strategy)
        .member("target", header.target)
        .member("fingerprint", fmt::format("{:016x}", header.fingerprint))
        .end_object();
    return line;
}

void append_pass(JsonWriter& json, PassNumber pass) {
    json.key("pass").begin_array().value(pass.step).value(pass.attempt).end_array();
}

void append_place(JsonWriter& json, PassNumber pass, BatchPlace place) {
    append_pass(json, pass);
    json.key("place").begin_array().value(place.partition).value(place.first).end_array();
}

Failure system_failure(const std::string& path, const char* doing) {
    return fail(
        ErrorCode::bad_file, fmt::format("{}: cannot be {}: {}", path, doing, std::strerror(errno))
    );
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, bool create) {
    const int flags = O_RDWR | O_APPEND | O_CLOEXEC | (create ? O_CREAT : 0);
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0) return system_failure(path, "opened");
    std::unique_ptr<Journal> journal{new Journal(path, file)};
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return journal;
    return fail(
        ErrorCode::bad_configuration,
        path + ": another rowlock is writing this journal; wait for it, or stop it"
    );
}

Error lost_everything(std::string_view how_known) {
    return {
        ErrorCode::bad_configuration,
        fmt::format(
            "the org {}: it was started anew or reset since, and what was sent there is gone. To "
            "begin again, name another --journal, without --resume",
            how_known
        ),
        {}};
}

Result<std::unique_ptr<Journal>> Journal::create(
    const std::string& path, const JournalHeader& header
) {
    auto journal = open(path, true);
    if (!journal) return journal;
    const auto text = read_file(path, k_size_max);
    if (!text) return Failure{text.error()};
    // A run that ended before it sent anything leaves the first line only.
    const bool has_entries =
        text->find('\n') + 1 < text->size() && text->find('\n') != std::string::npos;
    const bool is_journal = text->empty() || text->starts_with(k_beginning);
    if (has_entries || !is_journal) {
        return fail(
            ErrorCode::bad_configuration,
            path +
                ": the journal of an earlier run; continue that one with --resume, or name a new "
                "file"
        );
    }
    if (::ftruncate((*journal)->file_, 0) != 0) return system_failure(path, "cut");
    (*journal)->write(header_line(header), true);
    if ((*journal)->problem_) return Failure{*(*journal)->problem_};
    return journal;
}

Result<std::unique_ptr<Journal>> Journal::resume(
    const std::string& path, const JournalHeader& header
) {
    auto journal = open(path, false);
    if (!journal) return journal;
    auto text = read_file(path, k_size_max);
    if (!text) return Failure{std::move(text.error())};
    // Killed before the first line was whole: nothing was sent, the run begins.
    if (text->find('\n') == std::string::npos) {
        if (::ftruncate((*journal)->file_, 0) != 0) return system_failure(path, "cut");
        (*journal)->write(header_line(header), true);
        return journal;
    }
    if (auto loaded = (*journal)->load(*text, header); !loaded)
        return Failure{std::move(loaded.error())};
    (*journal)->resumed_ = true;
    return journal;
}

Result<std::unique_ptr<Journal>> Journal::look_at(
    const std::string& path, const JournalHeader& header
) {
    auto text = read_file(path, k_size_max);
    if (!text) return Failure{std::move(text.error())};
    if (text->find('\n') == std::string::npos)
        return fail(ErrorCode::bad_file, path + ": is no journal: no replay has begun to write it");
    std::unique_ptr<Journal> journal{new Journal(path, -1)};
    if (auto loaded = journal->load(*text, header); !loaded)
        return Failure{std::move(loaded.error())};
    journal->resumed_ = true;
    return journal;
}

Journal::~Journal() {
    if (file_ >= 0) ::close(file_);
}

Result<void> Journal::load(std::string_view text, const JournalHeader& header) {
    const auto whole = text.rfind('\n') + 1;
    const bool is_cut_short = whole < text.size() && file_ >= 0;
    if (is_cut_short && ::ftruncate(file_, static_cast<off_t>(whole)) != 0)
        return system_failure(path_, "cut");
    text = text.substr(0, whole);
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const std::size_t end = text.find('\n', begin);
        const std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        if (number == 0 && line != header_line(header)) {
            const bool is_journal = line.starts_with(k_beginning);
            return fail(
                is_journal ? ErrorCode::bad_configuration : ErrorCode::bad_file,
                path_ + (is_journal
                             ? ": the journal of another load, strategy or target, or of a "
                               "replay with other options (--api, --rows, --batch-size, ...), "
                               "or the load has changed since; it can only be continued as "
                               "it was"
                             : ": is no journal of rowlock replay")
            );
        }
        if (number > 0 && !read_entry(line, old_)) {
            return fail(
                ErrorCode::bad_file, fmt::format("{}:{}: is no journal entry", path_, number + 1)
            );
        }
    }
    return {};
}

bool Journal::read_entry(std::string_view line, Entries& entries) {
    const auto entry = parse_json(line);
    if (!entry || !entry->is_object() || !entry->contains("pass")) return false;
    const auto pass_pair = read_pair((*entry)["pass"]);
    if (!pass_pair) return false;
    const PassNumber pass{pass_pair->first, pass_pair->second};
    if (const auto again = entry->find("again"); again != entry->end()) {
        auto rows = read_rows(*again);
        if (rows) entries.rows_again[pass] = std::move(*rows);
        return rows.has_value();
    }
    if (const auto shared = entry->find("partition"); shared != entry->end()) {
        if (!shared->is_number_unsigned()) return false;
        std::string job = read_text(*entry, "job");
        note_shared_job(pass, shared->get<std::uint32_t>(), entries);
        entries.given.insert(job);
        entries.shared_jobs[{pass, shared->get<std::uint32_t>()}].push_back(std::move(job));
        return true;
    }
    const auto place = entry->contains("place") ? read_pair((*entry)["place"]) : std::nullopt;
    if (!place) return false;
    if (entry->contains("creating") || entry->contains("creation"))
        return read_creation_entry(*entry, {pass, {place->first, place->second}}, entries);
    JournaledBatch& batch = entries.batches[{pass, {place->first, place->second}}];
    batch.job = read_text(*entry, "job");
    batch.batch = read_text(*entry, "batch");
    if (!batch.job.empty()) entries.given.insert(batch.job);
    if (!batch.job.empty()) entries.creating.erase({pass, {place->first, place->second}});
    batch.sending = batch.sending || entry->contains("sending");
    const auto rows = entry->find("rows");
    if (rows == entry->end()) return true;
    batch.outcomes.emplace();
    for (const Json& row : *rows) {
        auto outcome = read_outcome(row);
        if (!outcome) return false;
        batch.outcomes->push_back(std::move(*outcome));
    }
    return true;
}

/// What came of a creation closes its line; one that nothing closed was lost with its process.
bool Journal::read_creation_entry(
    const Json& entry, const std::pair<PassNumber, BatchPlace>& batch, Entries& entries
) {
    const auto begun = entries.creating.find(batch);
    const bool is_open = begun != entries.creating.end();
    const std::string ended = read_text(entry, "creation");
    if (is_open && ended != "refused") entries.lost.push_back(begun->second);
    if (is_open) entries.creating.erase(begun);
    if (!ended.empty()) return ended == "refused" || ended == "lost";
    const auto creating = entry.find("creating");
    auto creation = creating == entry.end() ? std::nullopt : read_creation(*creating);
    if (creation) entries.creating[batch] = std::move(*creation);
    return creation.has_value();
}

/// A job that batches of a partition share was asked for by the only one of them under way.
void Journal::note_shared_job(PassNumber pass, std::uint32_t partition, Entries& entries) {
    std::erase_if(entries.creating, [&](const auto& entry) {
        return entry.first.first == pass && entry.first.second.partition == partition;
    });
}

const JournaledBatch* Journal::find(PassNumber pass, BatchPlace place) const {
    const auto found = old_.batches.find({pass, place});
    return found == old_.batches.end() ? nullptr : &found->second;
}

std::vector<std::string> Journal::shared_jobs(PassNumber pass, std::uint32_t partition) const {
    const auto found = old_.shared_jobs.find({pass, partition});
    return found == old_.shared_jobs.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> Journal::batches_of(std::string_view job) const {
    std::vector<std::string> batches;
    for (const auto& entry : old_.batches) {
        const JournaledBatch& known = entry.second;
        if (known.job == job && !known.batch.empty()) batches.push_back(known.batch);
    }
    return batches;
}

std::vector<std::string> Journal::jobs() const {
    std::vector<std::string> jobs;
    std::set<std::string_view> seen;
    const auto add = [&](const std::string& job) {
        if (!job.empty() && seen.insert(job).second) jobs.push_back(job);
    };
    for (const auto& entry : old_.batches) add(entry.second.job);
    for (const auto& entry : old_.shared_jobs) {
        for (const std::string& job : entry.second) add(job);
    }
    return jobs;
}

std::vector<LostCreation> Journal::lost_creations() const {
    std::vector<LostCreation> lost = old_.lost;
    for (const auto& entry : old_.creating) lost.push_back(entry.second);
    return lost;
}

std::optional<std::vector<RowNumber>> Journal::rows_of(PassNumber pass) const {
    const auto found = old_.rows_again.find(pass);
    if (found == old_.rows_again.end()) return std::nullopt;
    return found->second;
}

void Journal::write(std::string line, bool at_once) {
    if (problem_ || file_ < 0) return;
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t written = ::write(file_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            problem_ = system_failure(path_, "written").value();
            return;
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (at_once && ::fdatasync(file_) != 0) problem_ = system_failure(path_, "written").value();
}

/// No org gives an id twice, unless it is a mock that begins again with the same seed.
void Journal::note_given(std::string_view job) {
    if (old_.given.insert(std::string{job}).second) return;
    problem_ =
        lost_everything(fmt::format("gave a new job the id {}, which {} knows already", job, path_)
        );
}

void Journal::creating(PassNumber pass, BatchPlace place, const LostCreation& if_lost) {
    std::string line;
    JsonWriter json{line};
    append_place(json.begin_object(), pass, place);
    append_creation(json.key("creating"), if_lost);
    json.end_object();
    write(std::move(line), false);
}

void Journal::creation_lost(PassNumber pass, BatchPlace place) {
    write_creation(pass, place, "lost");
}

void Journal::creation_refused(PassNumber pass, BatchPlace place) {
    write_creation(pass, place, "refused");
}

void Journal::write_creation(PassNumber pass, BatchPlace place, std::string_view ended) {
    std::string line;
    JsonWriter json{line};
    append_place(json.begin_object(), pass, place);
    json.member("creation", ended).end_object();
    write(std::move(line), false);
}

void Journal::job_created(PassNumber pass, BatchPlace place, std::string_view job) {
    note_given(job);
    std::string line;
    JsonWriter json{line};
    append_place(json.begin_object(), pass, place);
    json.member("job", job).end_object();
    write(std::move(line), true);
}

void Journal::shared_job_created(PassNumber pass, std::uint32_t partition, std::string_view job) {
    note_given(job);
    std::string line;
    JsonWriter json{line};
    append_pass(json.begin_object(), pass);
    json.member("partition", partition).member("job", job).end_object();
    write(std::move(line), true);
}

void Journal::sending(PassNumber pass, BatchPlace place, std::string_view job) {
    std::string line;
    JsonWriter json{line};
    append_place(json.begin_object(), pass, place);
    json.member("sending", true).member("job", job).end_object();
    write(std::move(line), true);
}

void Journal::accepted(
    PassNumber pass, BatchPlace place, std::string_view job, std::string_view batch
) {
    std::string line;
    JsonWriter json{line};
    append_place(json.begin_object(), pass, place);
    json.member("job", job).member("batch", batch).end_object();
    write(std::move(line), false);
}

void Journal::settled(
    PassNumber pass, BatchPlace place, const std::vector<KnownOutcome>& outcomes
) {
    std::string line;
    JsonWriter json{line};
    append_place(json.begin_object(), pass, place);
    json.key("rows").begin_array();
    for (const KnownOutcome& outcome : outcomes) {
        json.begin_array()
            .value(letter_of(outcome.status))
            .value(outcome.id)
            .value(outcome.error)
            .end_array();
    }
    json.end_array().end_object();
    write(std::move(line), false);
}

void Journal::rows_again(PassNumber pass, const std::vector<RowNumber>& rows) {
    std::string line;
    JsonWriter json{line};
    append_pass(json.begin_object(), pass);
    json.key("again").begin_array();
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t last = i;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1) ++last;
        json.begin_array().value(rows[i]).value(rows[last]).end_array();
        i = last + 1;
    }
    json.end_array().end_object();
    write(std::move(line), true);
}

}  // namespace rowlock
