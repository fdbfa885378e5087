#pragma once

#include "mockorg/base/cow_vector.hpp"
#include "mockorg/store/cell.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// A reference that became empty because the record it referred to was deleted.
struct ClearedReference {
    RecordHandle child;
    FieldNo field{};
    RecordHandle target;

    bool operator==(const ClearedReference&) const = default;
};

/// What went into the recycle bin together: for each delete, known by the record that was named
/// (its head), the records it took along and the references it cleared. A delete that took nothing
/// along and cleared nothing costs nothing. Copies are cheap. One thread.
class DeleteGroups {
public:
    void take_along(RecordHandle head, RecordHandle companion);

    /// Whose delete took the record along; nothing for others.
    std::optional<RecordHandle> head_of(RecordHandle record) const;

    /// The record is not to come back any more, by whatever undelete.
    void lose(RecordHandle record);

    bool is_lost(RecordHandle record) const;

    /// The record has come back.
    void release(RecordHandle record);

    void add_cleared(RecordHandle head, const ClearedReference& reference);

    /// In the order in which they were added.
    std::vector<ClearedReference> cleared_by(RecordHandle head) const;

    void forget_cleared(RecordHandle head);

    std::size_t bytes() const;

private:
    static constexpr std::uint32_t k_none = ~std::uint32_t{0};
    /// No record's cell.
    static constexpr Cell k_lost = k_null_cell - 1;

    /// A link of the list of one head's references, or of the free places.
    struct Place {
        Cell child = 0;
        Cell target = 0;
        FieldNo field{};
        std::uint32_t previous = k_none;

        bool operator==(const Place&) const = default;
    };

    using Heads = CowVector<Cell>;
    using Links = CowVector<std::uint32_t>;

    Cell mark_of(RecordHandle record) const;
    void mark(RecordHandle record, Cell cell);
    std::uint32_t last_of(RecordHandle head) const;
    void set_last(RecordHandle head, std::uint32_t place);
    std::uint32_t take_place();

    /// By object, then by row.
    std::vector<Heads> marks_;
    std::vector<Links> last_cleared_;
    CowVector<Place> places_;
    std::uint32_t places_used_ = 0;
    std::uint32_t first_free_ = k_none;
};

}  // namespace rowlock
