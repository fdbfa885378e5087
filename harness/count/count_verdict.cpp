#include "harness/count/count_verdict.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

std::string_view word_of(Comparison what) {
    switch (what) {
        case Comparison::report_sum:
            return "reportSum";
        case Comparison::record_number:
            return "recordNumber";
        case Comparison::rows_by_key:
            return "rowsByKey";
        case Comparison::job_outcomes:
            return "jobOutcomes";
        case Comparison::records_by_id:
            return "recordsById";
        case Comparison::repeated_keys:
            return "repeatedKeys";
    }
    return {};
}

template <class Texts>
std::string joined(const Texts& texts) {
    std::string text;
    for (const auto& part : texts) {
        if (!text.empty()) text += ", ";
        text += part;
    }
    return text;
}

/// `missing, extra or doubled`
std::string listed(const std::vector<std::string_view>& kinds) {
    std::string text;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (i > 0) text += i + 1 == kinds.size() ? " or " : ", ";
        text += kinds[i] == "duplicates" ? "doubled" : kinds[i];
    }
    return text;
}

std::string sentence_of(Comparison what, const CountAnswer& answer) {
    switch (what) {
        case Comparison::report_sum:
            return "the sums of the report";
        case Comparison::record_number:
            return "the number of records with the number expected";
        case Comparison::rows_by_key:
            return "each row of the load with the records, by " + joined(answer.key);
        case Comparison::job_outcomes:
            return "the outcome of each row, as its job tells it";
        case Comparison::records_by_id:
            return "each record that a job tells of, by its id";
        case Comparison::repeated_keys:
            return "the records with each other, by " + joined(answer.key);
    }
    return {};
}

bool by_single_rows(const CountAnswer& answer) {
    return answer.has_compared(Comparison::rows_by_key) ||
           answer.has_compared(Comparison::records_by_id);
}

/// Whether rows that failed stand in a file of their own.
bool names_failures(const CountAnswer& answer) {
    return answer.has_compared(Comparison::job_outcomes);
}

bool names_duplicates(const CountAnswer& answer) {
    if (answer.has_compared(Comparison::repeated_keys)) return true;
    if (answer.has_compared(Comparison::rows_by_key)) return true;
    return answer.has_compared(Comparison::records_by_id) && answer.seeks_extra() &&
           !answer.key.empty();
}

/// What a comparison of numbers leaves open, and who would tell.
std::string limits_text(const CountAnswer& answer) {
    if (!by_single_rows(answer)) {
        if (answer.has_compared(Comparison::repeated_keys)) return {};
        return fmt::format(
            "not compared: row by row. One record too few and one too many would not be noticed, "
            "and nobody can name what is {}; --load FILE does, with --journal FILE also what "
            "failed\n",
            listed(unnamed_kinds(answer))
        );
    }
    if (answer.seeks_extra() || answer.removes()) return {};
    return "not compared: records of no row, which only a condition (--where) tells from others'\n";
}

/// The rows' side; empty if there is nothing good to say of it.
std::string rows_text(const CountAnswer& answer) {
    const bool removes = answer.removes();
    if (answer.rows) return removes ? "every row was deleted" : "every row arrived";
    if (!answer.comparison) return {};
    return removes ? "no row has a record any more" : "every row has its record";
}

std::string records_text(const CountAnswer& answer) {
    if (answer.has_compared(Comparison::repeated_keys)) return "no two records have the same key";
    if (!by_single_rows(answer)) return "the org holds as many records as it should";
    if (answer.removes()) return answer.results ? "none of their records is there" : "";
    if (answer.seeks_extra()) return "the org holds just their records";
    return answer.results ? "each has its record" : "";
}

/// Nothing was found to be wrong; says no more than was looked at.
std::string good_text(const CountAnswer& answer) {
    const std::string rows = rows_text(answer);
    const std::string records = records_text(answer);
    const char* const between = rows.empty() || records.empty() ? "" : ", and ";
    return rows + between + records + '\n';
}

}  // namespace

std::vector<std::string_view> words_of(const std::vector<Comparison>& compared) {
    std::vector<std::string_view> words;
    for (const Comparison what : compared) words.push_back(word_of(what));
    return words;
}

std::vector<std::string_view> unnamed_kinds(const CountAnswer& answer) {
    std::vector<std::string_view> kinds;
    if (!names_failures(answer)) kinds.insert(kinds.end(), {"failed", "unprocessed"});
    if (answer.removes()) {
        if (!by_single_rows(answer)) kinds.emplace_back("left");
        return kinds;
    }
    if (!by_single_rows(answer)) kinds.emplace_back("missing");
    if (!by_single_rows(answer) || !answer.seeks_extra()) kinds.emplace_back("extra");
    if (!names_duplicates(answer)) kinds.emplace_back("duplicates");
    return kinds;
}

std::string verdict_text(const CountAnswer& answer) {
    std::string text = "compared: ";
    for (std::size_t i = 0; i < answer.compared.size(); ++i)
        text += (i == 0 ? "" : "; ") + sentence_of(answer.compared[i], answer);
    text += '\n' + limits_text(answer);
    if (answer.findings.empty()) return text + good_text(answer);
    // That every row is accounted for is not yet that every row arrived.
    const bool is_accounted = answer.rows && answer.rows_accounted() == answer.rows->submitted;
    if (!is_accounted || answer.rows->succeeded() == answer.rows->submitted) return text;
    return text + "every row is accounted for, but not every row " +
           (answer.removes() ? "was deleted\n" : "arrived\n");
}

}  // namespace rowlock
