#pragma once

#include "checks/input/keys_of_rows.hpp"
#include "checks/input/plain_keys.hpp"
#include "checks/input/row_collector.hpp"
#include "checks/input/rows_in_memory.hpp"
#include "checks/input/stream_input.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Puts a LoadedInput together.
class InputLoader {
public:
    explicit InputLoader(const InputRequest& request)
        : request_(request), state_(std::make_unique<RowsInMemory>(request)) {}

    /// Nothing if the rows take more than `memory_max` bytes.
    Result<std::optional<LoadedInput>> run(std::uint64_t memory_max);

    Result<StreamedInput> run(RowSink& sink);

private:
    Result<void> prepare();
    Result<void> open_files();
    Result<void> open(
        const std::string& object_name,
        const std::vector<std::string>& paths,
        std::optional<Delimiter> delimiter,
        const std::function<void(CsvSource)>& add
    );
    Result<void> read_records();
    Result<void> read_keys(std::uint32_t file);
    Result<void> note_chunk(std::uint32_t file, const CsvChunk& chunk, std::size_t uses_per_row);
    void collect_plain(const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk);
    void note_plain(const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk);
    void collect_by_row(RowCollector& collector, const LoadColumns& columns, const CsvChunk& chunk);

    void add_use(KeyUse use, std::uint16_t rule) {
        rows_.uses.push_back(use);
        if (sink_ != nullptr) rows_.rules.push_back(rule);
    }

    Result<void> hand_on(std::uint32_t file, const CsvChunk& chunk, std::uint64_t line_feeds);
    void leave_text_before(const LoadedFile& file, std::uint64_t offset);
    bool too_large() const;
    std::vector<Unresolved> list_unresolved() const;
    void list_names_by();
    void list_written_keys(std::size_t file, std::vector<Unresolved>& list) const;
    void list_companions(std::size_t file, std::vector<Unresolved>& list) const;
    bool any_refers_to_own() const;
    bool any_looks_at_own() const;
    void number_keys();

    RowNo next_row() const { return rows_before_ + static_cast<RowNo>(rows_.row_count()); }

    /// The load's rows may be updates of records that reference files show.
    bool has_references_of(ObjectNo object) const {
        const auto& references = state_->references;
        return std::any_of(references.begin(), references.end(), [&](const CsvSource& source) {
            return source.object == object;
        });
    }

    const InputRequest& request_;
    std::unique_ptr<RowsInMemory> state_;
    std::vector<std::optional<PlainKeys>> plain_;
    UnresolvedCounts counts_;
    std::vector<Unresolved> unmet_;
    KeysOfRows rows_;
    std::vector<std::vector<std::uint32_t>> numbers_;
    /// Line feeds before the next chunk of the file being read.
    std::uint64_t line_feeds_ = 0;
    /// The part of it that has left memory.
    std::uint64_t text_left_ = 0;
    bool all_plain_ = true;
    std::uint64_t memory_max_ = std::numeric_limits<std::uint64_t>::max();
    RowSink* sink_ = nullptr;
    /// Rows that went to the sink, and the names that it still needs.
    RowNo rows_before_ = 0;
    RecordNumbers::Mark names_needed_;
};

}  // namespace rowlock
