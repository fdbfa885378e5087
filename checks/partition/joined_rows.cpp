#include "checks/partition/joined_rows.hpp"

#include "checks/input/first_use_order.hpp"
#include "checks/input/record_name.hpp"
#include "checks/partition/disk_memory.hpp"
#include "checks/partition/key_reader.hpp"
#include "mockorg/schema/field_defaults.hpp"

#include <algorithm>
#include <limits>

namespace rowlock {

Result<std::unique_ptr<JoinedRows>> JoinedRows::join(
    std::vector<PartFile> parts, std::vector<LoadedFile> files, const std::string& folder
) {
    std::unique_ptr<JoinedRows> joined{new JoinedRows};
    joined->parts_ = std::move(parts);
    joined->files = std::move(files);
    RowNo first_row = 0;
    for (LoadedFile& file : joined->files) {
        file.first_row = first_row;
        first_row += file.rows;
    }
    std::map<std::uint16_t, std::size_t> positions;
    for (const auto& field : joined->parts_.front().summary().key_fields) {
        // Field 0 is Id.
        const NameKinds kind =
            field.field == 0 ? k_known_by_id : kind_of_key(positions[field.object]++);
        joined->key_fields_[{field.object, field.field}] = {field.name, kind};
    }
    const auto disk = std::make_shared<DiskMemory>(folder);
    joined->memory = disk;
    auto blocks = find_row_blocks(joined->parts_);
    if (!blocks) return Failure{std::move(blocks.error())};
    joined->blocks_ = *std::move(blocks);
    try {
        if (auto read = joined->join_keys(); !read) return Failure{std::move(read.error())};
    } catch (const std::bad_alloc&) {
        if (!disk->error()) throw;
        return Failure{*disk->error()};
    }
    return joined;
}

Result<void> JoinedRows::join_keys() {
    std::uint64_t use_count = 0;
    for (const PartFile& part : parts_) {
        // Each use has a byte at least.
        const std::uint64_t uses = part.summary().uses;
        if (uses > part.text().size()) return part.refuse("it has fewer keys than it says");
        use_count += uses;
        if (use_count >= std::numeric_limits<std::uint32_t>::max()) {
            return part.refuse("with it, there are more than 4 billion keys");
        }
    }
    std::pmr::vector<std::uint32_t> ends{memory.get()};
    std::pmr::vector<KeyUse> uses{memory.get()};
    ends.reserve(files.empty() ? 0 : files.back().first_row + std::size_t{files.back().rows});
    uses.resize(use_count);
    auto records = number_records(parts_, uses);
    if (!records) return Failure{std::move(records.error())};
    name_places_ = std::move(records->places);
    names_vary_ = records->has_values;
    if (auto read = read_rows(ends, uses); !read) return read;
    KeyNumbers numbers = number_keys_by_first_use(uses, name_places_.size());
    number_of_key_ = std::move(numbers.number_of_key);
    keys = RowKeys{std::move(ends), std::move(uses), numbers.key_count};
    return {};
}

/// Fills in where rows end, and which uses are soft.
Result<void> JoinedRows::read_rows(std::pmr::vector<std::uint32_t>& ends, std::span<KeyUse> uses)
    const {
    std::uint64_t end = 0;
    const std::size_t rules = parts_.front().summary().rules.size();
    for (const RowBlock& block : blocks_) {
        RowReader reader{block};
        for (std::uint32_t row = 0; row < block.rows; ++row) {
            const bool good = reader.next() && end + reader.uses().size() <= uses.size();
            if (!good)
                return parts_.front().refuse("rows of it, or of a part beside it, are damaged");
            for (const std::uint32_t said : reader.uses()) {
                if (said / 2 > rules) return parts_.front().refuse("a lock rule is unknown");
                uses[end] = KeyUse{uses[end].key(), said % 2 == 1};
                ++end;
            }
            ends.push_back(static_cast<std::uint32_t>(end));
        }
    }
    if (end != uses.size()) return parts_.front().refuse("keys belong to no row");
    return {};
}

std::optional<KeyNo> JoinedRows::find_written_in_two(const std::vector<std::uint32_t>& rules
) const {
    std::vector<std::uint32_t> part_of_file;
    for (std::uint32_t part = 0; part < parts_.size(); ++part) {
        const std::size_t count = parts_[part].summary().files.size();
        part_of_file.insert(part_of_file.end(), count, part);
    }
    constexpr std::uint32_t k_none = 0xffff'ffff;
    std::vector<std::uint32_t> part_of_key(keys.key_count(), k_none);
    for (const RowBlock& block : blocks_) {
        const std::uint32_t part = part_of_file[block.file];
        RowReader reader{block};
        for (std::uint32_t i = 0; i < block.rows; ++i) {
            reader.next();
            std::size_t use = 0;
            for (const KeyUse each : keys.of(block.first_row + i)) {
                const std::uint32_t rule = reader.uses()[use++] / 2;
                if (std::find(rules.begin(), rules.end(), rule) == rules.end()) continue;
                std::uint32_t& known = part_of_key[each.key()];
                if (known != k_none && known != part) return each.key();
                known = part;
            }
        }
    }
    return std::nullopt;
}

std::string_view JoinedRows::name_of(KeyNo key) const {
    const std::uint32_t number = number_of_key_.empty() ? key : number_of_key_[key];
    return name_at(parts_, name_places_[number]);
}

std::string_view JoinedRows::key_object(KeyNo key) const {
    const auto object = RecordName::read(name_of(key))->object;
    return parts_.front().summary().objects[static_cast<std::size_t>(object)];
}

KeyName JoinedRows::key_name(KeyNo key) const {
    const auto name = *RecordName::read(name_of(key));
    const auto field = key_fields_.find(
        {static_cast<std::uint16_t>(name.object), static_cast<std::uint16_t>(name.field)}
    );
    const std::string_view field_name =
        field == key_fields_.end() ? std::string_view{} : std::string_view{field->second.name};
    return {std::string{key_object(key)}, name.shown(field_name)};
}

KeyNaming JoinedRows::key_naming(KeyNo key) const {
    const auto name = *RecordName::read(name_of(key));
    const bool custom = has_custom_name(key_object(key));
    KeyNaming naming{name.object, custom, name.more, "Id"};
    if (name.form == RecordName::Form::id) naming.kinds |= k_known_by_id;
    if (name.form == RecordName::Form::wrong_id) naming.kinds |= k_all_kinds;
    if (name.form != RecordName::Form::value) return naming;
    const KeyField& field = key_fields_.at(
        {static_cast<std::uint16_t>(name.object), static_cast<std::uint16_t>(name.field)}
    );
    naming.kinds |= field.kind;
    naming.by = field.name;
    return naming;
}

const RowReader& JoinedRows::find(RowNo row) const {
    const bool behind = block_ != nullptr && row + 1 >= block_->first_row + reader_.count() &&
                        row < block_->first_row + block_->rows && row >= block_->first_row;
    if (!behind) {
        const auto next = std::upper_bound(
            blocks_.begin(),
            blocks_.end(),
            row,
            [](RowNo number, const RowBlock& block) { return number < block.first_row; }
        );
        block_ = &*(next - 1);
        reader_ = RowReader{*block_};
    }
    while (block_->first_row + reader_.count() <= row) reader_.next();
    return reader_;
}

RowOrigin JoinedRows::origin(RowNo row) const {
    const RowReader& found = find(row);
    const LoadedFile& file = files[block_->file];
    return {block_->file, std::uint64_t{row} - file.first_row + 1, found.line_feeds() + 1};
}

std::string_view JoinedRows::row_text(RowNo row) const {
    const RowReader& found = find(row);
    const std::string_view text = files[block_->file].source.text();
    return found.offset() < text.size() ? text.substr(found.offset(), found.size())
                                        : std::string_view{};
}

std::uint32_t JoinedRows::byte_size(RowNo row) const {
    return find(row).size();
}

std::vector<ExplainedKey> JoinedRows::explain(RowNo row) {
    const RowReader& found = find(row);
    const auto& rules = parts_.front().summary().rules;
    std::vector<ExplainedKey> explained;
    std::size_t i = 0;
    for (const KeyUse use : keys.of(row)) {
        const std::size_t rule = found.uses()[i++] / 2;
        explained.push_back(
            {use.key(), use.soft(), rule == rules.size() ? "external-id" : rules[rule]}
        );
    }
    return explained;
}

}  // namespace rowlock
