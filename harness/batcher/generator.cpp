#include "harness/batcher/generator.hpp"

#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/judge.hpp"
#include "harness/batcher/structure.hpp"

#include <algorithm>
#include <utility>

namespace rowlock::batcher {
namespace {

/// Beside own ids, which only updates and deletes have.
std::size_t first_parent_column(const Domain& domain) {
    return domain.operation == "insert" ? 0 : 1;
}

std::size_t parent_columns(const Domain& domain) {
    return domain.key_columns.size() - first_parent_column(domain);
}

/// Makes one case, step by step; each step draws from a stream of its own.
class CaseMaker {
public:
    CaseMaker(const GeneratorSettings& settings, std::uint64_t number)
        : settings_(settings), number_(number), random_(Random{settings.seed}.split(number)) {}

    AbstractCase make() {
        const Structure& structure = choose_structure();
        choose_domain(structure);
        choose_caps();
        Random shape = random_.split("shape");
        Draft draft{case_, first_, shape};
        draft.set_size(1 + shape.below(rows_max()));
        if (draft.columns() >= structure.columns_min) structure.fill(draft);
        // Structures build from the cap: the last of their groups may be cut.
        if (case_.rows.size() > settings_.rows_max) draft.set_size(settings_.rows_max);
        name_rows();
        if (case_.rows.size() > 1 && wanted(Feature::duplicates, updates() ? 2 : 4))
            add_duplicates();
        if (wanted(Feature::nulls, 4)) drop_parents();
        shuffle();
        write_ids();
        const bool bytes = wanted(Feature::bytes, 4);
        const bool text = wanted(Feature::text, 3);
        choose_line_ends(bytes || text);
        turn_columns();
        if (text) write_text(bytes);
        if (wanted(Feature::long_fields, 20)) lengthen_a_field();
        if (bytes) limit_bytes();
        choose_file_start();
        leave_out_unwanted();
        return std::move(case_);
    }

private:
    /// Whether `number` is the one of `share` neighbours that the lot falls on. Unlike by chance
    /// alone, even short runs get their share.
    bool lot(std::string_view what, std::uint64_t share, std::uint64_t number) const {
        Random draw = Random{settings_.seed}.split(what).split(number / share);
        return draw.below(share) == number % share;
    }

    /// Whether the feature is asked for and this case, one of `share`, is to have it.
    bool wanted(Feature feature, std::uint64_t share) const {
        return settings_.features.has(feature) && lot(name_of(feature), share, number_);
    }

    /// Rows name their own record.
    bool updates() const { return first_ == 1; }

    /// Of the rows that a structure hangs together; it may go up to settings_.rows_max.
    std::uint64_t rows_max() const {
        return std::min<std::uint64_t>(settings_.rows_max, 4 + number_ / 4);
    }

    const Structure& choose_structure() const {
        const auto& structures = all_structures();
        return structures[number_ % structures.size()];
    }

    /// One that has the columns, if there is any.
    void choose_domain(const Structure& structure) {
        const auto& domains = settings_.domains.empty() ? standard_domains() : settings_.domains;
        std::vector<const Domain*> fitting;
        for (const Domain& domain : domains) {
            if (parent_columns(domain) >= structure.columns_min) fitting.push_back(&domain);
        }
        if (fitting.empty()) {
            for (const Domain& domain : domains) fitting.push_back(&domain);
        }
        // Turns, not chance. The number of structures is prime, so that each meets all domains.
        const Domain& domain = *fitting[number_ % fitting.size()];
        case_.object = domain.object;
        case_.operation = domain.operation;
        case_.key_columns = domain.key_columns;
        first_ = first_parent_column(domain);
    }

    void choose_caps() {
        Random random = random_.split("caps");
        // Of larger batches a case would not fill three, and little would show.
        const std::uint32_t most =
            std::min(settings_.cap_rows_max, std::max(1U, settings_.rows_max / 3));
        const bool one_row = most == 1 || lot("one row a batch", 8, number_);
        if (!one_row) case_.caps.rows = 2 + static_cast<std::uint32_t>(random.below(most - 1));
        if (one_row) case_.caps.rows = 1;
        case_.caps.chunk_rows = settings_.chunk_rows;
        case_.workers = settings_.workers;
    }

