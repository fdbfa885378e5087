#pragma once

#include "checks/input/file_records.hpp"
#include "checks/input/unresolved.hpp"
#include "mockorg/schema/record_reader.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// What records may hold when one row is written: what the org has, or what other rows of loads
/// that are open have made of them by then, in whichever order. The first state is the org's as far
/// as files tell; advance() goes through all others. In one state a value asked for twice is the
/// same. Notes what no file tells. One thread.
class PossibleStates final : public RecordReader {
public:
    PossibleStates(const FileRecords& records, UnresolvedCounts& counts)
        : records_(records), counts_(counts) {}

    /// Back to the first state; said before each write.
    void begin();

    /// To the next state; false if there is none. Of more than k_states_max states the others are
    /// left out, and that is noted.
    bool advance();

    /// Whether any value asked for since begin() may be another.
    bool vary() const { return !choices_.empty(); }

    /// Of the record that is written itself, before it is. `number`: k_none if nobody can say which
    /// it is.
    Value own_value(ObjectNo object, std::uint32_t number, FieldNo field) const;

    Value value(RecordHandle record, FieldNo field) const override;
    std::optional<RecordHandle> find(const RecordId& id) const override;
    RecordId id_of(RecordHandle record) const override;

private:
    static constexpr std::size_t k_states_max = 256;

    /// A value that may be one of several.
    struct Choice {
        RecordHandle record;
        FieldNo field{};
        bool own = false;
        std::vector<FileRecords::Place> places;
        std::size_t taken = 0;
    };

    Value value_of(RecordHandle record, FieldNo field, bool own) const;
    Value value_at(FileRecords::Place place, RecordHandle record, FieldNo field, bool own) const;

    const FileRecords& records_;
    UnresolvedCounts& counts_;
    /// In the order in which they were first asked for.
    mutable std::vector<Choice> choices_;
    mutable std::vector<FileRecords::Place> places_;
    std::size_t states_ = 0;
};

}  // namespace rowlock
