#include "checks/input/record_name.hpp"

#include "mockorg/base/record_id.hpp"

namespace rowlock {
namespace {

void append_number(std::string& out, std::uint16_t number) {
    out.push_back(static_cast<char>(number & 0xFFU));
    out.push_back(static_cast<char>(number >> 8U));
}

std::uint16_t number_at(std::string_view bytes, std::size_t at) {
    const auto low = static_cast<unsigned char>(bytes[at]);
    const auto high = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint16_t>(low | high << 8U);
}

}  // namespace

void RecordName::append_to(std::string& out) const {
    const std::uint8_t flag = more == 0 ? 0 : k_more_flag;
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(static_cast<unsigned>(form) | flag)));
    append_number(out, static_cast<std::uint16_t>(object));
    append_number(out, static_cast<std::uint16_t>(field));
    if (more != 0) {
        for (unsigned shift = 0; shift < 64; shift += 16) {
            append_number(out, static_cast<std::uint16_t>(more >> shift & 0xFFFFU));
        }
    }
    out += text;
}

std::optional<RecordName> RecordName::read(std::string_view bytes) {
    if (bytes.size() <= k_head_bytes) return std::nullopt;
    const auto first = static_cast<std::uint8_t>(bytes.front());
    const auto form = static_cast<std::uint8_t>(first & ~k_more_flag);
    if (form > static_cast<std::uint8_t>(Form::wrong_id)) return std::nullopt;
    RecordName name;
    name.form = static_cast<Form>(form);
    name.object = ObjectNo{number_at(bytes, 1)};
    name.field = FieldNo{number_at(bytes, 3)};
    name.text = bytes.substr(k_head_bytes);
    if (form != first) {
        if (name.text.size() <= k_more_bytes) return std::nullopt;
        for (std::size_t i = 0; i < k_more_bytes; i += 2) {
            name.more |= NameKinds{number_at(name.text, i)} << (8 * i);
        }
        if (name.more == 0) return std::nullopt;
        name.text.remove_prefix(k_more_bytes);
    }
    if (name.form == Form::id && name.text.size() != RecordId::k_significant) return std::nullopt;
    return name;
}

std::string RecordName::shown(std::string_view field_name) const {
    if (form == Form::value) return std::string{field_name} + " = " + std::string{text};
    if (form == Form::id) {
        if (const auto id = RecordId::parse(text)) return id->text();
    }
    return std::string{text};
}

}  // namespace rowlock
