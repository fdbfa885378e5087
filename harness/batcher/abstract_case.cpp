#include "harness/batcher/abstract_case.hpp"

#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace rowlock::batcher {
namespace {

constexpr std::array<std::string_view, k_id_forms> k_form_names{
    "long", "short", "lower", "upper", "bad-suffix"};
constexpr std::array<std::string_view, k_blanks> k_blank_names{"empty", "spaces", "not-applicable"};
constexpr std::array<std::string_view, k_text_styles> k_style_names{
    "plain",
    "empty",
    "comma",
    "quotes",
    "line-feed",
    "carriage-return",
    "spaces",
    "byte-order-mark",
    "emoji",
    "combining-mark",
    "digits"};

char to_case(char c, bool upper) {
    if (upper) return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string in_case(std::string text, bool upper) {
    std::transform(text.begin(), text.end(), text.begin(), [upper](char c) {
        return to_case(c, upper);
    });
    return text;
}

/// The character at the case's place is a letter whose case tells twins apart.
RecordId id_of(const Column& column, ParentNo parent, const AbstractCase& abstract) {
    constexpr std::uint64_t k_letters = 26;
    constexpr std::uint64_t k_base = 62;
    constexpr std::uint64_t k_first_upper = 10;
    constexpr std::uint64_t k_first_lower = 36;
    const std::uint64_t index = (parent - 1U) / 2U;
    const bool twin = parent % 2 == 0;
    const std::uint64_t letter = (twin ? k_first_lower : k_first_upper) + index % k_letters;
    // Multiplying by a number without a common divisor keeps ids apart.
    constexpr std::uint64_t k_step = 7'919;
    constexpr std::uint64_t k_range = 1'000'003;
    const std::uint64_t rest =
        abstract.scattered_ids ? (index + 1) * k_step % k_range : index / k_letters;
    std::uint64_t weight = 1;
    for (unsigned place = 0; place < abstract.letter_place; ++place) weight *= k_base;
    const std::uint64_t above = rest / weight * weight * k_base;
    const std::uint64_t number = above + letter * weight + rest % weight;
    return RecordId::make(column.prefix, {'0', '0', '0'}, number);
}

std::string with_wrong_suffix(std::string id) {
    char& last = id.back();
    last = last == '5' ? 'A' : '5';
    return id;
}

std::string id_text(const RecordId& id, IdForm form) {
    switch (form) {
        case IdForm::long_id:
            return id.text();
        case IdForm::short_id:
            return std::string{id.short_text()};
        case IdForm::lower:
            return in_case(id.text(), false);
        case IdForm::upper:
            return in_case(id.text(), true);
        case IdForm::bad_suffix:
            return with_wrong_suffix(id.text());
    }
    return {};
}

std::string key_cell_text(const KeyCell& cell, const Column& column, const AbstractCase& abstract) {
    if (cell.parent == k_no_parent) {
        if (cell.blank == Blank::spaces) return "  ";
        return cell.blank == Blank::not_applicable ? "#N/A" : "";
    }
    std::string text = column.external ? column.object + "-" + std::to_string(cell.parent)
                                       : id_text(id_of(column, cell.parent, abstract), cell.form);
    return cell.padded ? " " + text + "\t" : text;
}

/// a, b, ... z, aa, ab, ...
std::string name_text(std::uint16_t name) {
    std::string text;
    for (unsigned rest = name + 1U; rest > 0; rest = (rest - 1) / 26) {
        text.insert(text.begin(), static_cast<char>('a' + (rest - 1) % 26));
    }
    return text;
}

std::string description(const AbstractRow& row, bool crlf) {
    std::string text;
    switch (row.text) {
        case TextStyle::plain:
            text = "a";
            break;
        case TextStyle::empty:
            break;
        case TextStyle::comma:
            // Another one in every row: rows cut at it must not look alike.
            text = "a," + name_text(static_cast<std::uint16_t>(row.name + 1));
            break;
        case TextStyle::quotes:
            text = "a \"b\"";
            break;
        case TextStyle::line_feed:
            text = crlf ? "a\r\nb" : "a\nb";
            break;
        case TextStyle::carriage_return:
            text = "a\rb";
            break;
        case TextStyle::spaces:
            text = " a ";
            break;
        case TextStyle::byte_order_mark:
            text =
                "\xEF\xBB\xBF"
                "a";
            break;
        case TextStyle::emoji:
            text = "\xF0\x9F\x94\x92";
            break;
        case TextStyle::combining_mark:
            text = "e\xCC\x81";
            break;
        case TextStyle::digits:
            text = "007";
            break;
    }
    // Two bytes a character: who counts characters counts less.
    for (unsigned i = 0; i + 1 < row.filling; i += 2) text += "\xC3\xA9";
    if (row.filling % 2 == 1) text += 'x';
    return text;
}

template <class Cell>
void turn_columns(const AbstractCase& abstract, std::vector<Cell>& cells) {
    const auto turned = static_cast<std::ptrdiff_t>(abstract.turned_columns % cells.size());
    std::rotate(cells.begin(), cells.begin() + turned, cells.end());
}

std::vector<std::string> render_row(const AbstractCase& abstract, const AbstractRow& row) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < abstract.key_columns.size(); ++i) {
        cells.push_back(key_cell_text(row.keys[i], abstract.key_columns[i], abstract));
    }
    const std::vector<std::string> keys = cells;
    cells.push_back(name_text(row.name));
    cells.push_back(description(row, abstract.crlf));
    turn_columns(abstract, cells);
    // At the end, where they do not change the order of rows by content.
    if (abstract.doubled_columns) cells.insert(cells.end(), keys.begin(), keys.end());
    return cells;
}