    /// Names in the order of rows, and own ids.
    void name_rows() {
        for (std::size_t row = 0; row < case_.rows.size(); ++row) {
            case_.rows[row].name = static_cast<std::uint16_t>(row);
            if (updates()) {
                case_.rows[row].keys[0].parent = static_cast<ParentNo>(2 * row + 1);
            }
        }
    }

    void add_duplicates() {
        Random random = random_.split("duplicates");
        // One at least has to find room.
        if (case_.rows.size() >= settings_.rows_max) case_.rows.pop_back();
        const std::size_t rows = case_.rows.size();
        const std::size_t sure = random.below(rows);
        for (std::size_t row = 0; row < rows && case_.rows.size() < settings_.rows_max; ++row) {
            if (random.below(4) != 0 && row != sure) continue;
            AbstractRow copy = case_.rows[row];
            // Another edit of the same record, with other parents, or the very same row.
            if (updates() && random.below(2) == 0) {
                const AbstractRow& other = case_.rows[random.below(rows)];
                std::copy(other.keys.begin() + 1, other.keys.end(), copy.keys.begin() + 1);
                copy.name = static_cast<std::uint16_t>(rows + row);
            }
            case_.rows.push_back(std::move(copy));
        }
    }

    void drop_parents() {
        Random random = random_.split("nulls");
        for (AbstractRow& row : case_.rows) {
            for (std::size_t column = first_; column < row.keys.size(); ++column) {
                if (random.below(3) != 0) continue;
                row.keys[column].parent = k_no_parent;
                row.keys[column].blank = static_cast<Blank>(random.below(k_blanks));
            }
        }
    }

    void shuffle() {
        Random random = random_.split("order");
        if (random.below(3) == 0) return;
        for (std::size_t left = case_.rows.size(); left > 1; --left) {
            std::swap(case_.rows[left - 1], case_.rows[random.below(left)]);
        }
    }

    void write_ids() {
        Random random = random_.split("ids");
        const bool forms = wanted(Feature::id_forms, 2);
        const bool spaces = wanted(Feature::spaces, 4);
        const bool twins = wanted(Feature::case_twins, 4);
        case_.scattered_ids = random.below(3) == 0;
        const bool other_letter = random.below(2) == 0;
        if (other_letter) {
            case_.letter_place = static_cast<std::uint8_t>(random.below(k_letter_places));
        }
        for (AbstractRow& row : case_.rows) {
            for (KeyCell& cell : row.keys) {
                const std::uint64_t form = random.below(16);
                if (cell.parent == k_no_parent) continue;
                if (forms && form > 0) cell.form = static_cast<IdForm>(form % (k_id_forms - 1));
                if (forms && form == 0) cell.form = IdForm::bad_suffix;
                if (twins && random.below(4) == 0 && cell.parent % 2 == 1) ++cell.parent;
                if (spaces && random.below(3) == 0) cell.padded = true;
            }
        }
    }

    /// Who gets line ends wrong shows only where bytes are counted, or cells hold some.
    void choose_line_ends(bool matter) {
        if (!settings_.features.has(Feature::text)) return;
        case_.crlf = lot("crlf", matter ? 2 : 5, number_);
        case_.final_line_end = !lot("no final line end", 5, number_);
    }

    void write_text(bool bytes) {
        Random random = random_.split("styles");
        for (AbstractRow& row : case_.rows) {
            row.text = static_cast<TextStyle>(random.below(k_text_styles));
            // Whoever cuts records at every comma finds the wrong keys behind it.
            const bool comma = case_.turned_columns > 0 && random.below(2) == 0;
            if (comma) row.text = TextStyle::comma;
        }
        if (case_.crlf && !case_.rows.empty()) {
            case_.rows[random.below(case_.rows.size())].text = TextStyle::line_feed;
        }
        // Needless quotes are bytes that a batcher which writes files anew does not have.
        if (bytes) return;
        for (Column& column : case_.key_columns) column.quoted = random.below(2) == 0;
    }

    /// In one row.
    void lengthen_a_field() {
        if (case_.rows.empty()) return;
        Random random = random_.split("long fields");
        AbstractRow& row = case_.rows[random.below(case_.rows.size())];
        row.text = TextStyle::empty;
        row.filling = k_long_filling;
    }

