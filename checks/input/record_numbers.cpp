#include "checks/input/record_numbers.hpp"

#include "checks/input/record_name.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/schema/field_defaults.hpp"

#include <algorithm>
#include <cstring>

namespace rowlock {
namespace {

/// The highest byte of a PackedId.
enum class NameForm : std::uint8_t { record_id, short_value, long_value, wrong_id };

constexpr unsigned k_form_shift = 56;
/// A short value: 12 bytes, then its length, the key's number and the form.
constexpr std::size_t k_short_value_max = 12;
constexpr unsigned k_length_shift = 32;
constexpr unsigned k_key_shift = 40;

NameForm form_of(PackedId name) {
    return static_cast<NameForm>(name.high >> k_form_shift);
}

constexpr std::uint64_t form_bits(NameForm form) {
    return std::uint64_t{static_cast<std::uint8_t>(form)} << k_form_shift;
}

PackedId pack_short_value(const NameColumn& column, std::string_view text) {
    char bytes[16] = {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        bytes[i] = column.fold_case ? to_lower(text[i]) : text[i];
    }
    PackedId name;
    std::memcpy(&name.low, bytes, 8);
    std::uint32_t rest = 0;
    std::memcpy(&rest, bytes + 8, 4);
    name.high = rest | std::uint64_t{text.size()} << k_length_shift |
                std::uint64_t{column.key_number} << k_key_shift | form_bits(NameForm::short_value);
    return name;
}

/// The value that was packed, in room for it.
std::string_view short_value(PackedId name, char (&bytes)[k_short_value_max]) {
    const auto rest = static_cast<std::uint32_t>(name.high);
    std::memcpy(bytes, &name.low, 8);
    std::memcpy(bytes + 8, &rest, 4);
    return {bytes, name.high >> k_length_shift & 0xFFU};
}

/// Values that the platform takes for the same one, in one spelling.
std::string one_spelling(const NameColumn& column, std::string_view text) {
    if (column.numeric) {
        std::string digits;
        if (const auto number = parse_number(text)) append_number(digits, *number);
        if (!digits.empty()) return digits;
    }
    return column.fold_case ? to_lower(text) : std::string{text};
}

}  // namespace

NameColumn RecordNumbers::id_column(std::vector<ObjectNo> targets) const {
    NameColumn column;
    column.targets = std::move(targets);
    return column;
}

NameColumn RecordNumbers::key_column(ObjectNo object, FieldNo field) {
    const Field& key = schema_->object(object).field(field);
    NameColumn column = id_column({object});
    if (key.type == FieldType::id) return column;
    column.key = ColumnBinding::ParentKey{object, field};
    column.numeric = holds_number(key.type);
    column.fold_case = !key.case_sensitive && !column.numeric;
    const auto known = std::find_if(keys_.begin(), keys_.end(), [&](const auto& other) {
        return other.object == object && other.field == field;
    });
    column.key_number = static_cast<std::uint16_t>(known - keys_.begin());
    if (known == keys_.end()) {
        keys_.push_back(*column.key);
        key_kinds_.push_back(kind_of(schema_->object(object), field));
    }
    return column;
}

std::optional<PackedId> RecordNumbers::pack(const NameColumn& column, std::string_view cell) {
    if (!column.key) {
        if (const PackedId id = pack_record_id(cell); !id.empty()) return id;
        if (cell.empty() || cell == "#N/A") return PackedId{};
        return std::nullopt;
    }
    if (cell.empty() || cell == "#N/A") return PackedId{};
    if (cell.size() > k_short_value_max || column.numeric) return std::nullopt;
    return pack_short_value(column, cell);
}

std::uint32_t RecordNumbers::number_of(const NameColumn& column, std::string_view cell) {
    return resolved(name_number(column, cell));
}

std::uint32_t RecordNumbers::name_number(const NameColumn& column, std::string_view cell) {
    if (const auto name = pack(column, cell)) return find_or_add(column, *name);
    if (!column.key) {
        const std::string_view text = trimmed(cell);
        if (text.empty()) return k_none;
        if (const PackedId id = pack_record_id(text); !id.empty()) return find_or_add(column, id);
        // The same wrong text in columns of different objects means nothing.
        const auto object =
            column.targets.empty() ? 0U : static_cast<std::uint64_t>(column.targets.front());
        return find_or_add(
            column, {text_number(cell), object << k_key_shift | form_bits(NameForm::wrong_id)}
        );
    }
    const std::string value = one_spelling(column, cell);
    if (value.size() <= k_short_value_max) {
        return find_or_add(column, pack_short_value(column, value));
    }
    const std::uint64_t high =
        std::uint64_t{column.key_number} << k_key_shift | form_bits(NameForm::long_value);
    return find_or_add(column, {text_number(value), high});
}

void RecordNumbers::numbers_of(
    const NameColumn& column, std::span<const PackedId> names, std::span<std::uint32_t> out
) {
    table_.find_or_add(names, out);
    note_objects(column);
    if (links_.empty()) return;
    for (std::uint32_t& number : out) number = resolved(number);
}

std::uint32_t RecordNumbers::find_or_add(const NameColumn& column, PackedId name) {
    const std::uint32_t number = table_.find_or_add(name);
    note_objects(column);
    return number;
}

void RecordNumbers::note_objects(const NameColumn& column) {
    while (objects_.size() < table_.size()) {
        const auto number = static_cast<std::uint32_t>(objects_.size());
        const NamedObject named = object_named(column, table_.id(number));
        if (!named.sure) know(number, k_object_unsure);
        if (has_unsure_case(column, table_.id(number))) know(number, k_case_unsure);
        objects_.push_back(named.object);
    }
}

bool RecordNumbers::has_unsure_case(const NameColumn& column, PackedId name) const {
    if (!column.fold_case || !column.key) return false;
    char bytes[k_short_value_max];
    const bool is_short = form_of(name) == NameForm::short_value;
    const std::string_view text =
        is_short ? short_value(name, bytes) : std::string_view{texts_[name.low - 1]};
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80;
    });
}

