// Batchers that lose rows, double them, or exceed a limit.
#include "harness/batcher/zoo/recipe.hpp"

#include <algorithm>
#include <set>

namespace rowlock::batcher {
namespace {

/// Something done to the batches at last.
Recipe finishing(std::function<void(const Instance&, std::vector<AnswerBatch>&)> finish) {
    Recipe recipe = correct_recipe();
    recipe.finish = std::move(finish);
    return recipe;
}

Recipe fitting(std::function<bool(const Instance&, const RowList&)> fits) {
    Recipe recipe = correct_recipe();
    recipe.fits = std::move(fits);
    return recipe;
}

std::uint64_t bytes_of(const Instance& instance, const RowList& rows) {
    std::uint64_t bytes = 0;
    for (const std::uint32_t row : rows) bytes += row_bytes(instance, row);
    return bytes;
}

std::uint64_t characters_of(const Instance& instance, const RowList& rows) {
    std::uint64_t characters = header_line(instance).size();
    for (const std::uint32_t row : rows) {
        const std::string line = csv_line(instance.rows[row], instance.line_ending);
        characters +=
            static_cast<std::uint64_t>(std::count_if(line.begin(), line.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            }));
    }
    return characters;
}

std::uint64_t bytes_with_lf(const Instance& instance, const RowList& rows) {
    Instance seen = instance;
    seen.line_ending = LineEnding::lf;
    return header_line(seen).size() + bytes_of(seen, rows);
}

void drop_last_partial_batch(const Instance& instance, std::vector<AnswerBatch>& batches) {
    if (!batches.empty() && batches.back().rows.size() < instance.caps.rows) batches.pop_back();
}

void repeat_boundary_row(const Instance&, std::vector<AnswerBatch>& batches) {
    if (batches.size() < 2) return;
    batches[1].rows.insert(batches[1].rows.begin(), batches[0].rows.back());
}

void drop_equal_rows(const Instance& instance, std::vector<AnswerBatch>& batches) {
    std::set<std::string> seen;
    for (AnswerBatch& batch : batches) {
        const auto again = [&](std::uint32_t row) {
            return !seen.insert(content_of(instance.rows[row])).second;
        };
        batch.rows.erase(
            std::remove_if(batch.rows.begin(), batch.rows.end(), again), batch.rows.end()
        );
    }
    batches.erase(
        std::remove_if(
            batches.begin(), batches.end(), [](const AnswerBatch& b) { return b.rows.empty(); }
        ),
        batches.end()
    );
}

void end_with_empty_batch(const Instance& instance, std::vector<AnswerBatch>& batches) {
    const bool full = !batches.empty() && batches.back().rows.size() == instance.caps.rows;
    if (full) batches.push_back(batch_of({}));
}

void put_oversize_rows_together(const Instance& instance, std::vector<AnswerBatch>& batches) {
    for (std::size_t i = 0; i + 1 < batches.size(); ++i) {
        RowList& rows = batches[i].rows;
        RowList& next = batches[i + 1].rows;
        const bool oversize = rows.size() == 1 && is_oversize(instance, rows.front());
        if (!oversize || next.size() >= instance.caps.rows) continue;
        next.insert(next.begin(), rows.begin(), rows.end());
        batches.erase(batches.begin() + static_cast<std::ptrdiff_t>(i));
        return;
    }
}

/// Rows without a key are taken for broken ones.
std::vector<RowList> only_rows_with_keys(const Instance& instance, const Recipe::Keys& keys) {
    std::vector<RowList> groups = correct_recipe().group(instance, keys);
    groups.erase(
        std::remove_if(
            groups.begin(),
            groups.end(),
            [&keys](const RowList& group) { return keys[group.front()].empty(); }
        ),
        groups.end()
    );
    return groups;
}

Recipe grouping(std::function<std::vector<RowList>(const Instance&, const Recipe::Keys&)> group) {
    Recipe recipe = correct_recipe();
    recipe.group = std::move(group);
    return recipe;
}

}  // namespace

std::vector<ZooEntry> row_bugs() {
    return {
        {"drops-partial-batch",
         "drops the last batch if it is not full",
         {"I1"},
         batcher_of(finishing(drop_last_partial_batch))},
        {"repeats-boundary-row",
         "starts the second batch with the last row of the first",
         {"I1"},
         batcher_of(finishing(repeat_boundary_row))},
        {"drops-equal-rows",
         "takes equal rows for one",
         {"I1"},
         batcher_of(finishing(drop_equal_rows))},
        {"drops-keyless-rows",
         "leaves rows without a parent out",
         {"I1"},
         batcher_of(grouping(only_rows_with_keys))},
        {"cap-plus-one",
         "takes the cap for one row more",
         {"I2"},
         batcher_of(fitting([](const Instance& instance, const RowList& rows) {
             return rows.size() <= instance.caps.rows + 1U &&
                    header_line(instance).size() + bytes_of(instance, rows) <= instance.caps.bytes;
         }))},
        {"ends-with-empty-batch",
         "opens a new batch when the last one is full, rows or not",
         {"I2"},
         batcher_of(finishing(end_with_empty_batch))},
        {"forgets-bytes",
         "counts rows, not bytes",
         {"I3"},
         batcher_of(fitting([](const Instance& instance, const RowList& rows) {
             return rows.size() <= instance.caps.rows;
         }))},
        {"forgets-header-bytes",
         "counts the bytes of the rows, not of the header",
         {"I3"},
         batcher_of(fitting([](const Instance& instance, const RowList& rows) {
             return rows.size() <= instance.caps.rows &&
                    bytes_of(instance, rows) <= instance.caps.bytes;
         }))},
        {"counts-characters",
         "takes characters for bytes",
         {"I3"},
         batcher_of(fitting([](const Instance& instance, const RowList& rows) {
             return rows.size() <= instance.caps.rows &&
                    characters_of(instance, rows) <= instance.caps.bytes;
         }))},
        {"counts-crlf-as-lf",
         "takes the two bytes of a line end for one",
         {"I3"},
         batcher_of(fitting([](const Instance& instance, const RowList& rows) {
             return rows.size() <= instance.caps.rows &&
                    bytes_with_lf(instance, rows) <= instance.caps.bytes;
         }))},
        {"oversize-row-in-company",
         "puts a row that is too large for any batch together with others",
         {"I3"},
         batcher_of(finishing(put_oversize_rows_together))},
    };
}

}  // namespace rowlock::batcher
