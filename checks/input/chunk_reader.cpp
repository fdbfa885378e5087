#include "checks/input/chunk_reader.hpp"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <new>
#include <thread>

namespace rowlock {
namespace {

constexpr std::uint64_t k_chunk_bytes = std::uint64_t{1} << 20;
/// How far a guess looks for a row that has as many cells as the header.
constexpr std::uint64_t k_guess_bytes = std::uint64_t{1} << 16;
constexpr int k_guesses = 16;

/// Whether every cell has its quotes around it, or none.
bool well_quoted(const CsvIndex& index, const char* piece) {
    const CsvIndex::Row& row = index.rows.front();
    for (std::uint32_t i = 0; i < row.cells; ++i) {
        const std::string_view cell = index.cell(piece, row, i);
        if (cell.find('"') == std::string_view::npos) continue;
        if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return false;
    }
    return true;
}

class Run {
public:
    Run(const ChunkReader& reader, std::string_view text, std::uint64_t rows_begin)
        : reader_(reader),
          text_(text),
          rows_begin_(rows_begin),
          count_((text.size() - rows_begin + k_chunk_bytes - 1) / k_chunk_bytes),
          slots_(std::min<std::uint64_t>(std::max<std::uint64_t>(count_, 1), 4 * reader.threads)) {}

    Result<void> run();

private:
    struct Slot {
        CsvChunk chunk;
        bool ready = false;
        bool complete = false;
    };

    std::uint64_t nominal_begin(std::uint64_t number) const {
        return std::min<std::uint64_t>(rows_begin_ + number * k_chunk_bytes, text_.size());
    }

    Slot& slot(std::uint64_t number) { return slots_[number % slots_.size()]; }

    std::uint64_t guess_begin(std::uint64_t number, CsvIndex& scratch) const;
    bool index_from(std::uint64_t begin, std::uint64_t stop, std::uint64_t limit, Slot& slot) const;
    void prepare_ahead(std::uint64_t number);
    bool claim(std::unique_lock<std::mutex>& lock, std::uint64_t& number, bool wait);
    void work();
    void wait_for(std::uint64_t number);
    Result<void> consume_all();

    const ChunkReader& reader_;
    std::string_view text_;
    std::uint64_t rows_begin_;
    std::uint64_t count_;
    std::vector<Slot> slots_;
    std::mutex mutex_;
    std::condition_variable changed_;
    /// The next chunk to be prepared by whoever is free, and the chunks consumed so far.
    std::uint64_t next_ = 0;
    std::uint64_t consumed_ = 0;
    bool stop_ = false;
};

/// The first place from the chunk's nominal begin where a row seems to start.
std::uint64_t Run::guess_begin(std::uint64_t number, CsvIndex& scratch) const {
    std::uint64_t at = nominal_begin(number);
    if (number == 0) return at;
    --at;
    std::uint64_t first = text_.size();
    for (int guess = 0; guess < k_guesses; ++guess) {
        const std::size_t feed = text_.find('\n', at);
        if (feed == std::string_view::npos) break;
        at = feed + 1;
        first = std::min(first, at);
        const std::string_view piece = text_.substr(at, k_guess_bytes);
        const bool more_follows = at + piece.size() < text_.size();
        if (!reader_.indexer.run(piece, 1, more_follows, scratch) || scratch.rows.empty()) continue;
        if (scratch.rows.front().cells != reader_.columns) continue;
        if (well_quoted(scratch, piece.data())) return at;
    }
    return first;
}

bool Run::index_from(std::uint64_t begin, std::uint64_t stop, std::uint64_t limit, Slot& slot)
    const {
    CsvChunk& chunk = slot.chunk;
    chunk.begin = begin;
    chunk.text = text_.substr(begin, limit - begin);
    if (!reader_.indexer.run(chunk.text, stop - begin, limit < text_.size(), chunk.index)) {
        return false;
    }
    reader_.prepare(chunk);
    return true;
}

/// Guesses and indexes one chunk; it may end a chunk later at most.
void Run::prepare_ahead(std::uint64_t number) {
    Slot& own = slot(number);
    own.complete = false;
    try {
        const std::uint64_t begin = guess_begin(number, own.chunk.index);
        const std::uint64_t stop = nominal_begin(number + 1);
        if (begin < stop) own.complete = index_from(begin, stop, nominal_begin(number + 2), own);
    } catch (const std::bad_alloc&) {
        // Tried again where somebody can be told.
    }
}

/// Takes the next chunk if there is a slot for it; else waits for one, or says false.
bool Run::claim(std::unique_lock<std::mutex>& lock, std::uint64_t& number, bool wait) {
    while (!stop_ && next_ < count_) {
        if (next_ < consumed_ + slots_.size()) {
            number = next_++;
            return true;
        }
        if (!wait) return false;
        changed_.wait(lock);
    }
    return false;
}

void Run::work() {
    std::unique_lock lock{mutex_};
    std::uint64_t number = 0;
    while (claim(lock, number, true)) {
        lock.unlock();
        prepare_ahead(number);
        lock.lock();
        slot(number).ready = true;
        changed_.notify_all();
    }
}

/// Prepares other chunks while there is nothing better to do.
void Run::wait_for(std::uint64_t number) {
    std::unique_lock lock{mutex_};
    while (!slot(number).ready) {
        std::uint64_t other = 0;
        if (!claim(lock, other, false)) {
            changed_.wait(lock);
            continue;
        }
        lock.unlock();
        prepare_ahead(other);
        lock.lock();
        slot(other).ready = true;
    }
}

Result<void> Run::consume_all() {
    std::uint64_t at = rows_begin_;
    for (std::uint64_t number = 0; number < count_; ++number) {
        wait_for(number);
        Slot& own = slot(number);
        const std::uint64_t stop = nominal_begin(number + 1);
        if (at < stop) {
            if (!own.complete || own.chunk.begin != at) {
                constexpr std::uint64_t k_longest = std::numeric_limits<std::uint32_t>::max();
                const auto limit = std::min<std::uint64_t>(at + k_longest, text_.size());
                if (!index_from(at, stop, limit, own)) {
                    return fail(
                        ErrorCode::bad_file,
                        "a row from byte " + std::to_string(at) + " on has no end: open quote?"
                    );
                }
            }
            if (!own.chunk.index.rows.empty()) {
                const Result<void> consumed = reader_.consume(own.chunk);
                if (!consumed) return consumed;
            }
            at += own.chunk.index.end;
        }
        const std::lock_guard lock{mutex_};
        own.ready = false;
        ++consumed_;
        changed_.notify_all();
    }
    return {};
}

Result<void> Run::run() {
    std::vector<std::jthread> workers;

    // Joins them before anything they use goes away, whatever happens.
    struct Stop {
        Run& run;

        ~Stop() {
            const std::lock_guard lock{run.mutex_};
            run.stop_ = true;
            run.changed_.notify_all();
        }
    };

    const Stop stop{*this};
    const std::uint64_t useful = std::min<std::uint64_t>(reader_.threads, count_);
    for (std::uint64_t i = 1; i < useful; ++i) workers.emplace_back([this] { work(); });
    return consume_all();
}

}  // namespace

Result<void> ChunkReader::read(std::string_view text, std::uint64_t rows_begin) const {
    return Run{*this, text, rows_begin}.run();
}

}  // namespace rowlock