AbstractCase with_no_rows(const AbstractCase& abstract) {
    AbstractCase bare;
    bare.key_columns = abstract.key_columns;
    bare.doubled_columns = abstract.doubled_columns;
    bare.crlf = abstract.crlf;
    return bare;
}

}  // namespace

std::string_view name_of(IdForm form) {
    return k_form_names[static_cast<std::size_t>(form)];
}

std::string_view name_of(Blank blank) {
    return k_blank_names[static_cast<std::size_t>(blank)];
}

std::string_view name_of(TextStyle style) {
    return k_style_names[static_cast<std::size_t>(style)];
}

Instance render(const AbstractCase& abstract) {
    Instance instance;
    instance.object = abstract.object;
    instance.operation = abstract.operation;
    instance.columns = abstract.key_columns;
    for (const char* name : {"Name", "Description"}) {
        Column column;
        column.name = name;
        instance.columns.push_back(std::move(column));
    }
    turn_columns(abstract, instance.columns);
    if (abstract.doubled_columns) {
        for (Column column : abstract.key_columns) {
            column.name += "_again";
            instance.columns.push_back(std::move(column));
        }
    }
    for (const AbstractRow& row : abstract.rows) {
        instance.rows.push_back(render_row(abstract, row));
    }
    instance.caps = abstract.caps;
    instance.workers = abstract.workers;
    instance.line_ending = abstract.crlf ? LineEnding::crlf : LineEnding::lf;
    instance.final_line_end = abstract.final_line_end;
    instance.byte_order_mark = abstract.byte_order_mark;
    instance.no_bytes = abstract.no_bytes && abstract.rows.empty();
    return instance;
}

CaseWeight weight_of(const AbstractCase& abstract) {
    CaseWeight weight{};
    auto& [rows, keys, parents, columns, writing, caps, size, settings, names] = weight;
    std::set<ParentNo> distinct;
    rows = abstract.rows.size();
    columns = abstract.key_columns.size();
    for (const AbstractRow& row : abstract.rows) {
        for (const KeyCell& cell : row.keys) {
            if (cell.parent != k_no_parent) {
                ++keys;
                distinct.insert(cell.parent);
                names += cell.parent;
            }
            writing += static_cast<std::uint64_t>(cell.form) +
                       static_cast<std::uint64_t>(cell.blank) + (cell.padded ? 1U : 0U);
        }
        writing += static_cast<std::uint64_t>(row.text);
        size += row.filling;
        names += row.name;
    }
    parents = distinct.size();
    caps = abstract.caps.rows + abstract.caps.chunk_rows + abstract.workers;
    const auto plain = AbstractCase{}.caps.bytes;
    settings = (abstract.crlf ? 1U : 0U) + (abstract.final_line_end ? 0U : 1U) +
               (abstract.byte_order_mark ? 1U : 0U) + (abstract.no_bytes ? 1U : 0U) +
               (abstract.scattered_ids ? 1U : 0U) + (abstract.doubled_columns ? 1U : 0U) +
               (abstract.caps.bytes == plain ? 0U : 1U);
    if (abstract.caps.bytes != plain) size += abstract.caps.bytes;
    settings += abstract.letter_place + abstract.turned_columns;
    for (const Column& column : abstract.key_columns) {
        settings += (column.external ? 1U : 0U) + (column.quoted ? 1U : 0U);
    }
    return weight;
}

std::string fault_of(const AbstractCase& abstract) {
    constexpr std::uint32_t k_count_max = 1'000'000;
    constexpr ParentNo k_parent_max = 60'000;
    const auto in_range = [](std::uint32_t value) { return value >= 1 && value <= k_count_max; };
    if (!in_range(abstract.caps.rows) || !in_range(abstract.caps.chunk_rows) ||
        !in_range(abstract.workers) || abstract.caps.bytes < 1) {
        return "a cap is out of range";
    }
    if (abstract.letter_place >= k_letter_places) return "letterPlace is out of range";
    for (const AbstractRow& row : abstract.rows) {
        if (row.keys.size() != abstract.key_columns.size()) {
            return "a row has not one key for each key column";
        }
        const bool high = std::any_of(row.keys.begin(), row.keys.end(), [](const KeyCell& cell) {
            return cell.parent > k_parent_max;
        });
        if (high) return "a parent's number is out of range";
    }
    if (abstract.caps.bytes <= header_line(render(with_no_rows(abstract))).size()) {
        return "the header alone has more bytes than a batch";
    }
    return {};
}

}  // namespace rowlock::batcher
