#pragma once

#include "mockorg/store/cell.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// Remembers what was found out about the records that references lead to: every question is asked
/// once per record, or for null. A byte for each row up to the last one asked about. One thread.
class RecordMemo {
public:
    /// `find_out()` says whether what the reference leads to fits; asked only if it is not known.
    template <class FindOut>
    bool fits(Cell reference, const FindOut& find_out) {
        if (reference == k_null_cell) return fits_in(null_, find_out);
        const RecordHandle record = record_of(reference);
        std::vector<Answer>& answers = answers_of(static_cast<std::size_t>(record.object));
        if (record.row >= answers.size()) answers.resize(record.row + std::size_t{1});
        return fits_in(answers[record.row], find_out);
    }

private:
    enum class Answer : std::uint8_t { unknown, yes, no };

    template <class FindOut>
    static bool fits_in(Answer& answer, const FindOut& find_out) {
        if (answer == Answer::unknown) answer = find_out() ? Answer::yes : Answer::no;
        return answer == Answer::yes;
    }

    std::vector<Answer>& answers_of(std::size_t object) {
        if (object >= answers_.size()) answers_.resize(object + 1);
        return answers_[object];
    }

    Answer null_ = Answer::unknown;
    /// By object number and row.
    std::vector<std::vector<Answer>> answers_;
};

}  // namespace rowlock
