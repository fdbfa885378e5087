#include "checks/input/possible_states.hpp"

namespace rowlock {

void PossibleStates::begin() {
    choices_.clear();
    states_ = 1;
}

bool PossibleStates::advance() {
    if (states_ == k_states_max && !choices_.empty()) {
        const Choice& last = choices_.back();
        counts_.note(UnresolvedReason::many_states, last.record.object, last.field);
        return false;
    }
    while (!choices_.empty()) {
        Choice& last = choices_.back();
        if (++last.taken < last.places.size()) {
            ++states_;
            return true;
        }
        // What is asked for behind it may differ from state to state.
        choices_.pop_back();
    }
    return false;
}

Value PossibleStates::own_value(ObjectNo object, std::uint32_t number, FieldNo field) const {
    return value_of({object, number}, field, true);
}

Value PossibleStates::value(RecordHandle record, FieldNo field) const {
    if (field == FieldNo{0}) return Value::of_record(record);
    return value_of(record, field, false);
}

std::optional<RecordHandle> PossibleStates::find(const RecordId& id) const {
    return records_.find(id);
}

RecordId PossibleStates::id_of(RecordHandle record) const {
    return records_.id_of(record);
}

Value PossibleStates::value_of(RecordHandle record, FieldNo field, bool own) const {
    for (const Choice& choice : choices_) {
        if (choice.record == record && choice.field == field && choice.own == own) {
            return value_at(choice.places[choice.taken], record, field, own);
        }
    }
    if (!records_.find_places(record, field, own, places_)) {
        counts_.note(UnresolvedReason::many_states, record.object, field);
    }
    const FileRecords::Place first = places_.front();
    if (places_.size() > 1) choices_.push_back({record, field, own, places_, 0});
    return value_at(first, record, field, own);
}

Value PossibleStates::value_at(
    FileRecords::Place place, RecordHandle record, FieldNo field, bool own
) const {
    if (place == FileRecords::k_nowhere) {
        const bool in_no_file = own && !records_.is_stored(record.row);
        counts_.note(
            in_no_file ? UnresolvedReason::stored_value : UnresolvedReason::other_record,
            record.object,
            field
        );
    }
    return records_.value_at(place, field);
}

}  // namespace rowlock
