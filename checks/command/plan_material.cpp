#include "checks/command/plan_material.hpp"

#include "checks/command/row_content.hpp"
#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace rowlock {
namespace {

std::string_view without_line_end(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

/// The header row alone: blank lines and a byte-order mark before it are not part of it.
std::string_view header_row(const CsvSource& source) {
    std::string_view header = without_byte_order_mark(without_line_end(source.header()));
    while (header.starts_with('\n') || header.starts_with('\r')) header.remove_prefix(1);
    return header;
}

}  // namespace

Result<PlanMaterial> PlanMaterial::make(const LoadedInput& input, const LoadFiles& load) {
    PlanMaterial made{input.keys()};
    for (const LoadedFile& file : input.files()) {
        const std::string_view header = header_row(file.source);
        if (made.header_.empty()) {
            made.header_ = header;
            made.line_end_ = file.source.header().ends_with("\r\n") ? "\r\n" : "\n";
        }
        if (header != made.header_) {
            return fail(
                ErrorCode::bad_configuration,
                file.source.path + ": its header line is not that of " +
                    input.files().front().source.path +
                    " (other columns, order or delimiter); plan files of different headers one by "
                    "one"
            );
        }
    }
    const std::size_t rows = input.keys().row_count();
    made.rows_.reserve(rows);
    made.row_bytes_.reserve(rows);
    for (RowNo row = 0; row < rows; ++row) {
        const std::string_view text = without_line_end(input.row_text(row));
        made.rows_.push_back(text);
        made.row_bytes_.push_back(static_cast<std::uint32_t>(text.size() + made.line_end_.size()));
    }
    made.rank_keys(input, load);
    made.rank_rows(input, load);
    if (load.operation != WriteOperation::insert) made.find_own_keys(input, load);
    return made;
}

void PlanMaterial::rank_keys(const LoadedInput& input, const LoadFiles& load) {
    const std::size_t count = keys_->key_count();
    std::vector<KeyName> names;
    names.reserve(count);
    for (KeyNo key = 0; key < count; ++key) {
        names.push_back(input.key_name(key));
        of_own_object_.push_back(equal_ignoring_case(names.back().object, load.object));
    }
    std::vector<KeyNo> order(count);
    std::iota(order.begin(), order.end(), KeyNo{0});
    std::sort(order.begin(), order.end(), [&names](KeyNo a, KeyNo b) {
        return std::tie(names[a].object, names[a].record, a) <
               std::tie(names[b].object, names[b].record, b);
    });
    key_rank_.resize(count);
    for (std::uint32_t rank = 0; rank < count; ++rank) key_rank_[order[rank]] = rank;
}

void PlanMaterial::rank_rows(const LoadedInput& input, const LoadFiles& load) {
    row_rank_.reserve(rows_.size());
    for (const LoadedFile& file : input.files()) {
        RowContent content{file.source, load.external_id_field};
        for (RowNo row = file.first_row; row < file.first_row + file.rows; ++row) {
            // Values of a case-sensitive key that differ in case are two records.
            std::uint64_t keys = 0;
            for (const KeyUse use : keys_->of(row)) keys += hash_combine(1, key_rank_[use.key()]);
            row_rank_.push_back(hash_combine(content.hash(rows_[row]), keys));
        }
    }
}

void PlanMaterial::find_own_keys(const LoadedInput& input, const LoadFiles& load) {
    own_keys_.assign(keys_->row_count(), k_no_key);
    for (RowNo row = 0; row < keys_->row_count(); ++row) {
        const auto uses = keys_->of(row);
        const auto candidates = std::count_if(uses.begin(), uses.end(), [&](KeyUse use) {
            return of_own_object_[use.key()];
        });
        if (candidates == 0) continue;
        if (candidates == 1) {
            const auto own = std::find_if(uses.begin(), uses.end(), [&](KeyUse use) {
                return of_own_object_[use.key()];
            });
            own_keys_[row] = own->key();
            continue;
        }
        // Its parent is of the same object: only the rules tell which is which.
        for (const ExplainedKey& key : input.explain(row)) {
            const bool by_key = key.rule == "external-id";
            const bool by_id = load.external_id_field.empty() && of_own_object_[key.key];
            if (!by_key && !by_id) continue;
            own_keys_[row] = key.key;
            break;
        }
    }
}

PlanInput PlanMaterial::input() const {
    return {*keys_, row_bytes_, key_rank_, row_rank_, own_keys_};
}

}  // namespace rowlock
