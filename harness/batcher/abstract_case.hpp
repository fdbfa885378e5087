#pragma once

#include "harness/batcher/instance.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// How an id is written, the plainest first. bad_suffix is no form of the id: its three characters
/// are wrong, so that nobody can say which record was meant.
enum class IdForm : std::uint8_t { long_id, short_id, lower, upper, bad_suffix };

/// How a key cell without a key is written.
enum class Blank : std::uint8_t { empty, spaces, not_applicable };

/// What the text of a row is like, the plainest first.
enum class TextStyle : std::uint8_t {
    plain,
    empty,
    comma,
    quotes,
    line_feed,
    carriage_return,
    spaces,
    byte_order_mark,
    emoji,
    combining_mark,
    digits,
};

inline constexpr std::uint8_t k_id_forms = 5;
inline constexpr std::uint8_t k_blanks = 3;
inline constexpr std::uint8_t k_text_styles = 11;
/// Places of a letter in an id: the nine characters of a record's number.
inline constexpr std::uint8_t k_letter_places = 9;

/// `long`, `short`, `lower`, `upper`, `bad-suffix`.
std::string_view name_of(IdForm form);
/// `empty`, `spaces`, `not-applicable`.
std::string_view name_of(Blank blank);
/// `plain`, ..., `digits`.
std::string_view name_of(TextStyle style);

/// Filling of 32,000 characters, each of two bytes.
inline constexpr std::uint16_t k_long_filling = 64'000;

/// A parent by its number. Numbers 1, 3, 5... are parents on their own; 2, 4, 6... are the case
/// twins of the number before: their ids differ in the case of one letter only.
using ParentNo = std::uint16_t;

inline constexpr ParentNo k_no_parent = 0;

struct KeyCell {
    ParentNo parent = k_no_parent;
    IdForm form = IdForm::long_id;
    /// Without a parent only.
    Blank blank = Blank::empty;
    /// A space before the id and a tab behind it.
    bool padded = false;

    bool operator==(const KeyCell&) const = default;
};

struct AbstractRow {
    /// One for each key column.
    std::vector<KeyCell> keys;
    /// Rows of one name and the same keys and text are the same row twice.
    std::uint16_t name = 0;
    TextStyle text = TextStyle::plain;
    /// Bytes of filling.
    std::uint16_t filling = 0;

    bool operator==(const AbstractRow&) const = default;
};

/// A test case before it becomes a file: who shares which parent, how things are written. It is
/// what generators make and what shrinks. Parents count within the object a column refers to.
struct AbstractCase {
    std::string object = "Contact";
    std::string operation = "insert";
    std::vector<Column> key_columns;
    std::vector<AbstractRow> rows;
    Caps caps;
    std::uint32_t workers = 2;
    bool crlf = false;
    bool final_line_end = true;
    /// Before the header line.
    bool byte_order_mark = false;
    /// Without rows only: not even the header line is there.
    bool no_bytes = false;
    /// Every key column twice (metamorphic M5).
    bool doubled_columns = false;
    /// Ids far apart in place of neighbours.
    bool scattered_ids = false;
    /// The letter whose case tells twins apart, counted from the end of the 15 characters.
    std::uint8_t letter_place = 0;
    /// So many of the first columns stand behind the others: text comes before keys.
    std::uint8_t turned_columns = 0;

    bool operator==(const AbstractCase&) const = default;
};

/// The file it stands for.
Instance render(const AbstractCase& abstract);

/// How complicated a case is, part by part, the most important first: smaller is simpler.
using CaseWeight = std::array<std::uint64_t, 9>;
CaseWeight weight_of(const AbstractCase& abstract);

/// What can be wrong with a case that came from a file; empty if it is sound.
std::string fault_of(const AbstractCase& abstract);

}  // namespace rowlock::batcher
