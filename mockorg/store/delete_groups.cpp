#include "mockorg/store/delete_groups.hpp"

#include <algorithm>

namespace rowlock {
namespace {

std::size_t place_of(RecordHandle record) {
    return static_cast<std::size_t>(record.object);
}

/// Grows by whole chunks, which cost nothing until something is written to them.
template <class T>
void put(CowVector<T>& values, std::size_t index, T value) {
    constexpr std::size_t k_chunk = CowVector<T>::k_chunk;
    if (index >= values.size()) values.grow((index / k_chunk + 1) * k_chunk);
    values.set(index, value);
}

}  // namespace

void DeleteGroups::take_along(RecordHandle head, RecordHandle companion) {
    mark(companion, cell_of_record(head));
}

std::optional<RecordHandle> DeleteGroups::head_of(RecordHandle record) const {
    const Cell cell = mark_of(record);
    if (cell == k_null_cell || cell == k_lost) return std::nullopt;
    return record_of(cell);
}

void DeleteGroups::lose(RecordHandle record) {
    mark(record, k_lost);
}

bool DeleteGroups::is_lost(RecordHandle record) const {
    return mark_of(record) == k_lost;
}

void DeleteGroups::release(RecordHandle record) {
    if (mark_of(record) != k_null_cell) mark(record, k_null_cell);
}

void DeleteGroups::add_cleared(RecordHandle head, const ClearedReference& reference) {
    const std::uint32_t place = take_place();
    places_.set(
        place,
        {cell_of_record(reference.child),
         cell_of_record(reference.target),
         reference.field,
         last_of(head)}
    );
    set_last(head, place);
}

std::vector<ClearedReference> DeleteGroups::cleared_by(RecordHandle head) const {
    std::vector<ClearedReference> cleared;
    for (std::uint32_t at = last_of(head); at != k_none; at = places_.get(at).previous) {
        const Place place = places_.get(at);
        cleared.push_back({record_of(place.child), place.field, record_of(place.target)});
    }
    std::reverse(cleared.begin(), cleared.end());
    return cleared;
}

void DeleteGroups::forget_cleared(RecordHandle head) {
    std::uint32_t at = last_of(head);
    if (at == k_none) return;
    while (at != k_none) {
        const std::uint32_t previous = places_.get(at).previous;
        places_.set(at, {0, 0, {}, first_free_});
        first_free_ = at;
        at = previous;
    }
    set_last(head, k_none);
}

std::size_t DeleteGroups::bytes() const {
    std::size_t total = places_.bytes();
    for (const Heads& heads : marks_) total += heads.bytes();
    for (const Links& links : last_cleared_) total += links.bytes();
    return total;
}

Cell DeleteGroups::mark_of(RecordHandle record) const {
    if (place_of(record) >= marks_.size()) return k_null_cell;
    const Heads& heads = marks_[place_of(record)];
    return record.row < heads.size() ? heads.get(record.row) : k_null_cell;
}

void DeleteGroups::mark(RecordHandle record, Cell cell) {
    if (place_of(record) >= marks_.size()) marks_.resize(place_of(record) + 1, Heads{k_null_cell});
    put(marks_[place_of(record)], record.row, cell);
}

std::uint32_t DeleteGroups::last_of(RecordHandle head) const {
    if (place_of(head) >= last_cleared_.size()) return k_none;
    const Links& links = last_cleared_[place_of(head)];
    return head.row < links.size() ? links.get(head.row) : k_none;
}

void DeleteGroups::set_last(RecordHandle head, std::uint32_t place) {
    if (place_of(head) >= last_cleared_.size())
        last_cleared_.resize(place_of(head) + 1, Links{k_none});
    put(last_cleared_[place_of(head)], head.row, place);
}

std::uint32_t DeleteGroups::take_place() {
    if (first_free_ != k_none) {
        const std::uint32_t place = first_free_;
        first_free_ = places_.get(place).previous;
        return place;
    }
    const std::uint32_t place = places_used_++;
    put(places_, place, Place{});
    return place;
}

}  // namespace rowlock
