#include "harness/batcher/zoo/recipe.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace rowlock::batcher {
namespace {

std::vector<RowList> linked_rows(const Instance& instance, const Recipe::Keys& keys) {
    // Union-find over rows: the first row of a key stands for it.
    RowList parent(instance.rows.size());
    std::iota(parent.begin(), parent.end(), 0U);
    const auto root = [&parent](std::uint32_t row) {
        while (parent[row] != row) row = parent[row] = parent[parent[row]];
        return row;
    };
    std::map<std::string, std::uint32_t> first;
    for (std::uint32_t row = 0; row < keys.size(); ++row) {
        for (const std::string& key : keys[row]) {
            const std::uint32_t other = root(first.try_emplace(key, row).first->second);
            const std::uint32_t mine = root(row);
            parent[std::max(mine, other)] = std::min(mine, other);
        }
    }
    std::map<std::uint32_t, RowList> groups;
    for (std::uint32_t row = 0; row < parent.size(); ++row) groups[root(row)].push_back(row);
    std::vector<RowList> lists;
    for (auto& entry : groups) lists.push_back(std::move(entry.second));
    return lists;
}

/// Keys first, so that the way an id is written has little to say, then the whole row.
void sort_by_content(
    const Instance& instance, const Recipe::Keys& keys, std::vector<RowList>& groups
) {
    const auto content = [&](std::uint32_t row) {
        return std::pair{keys[row], content_of(instance.rows[row])};
    };
    for (RowList& group : groups) {
        std::sort(group.begin(), group.end(), [&](std::uint32_t a, std::uint32_t b) {
            return content(a) < content(b);
        });
    }
    std::sort(groups.begin(), groups.end(), [&](const RowList& a, const RowList& b) {
        if (a.size() != b.size()) return a.size() > b.size();
        return content(a.front()) < content(b.front());
    });
}

bool fits_caps(const Instance& instance, const RowList& rows) {
    std::uint64_t bytes = header_line(instance).size();
    for (const std::uint32_t row : rows) bytes += row_bytes(instance, row);
    return rows.size() <= instance.caps.rows && bytes <= instance.caps.bytes;
}

std::vector<AnswerBatch> pack_best_fit(
    const Recipe& recipe, const Instance& instance, std::vector<RowList> groups
) {
    std::vector<RowList> batches;
    for (RowList& group : groups) {
        RowList* best = nullptr;
        for (RowList& batch : batches) {
            RowList together = batch;
            together.insert(together.end(), group.begin(), group.end());
            const bool better = best == nullptr || batch.size() > best->size();
            if (better && recipe.fits(instance, together)) best = &batch;
        }
        if (best == nullptr) {
            batches.push_back(std::move(group));
        } else {
            best->insert(best->end(), group.begin(), group.end());
        }
    }
    std::vector<AnswerBatch> packed;
    for (RowList& batch : batches) packed.push_back(batch_of(std::move(batch)));
    return packed;
}

/// One feed for all: batches of the group are sent one after another as far as they share keys.
std::vector<AnswerBatch> cut_into_feed(
    const Recipe& recipe, const Instance& instance, const RowList& group
) {
    std::vector<AnswerBatch> batches;
    RowList batch;
    for (const std::uint32_t row : group) {
        RowList more = batch;
        more.push_back(row);
        if (!batch.empty() && !recipe.fits(instance, more)) {
            batches.push_back(batch_of(std::move(batch), BatchLane::feed));
            more = {row};
        }
        batch = std::move(more);
    }
    batches.push_back(batch_of(std::move(batch), BatchLane::feed));
    return batches;
}

}  // namespace

AnswerBatch batch_of(RowList rows, BatchLane lane) {
    AnswerBatch batch;
    batch.rows = std::move(rows);
    batch.lane = lane;
    return batch;
}

std::string read_key(const std::string& cell) {
    const std::string_view text = trimmed(cell);
    if (text == "#N/A") return {};
    if (const auto id = RecordId::parse(text)) return std::string{id->short_text()};
    return std::string{text};
}

std::vector<std::string> keys_by(
    const Instance& instance,
    std::size_t row,
    const std::function<std::string(const std::string&)>& read
) {
    std::vector<std::string> keys;
    for (std::size_t column = 0; column < instance.columns.size(); ++column) {
        if (!instance.columns[column].is_key) continue;
        std::string key = read(instance.rows[row][column]);
        if (!key.empty()) keys.push_back(std::move(key));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::vector<RowList> pieces_of(const RowList& rows, std::size_t size) {
    std::vector<RowList> pieces;
    for (std::size_t first = 0; first < rows.size(); first += size) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = static_cast<std::ptrdiff_t>(std::min(size, rows.size() - first));
        pieces.emplace_back(begin, begin + count);
    }
    return pieces;
}

Recipe correct_recipe() {
    Recipe recipe;
    recipe.keys = [](const Instance& instance, std::size_t row) {
        return keys_by(instance, row, read_key);
    };
    recipe.group = linked_rows;
    recipe.sort = sort_by_content;
    recipe.fits = fits_caps;
    recipe.pack = pack_best_fit;
    recipe.cut = cut_into_feed;
    recipe.finish = [](const Instance&, std::vector<AnswerBatch>&) {};
    return recipe;
}

Recipe correct_file_recipe() {
    Recipe recipe = correct_recipe();
    recipe.write = [](const Instance& instance, const RowList& rows) {
        return csv_text(instance, rows);
    };
    return recipe;
}

Answer run_recipe(const Recipe& recipe, const Instance& instance) {
    Recipe::Keys keys;
    for (std::size_t row = 0; row < instance.rows.size(); ++row) {
        keys.push_back(recipe.keys(instance, row));
    }
    std::vector<RowList> groups = recipe.group(instance, keys);
    recipe.sort(instance, keys, groups);
    std::vector<RowList> fitting;
    std::vector<AnswerBatch> oversize;
    for (const RowList& group : groups) {
        // A row that fits no batch is alone; there is nothing to keep apart.
        if (recipe.fits(instance, group) || group.size() == 1) {
            fitting.push_back(group);
            continue;
        }
        for (AnswerBatch& batch : recipe.cut(recipe, instance, group)) {
            oversize.push_back(std::move(batch));
        }
    }
    Answer answer;
    answer.batches = recipe.pack(recipe, instance, std::move(fitting));
    answer.batches.insert(answer.batches.end(), oversize.begin(), oversize.end());
    recipe.finish(instance, answer.batches);
    if (!recipe.write) return answer;
    std::vector<BatchFile> files;
    for (const AnswerBatch& batch : answer.batches) {
        files.push_back(
            {"batch-" + std::to_string(files.size() + 1) + ".csv",
             recipe.write(instance, batch.rows),
             batch.lane,
             batch.phase,
             batch.feed_group}
        );
    }
    return answer_of_files(instance, files);
}

std::function<std::unique_ptr<Batcher>()> batcher_of(FunctionBatcher::Function function) {
    return [function] { return std::make_unique<FunctionBatcher>(function); };
}

std::function<std::unique_ptr<Batcher>()> batcher_of(Recipe recipe) {
    return batcher_of([recipe](const Instance& instance, Surroundings) {
        return run_recipe(recipe, instance);
    });
}

}  // namespace rowlock::batcher