/// Of several objects that may be meant, an id's prefix says which. A single one is meant whatever
/// the prefix: those of custom objects differ from org to org.
RecordNumbers::NamedObject RecordNumbers::object_named(const NameColumn& column, PackedId name)
    const {
    if (column.targets.empty()) return {};
    const auto& targets = column.targets;
    if (targets.size() == 1 || form_of(name) != NameForm::record_id) return {targets.front()};
    const ShortId id = unpack_record_id(name);
    const ObjectType* object = schema_->find_by_prefix({id.text[0], id.text[1], id.text[2]});
    const bool meant = object != nullptr &&
                       std::find(targets.begin(), targets.end(), object->number) != targets.end();
    if (!meant) return {targets.front(), false};
    return {object->number, !has_custom_name(object->name)};
}

std::uint32_t RecordNumbers::resolved(std::uint32_t number) const {
    while (number < links_.size() && links_[number] != k_none) number = links_[number];
    return number;
}

void RecordNumbers::link(std::uint32_t other, std::uint32_t number) {
    ROWLOCK_ASSERT(resolved(other) == other && resolved(number) == number);
    if (other == number) return;
    if (links_.size() <= other) links_.resize(other + std::size_t{1}, k_none);
    links_[other] = number;
}

void RecordNumbers::unlink(std::uint32_t name) {
    if (name < links_.size()) links_[name] = k_none;
}

std::uint64_t RecordNumbers::text_number(std::string_view text) {
    // Counted from 1, so that no name is empty.
    if (const auto known = text_numbers_.find(text); known != text_numbers_.end()) {
        return known->second;
    }
    texts_.emplace_back(text);
    text_numbers_.emplace(texts_.back(), texts_.size());
    return texts_.size();
}