    /// A byte order mark, or no byte at all.
    void choose_file_start() {
        case_.byte_order_mark = wanted(Feature::byte_order_mark, 8);
        const bool turn = (number_ / all_structures().size() + settings_.seed) % 2 == 0;
        case_.no_bytes = case_.rows.empty() && turn && settings_.features.has(Feature::empty_files);
    }

    /// In one case of two text stands before the keys, or some of them.
    void turn_columns() {
        Random random = random_.split("columns");
        const std::uint64_t places = case_.key_columns.size() + 1;
        if (lot("columns", 2, number_)) {
            case_.turned_columns = static_cast<std::uint8_t>(1 + random.below(places));
        }
    }

    /// Rows of different sizes, and a cap that about one to four of them reach.
    void limit_bytes() {
        Random random = random_.split("sizes");
        for (AbstractRow& row : case_.rows) {
            const auto filling = static_cast<std::uint16_t>(random.below(2) * random.below(80));
            if (row.filling == 0) row.filling = filling;
        }
        const Instance instance = render(case_);
        std::uint64_t largest = 0;
        for (std::size_t row = 0; row < instance.rows.size(); ++row) {
            largest = std::max(largest, row_bytes(instance, row));
        }
        std::uint64_t room = largest + random.below(3 * largest + 1);
        if (random.below(2) == 0) room = std::max(largest, room_of_group(instance, random));
        // Now and then below the largest row: it fits no batch.
        if (lot("oversize rows", 4, number_ / 4)) room = largest - largest / 8;
        case_.caps.bytes = header_line(instance).size() + std::max<std::uint64_t>(1, room);
    }

    /// What rows that belong together take, or up to two bytes less: who miscounts by a byte shows.
    static std::uint64_t room_of_group(const Instance& instance, Random& random) {
        if (instance.rows.empty()) return 0;
        const auto groups = find_groups(keys_of(instance));
        const std::size_t chosen = groups[random.below(groups.size())];
        std::uint64_t bytes = 0;
        std::uint32_t rows = 0;
        for (std::size_t row = 0; row < groups.size() && rows < instance.caps.rows; ++row) {
            if (groups[row] != chosen) continue;
            bytes += row_bytes(instance, row);
            ++rows;
        }
        return bytes - random.below(3);
    }

    void leave_out_unwanted() {
        const FeatureSet& features = settings_.features;
        for (AbstractRow& row : case_.rows) {
            for (KeyCell& cell : row.keys) {
                if (!features.has(Feature::id_forms)) cell.form = IdForm::long_id;
                if (!features.has(Feature::case_twins) && cell.parent % 2 == 0 && cell.parent > 0) {
                    --cell.parent;
                }
            }
        }
        if (!features.has(Feature::nulls)) give_parents();
        if (!features.has(Feature::oversize_groups)) drop_rows_until_groups_fit();
    }

    void give_parents() {
        for (std::size_t row = 0; row < case_.rows.size(); ++row) {
            for (KeyCell& cell : case_.rows[row].keys) {
                // Above all that structures use.
                constexpr std::size_t k_first = 1'001;
                if (cell.parent == k_no_parent) {
                    cell.parent = static_cast<ParentNo>(k_first + 2 * row);
                }
            }
        }
    }

    void drop_rows_until_groups_fit() {
        while (true) {
            const Instance instance = render(case_);
            const KeyTable keys = keys_of(instance);
            if (groups_fit(instance, keys)) return;
            const auto groups = find_groups(keys);
            const auto sizes = group_sizes(groups);
            const auto largest = static_cast<std::size_t>(
                std::max_element(sizes.begin(), sizes.end()) - sizes.begin()
            );
            const auto last = std::find(groups.rbegin(), groups.rend(), largest);
            case_.rows.erase(case_.rows.begin() + (groups.rend() - last - 1));
        }
    }

    const GeneratorSettings& settings_;
    std::uint64_t number_;
    Random random_;
    AbstractCase case_;
    std::size_t first_ = 0;
};

}  // namespace

AbstractCase make_case(const GeneratorSettings& settings, std::uint64_t number) {
    return CaseMaker{settings, number}.make();
}

}  // namespace rowlock::batcher
