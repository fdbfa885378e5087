#include "harness/replay/tag_condition.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <memory>
#include <variant>

namespace rowlock {
namespace {

/// Longer texts are no tags, and long text fields cannot be filtered.
constexpr std::size_t k_tag_length_max = 40;

struct FixedText {
    std::string text;
    /// Nothing follows: every row has just this text.
    bool whole = true;
};

/// What all texts of a pattern begin with (see TextColumn).
FixedText fixed_beginning(std::string_view pattern) {
    FixedText fixed;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        const bool doubled = i + 1 < pattern.size() && pattern[i + 1] == c;
        if (c == '{' && !doubled) {
            fixed.whole = false;
            return fixed;
        }
        if ((c == '{' || c == '}') && doubled) ++i;
        fixed.text += c;
    }
    return fixed;
}

std::string escaped(std::string_view text, std::string_view specials) {
    std::string out;
    for (const char c : text) {
        if (specials.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

void add(std::string& condition, const std::string& part) {
    if (!condition.empty()) condition += " AND ";
    condition += part;
}

/// As a SOQL literal.
std::string quoted(std::string_view text) {
    return "'" + escaped(text, "'\\") + "'";
}

/// What fields of other types than text hold, and SOQL writes without quotes.
bool looks_unquoted(std::string_view text) {
    return parse_number(text) || parse_date(text) || parse_datetime(text) ||
           equal_ignoring_case(text, "true") || equal_ignoring_case(text, "false");
}

/// Whether an org compares a field with texts.
class TextFields {
public:
    TextFields(const Load& load, const std::string& object) {
        auto schema = read_schema_file(load.schema.text);
        if (!schema) return;
        schema_ = std::move(*schema);
        type_ = schema_->find(object);
    }

    bool may_equal(const std::string& field_name, std::string_view text) const {
        const Field* field = find(field_name);
        if (field == nullptr) return !looks_unquoted(text);
        const bool is_text = holds_text(field->type) || field->type == FieldType::reference;
        return is_text && field->filterable;
    }

    /// Whether records are known by the beginning of the field's text: of an external id.
    /// `is_key`: an upsert knows them by it, whatever the schema says.
    bool may_tell_records(const std::string& field_name, bool is_key) const {
        const Field* field = find(field_name);
        if (field == nullptr) return is_key;
        return (is_key || field->external_id) && holds_text(field->type) && field->filterable;
    }

private:
    /// Null if the schema does not know it.
    const Field* find(const std::string& field_name) const {
        return type_ == nullptr ? nullptr : type_->find_field(field_name);
    }

    std::shared_ptr<const Schema> schema_;
    /// Null if the schema does not know the object.
    const ObjectType* type_ = nullptr;
};

}  // namespace

std::string tag_condition(const Load& load, const LoadStep& step) {
    const auto* generated = std::get_if<GeneratedSpec>(&load.sources[step.source].rows);
    if (generated == nullptr) return {};
    const TextFields fields{load, load.sources[step.source].object};
    std::string condition;
    for (const ColumnSpec& column : generated->columns) {
        const auto* text = std::get_if<TextColumn>(&column.content);
        if (text == nullptr) continue;
        const FixedText fixed = fixed_beginning(text->pattern);
        if (fixed.text.empty()) continue;
        if (fixed.whole) {
            const bool is_short = fixed.text.size() <= k_tag_length_max;
            if (!is_short || !fields.may_equal(column.name, fixed.text)) continue;
            add(condition, column.name + " = " + quoted(fixed.text));
        } else if (fields.may_tell_records(
                       column.name, equal_ignoring_case(column.name, step.external_id)
                   )) {
            add(condition, column.name + " LIKE '" + escaped(fixed.text, "'\\%_") + "%'");
        }
    }
    return condition;
}

bool tells_own_records(const std::string& tag) {
    constexpr std::size_t k_letters_min = 3;
    constexpr std::string_view k_like = " LIKE '";
    const auto like = tag.find(k_like);
    if (like == std::string::npos) return false;
    std::size_t letters = 0;
    for (std::size_t i = like + k_like.size(); i < tag.size() && tag[i] != '%'; ++i) {
        if (tag[i] == '\\') ++i;
        ++letters;
    }
    return letters >= k_letters_min;
}

}  // namespace rowlock