std::optional<std::uint32_t> RecordNumbers::find(const RecordId& id) const {
    const std::uint32_t number = table_.find(pack_record_id(id.short_text()));
    if (number == k_none) return std::nullopt;
    return resolved(number);
}

bool RecordNumbers::is_other_name(std::uint32_t number) const {
    const NameForm form = form_of(table_.id(number));
    return form == NameForm::short_value || form == NameForm::long_value;
}

bool RecordNumbers::is_wrong_id(std::uint32_t number) const {
    return form_of(table_.id(number)) == NameForm::wrong_id;
}

bool RecordNumbers::is_of_unknown_object(std::uint32_t number) const {
    const PackedId name = table_.id(number);
    const bool unsure = (known_of(number) & k_object_unsure) != 0;
    if (!unsure || form_of(name) != NameForm::record_id) return false;
    const ShortId id = unpack_record_id(name);
    const KeyPrefix prefix{id.text[0], id.text[1], id.text[2]};
    return schema_->find_by_prefix(prefix) != &schema_->object(objects_[number]);
}

std::optional<RecordId> RecordNumbers::id_of(std::uint32_t number) const {
    const PackedId name = table_.id(number);
    if (form_of(name) != NameForm::record_id) return std::nullopt;
    return RecordId::parse(unpack_record_id(name).view());
}

void RecordNumbers::know(std::uint32_t number, NameKinds kinds) {
    if (known_.size() <= number) known_.resize(number + std::size_t{1});
    known_[number] |= kinds;
}

KeyNaming RecordNumbers::naming_of(std::uint32_t number) const {
    const PackedId name = table_.id(number);
    const ObjectType& object = schema_->object(objects_[number]);
    KeyNaming naming{object.number, has_custom_name(object.name), known_of(number), "Id"};
    switch (form_of(name)) {
        case NameForm::record_id:
            naming.kinds |= k_known_by_id;
            break;
        case NameForm::wrong_id:
            naming.kinds |= k_all_kinds;
            break;
        case NameForm::short_value:
        case NameForm::long_value: {
            const ColumnBinding::ParentKey& key = key_of(name);
            naming.kinds |= key_kinds_[name.high >> k_key_shift & 0xFFFFU];
            naming.by = schema_->object(key.object).field(key.field).name;
            break;
        }
    }
    return naming;
}

void RecordNumbers::append_name(std::uint32_t number, std::string& out) const {
    const PackedId packed = table_.id(number);
    const NameForm form = form_of(packed);
    RecordName name{RecordName::Form::id, objects_[number], FieldNo{0}, {}, known_of(number)};
    if (form == NameForm::record_id) {
        const ShortId id = unpack_record_id(packed);
        name.text = id.view();
        return name.append_to(out);
    }
    char bytes[k_short_value_max];
    name.text = form == NameForm::short_value ? short_value(packed, bytes)
                                              : std::string_view{texts_[packed.low - 1]};
    name.form = RecordName::Form::wrong_id;
    if (form != NameForm::wrong_id) {
        name.form = RecordName::Form::value;
        name.field = key_of(packed).field;
    }
    name.append_to(out);
}

std::string RecordNumbers::name_of(std::uint32_t number) const {
    std::string bytes;
    append_name(number, bytes);
    const auto name = RecordName::read(bytes);
    ROWLOCK_ASSERT(name.has_value());
    return name->shown(schema_->object(name->object).field(name->field).name);
}

const ColumnBinding::ParentKey& RecordNumbers::key_of(PackedId name) const {
    return keys_[name.high >> k_key_shift & 0xFFFFU];
}

void RecordNumbers::forget_after(const Mark& mark) {
    table_.forget_after(mark.names);
    objects_.resize(mark.names);
    if (known_.size() > mark.names) known_.resize(mark.names);
    for (std::size_t i = mark.texts; i < texts_.size(); ++i) text_numbers_.erase(texts_[i]);
    texts_.resize(mark.texts);
}

}  // namespace rowlock
