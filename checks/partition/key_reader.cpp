#include "checks/partition/key_reader.hpp"

#include "checks/input/id_table.hpp"
#include "checks/input/record_name.hpp"
#include "checks/partition/little_endian.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace rowlock {
namespace {

constexpr std::size_t k_records_max = std::size_t{1} << 31;
constexpr KeyUse k_missing{0x7fff'ffff, true};

/// Numbers the names of one partition.
class NameNumbers {
public:
    /// Empty for an id that is none.
    PackedId pack(const RecordName& name, std::string_view bytes) {
        if (name.form == RecordName::Form::id) return pack_record_id(name.text);
        const auto [at, is_new] = texts_.try_emplace(bytes, texts_.size() + 1);
        // No packed id has anything in the highest byte.
        return {at->second, std::uint64_t{1} << 56U};
    }

    void find_or_add(std::span<const PackedId> names, std::span<std::uint32_t> numbers) {
        table_.find_or_add(names, numbers);
    }

private:
    IdTable table_;
    std::unordered_map<std::string_view, std::uint64_t> texts_;
};

/// What names of a part may speak of.
class KnownNames {
public:
    explicit KnownNames(const PartSummary& summary) : objects_(summary.objects.size()) {
        for (const auto& field : summary.key_fields) fields_.emplace(field.object, field.field);
    }

    bool has(const RecordName& name) const {
        const auto object = static_cast<std::uint16_t>(name.object);
        if (object >= objects_) return false;
        return name.form != RecordName::Form::value ||
               fields_.contains({object, static_cast<std::uint16_t>(name.field)});
    }

private:
    std::size_t objects_;
    std::set<std::pair<std::uint16_t, std::uint16_t>> fields_;
};

class Numbering {
public:
    Numbering(const std::vector<PartFile>& parts, std::span<KeyUse> uses)
        : parts_(parts), uses_(uses) {}

    Result<NumberedRecords> run() {
        std::fill(uses_.begin(), uses_.end(), k_missing);
        for (std::uint32_t partition = 0; partition < parts_.front().partitions(); ++partition) {
            NameNumbers names;
            first_of_partition_ = records_.places.size();
            std::uint64_t first_use = 0;
            for (std::size_t part = 0; part < parts_.size(); ++part) {
                const KnownNames known{parts_[part].summary()};
                for (const std::string_view block : parts_[part].keys(partition)) {
                    const bool good = read_block(block, part, first_use, known, names);
                    if (!good) return parts_[part].refuse("its keys make no sense");
                }
                first_use += parts_[part].summary().uses;
            }
        }
        if (std::find(uses_.begin(), uses_.end(), k_missing) != uses_.end()) {
            return parts_.front().refuse("keys of it, or of a part beside it, are missing");
        }
        return std::move(records_);
    }

private:
    bool read_block(
        std::string_view block,
        std::size_t part,
        std::uint64_t first_use,
        const KnownNames& known,
        NameNumbers& names
    ) {
        positions_.clear();
        packed_.clear();
        places_.clear();
        const char* const text = parts_[part].text().data();
        ByteReader bytes{block};
        auto position = bytes.number<std::uint64_t>();
        while (!bytes.rest().empty()) {
            position += bytes.short_number();
            const auto place = static_cast<std::uint64_t>(bytes.rest().data() - text);
            const std::string_view written = bytes.text();
            const auto name = RecordName::read(written);
            if (!name || !known.has(*name)) return false;
            if (position >= parts_[part].summary().uses) return false;
            records_.has_values |= name->form == RecordName::Form::value;
            packed_.push_back(names.pack(*name, written));
            if (packed_.back().empty()) return false;
            positions_.push_back(first_use + position);
            places_.push_back(std::uint64_t{part} << NumberedRecords::k_part_shift | place);
        }
        return !bytes.ran_out() && number_block(names);
    }

    bool number_block(NameNumbers& names) {
        numbers_.resize(packed_.size());
        names.find_or_add(packed_, numbers_);
        for (std::size_t i = 0; i < numbers_.size(); ++i) {
            const std::size_t number = first_of_partition_ + numbers_[i];
            if (number == records_.places.size()) records_.places.push_back(places_[i]);
            KeyUse& use = uses_[positions_[i]];
            if (use != k_missing || number >= k_records_max - 1) return false;
            use = KeyUse{static_cast<KeyNo>(number), false};
        }
        return true;
    }

    const std::vector<PartFile>& parts_;
    std::span<KeyUse> uses_;
    NumberedRecords records_;
    std::size_t first_of_partition_ = 0;
    std::vector<std::uint64_t> positions_;
    std::vector<PackedId> packed_;
    std::vector<std::uint64_t> places_;
    std::vector<std::uint32_t> numbers_;
};

}  // namespace

Result<NumberedRecords> number_records(const std::vector<PartFile>& parts, std::span<KeyUse> uses) {
    return Numbering{parts, uses}.run();
}

std::string_view name_at(const std::vector<PartFile>& parts, std::uint64_t place) {
    const std::string_view text = parts[place >> NumberedRecords::k_part_shift].text();
    const std::uint64_t offset = place & ((std::uint64_t{1} << NumberedRecords::k_part_shift) - 1);
    return ByteReader{text.substr(offset)}.text();
}

}  // namespace rowlock
