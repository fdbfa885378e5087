#include "harness/batcher/property.hpp"

#include "harness/batcher/property_checks.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock::batcher {

std::string_view name_of(PropertyGrade grade) {
    return grade == PropertyGrade::error ? "error" : "warning";
}

const std::vector<Property>& all_properties() {
    constexpr auto k_error = PropertyGrade::error;
    constexpr auto k_warning = PropertyGrade::warning;
    static const std::vector<Property> k_properties{
        {"I12", "totality", "every case has an answer, in time", k_error, check_totality},
        {"I1",
         "conserve",
         "every row is in one batch, none is made up, no byte changes",
         k_error,
         check_conserve},
        {"I2", "cap", "no batch has more rows than the cap, none is empty", k_error, check_cap},
        {"I3",
         "bytes",
         "no batch has more bytes than the cap; a row too large for any is alone or set aside",
         k_error,
         check_bytes},
        {"I4",
         "noshare",
         "batches that may run at the same time share no record",
         k_error,
         check_noshare},
        {"I5",
         "csv",
         "every file can be read on its own: header, columns, quotes, line ends",
         k_error,
         check_csv},
        {"I6",
         "determinism",
         "the same input gives the same output, in other surroundings, too",
         k_error,
         check_determinism},
        {"I7", "order", "shuffled rows give the same batches", k_error, check_order},
        {"I8",
         "idempotence",
         "the output as input gives the same batches",
         k_error,
         check_idempotence},
        {"I9",
         "id-forms",
         "15 characters, 18, lower case or upper case: an id is the same record",
         k_error,
         check_id_forms},
        {"I10",
         "case-separation",
         "ids of 15 characters that differ in the case of a letter are different records",
         k_error,
         check_case_separation},
        {"I11", "honesty", "what the batcher claims about its plan is so", k_error, check_honesty},
        {"M1",
         "unrelated-row",
         "a row that has nothing to do with the others moves none of them to another lane and adds "
         "one batch at most",
         k_warning,
         check_unrelated_row},
        {"M2",
         "union",
         "two inputs without common records need together one batch more than apart at most",
         k_warning,
         check_union},
        {"M3",
         "renaming",
         "other names for the same records give batches of the same sizes",
         k_warning,
         check_renaming},
        {"M4",
         "nulls",
         "rows without a record are planned like rows with one of their own",
         k_warning,
         check_nulls},
        {"M5", "doubled-keys", "a key column twice is like once", k_error, check_doubled_keys},
        {"M6",
         "fewer-columns",
         "with a key column less the judge finds no more clashes",
         k_error,
         [](Trial& trial) { return check_fewer_columns(trial, count_clashing_pairs); }},
        {"M7",
         "merged-keys",
         "with two records made one the judge finds no fewer clashes",
         k_error,
         [](Trial& trial) { return check_merged_keys(trial, count_clashing_pairs); }},
        {"M8",
         "more-workers",
         "more workers never raise the judge's lower bound",
         k_error,
         check_more_workers},
        {"M9",
         "dropped-barrier",
         "without phases the judge finds no fewer clashes",
         k_error,
         [](Trial& trial) { return check_dropped_barrier(trial, count_clashing_pairs); }},
        {"M10",
         "batch-order",
         "the judge does not mind the order of the batches",
         k_error,
         [](Trial& trial) { return check_batch_order(trial, count_clashing_pairs); }},
        {"M11",
         "concatenation",
         "plans of inputs without common records are safe together",
         k_error,
         check_concatenation},
        {"M12",
         "multiplied",
         "every row twice in batches twice as large gives as many batches",
         k_warning,
         check_multiplied},
        {"Q1",
         "batch-count",
         "one batch more than the reference planner's at most",
         k_warning,
         check_batch_count},
        {"Q2",
         "needless-lane",
         "no serial lane, feed or phase where every group fits into a batch",
         k_warning,
         check_needless_lane},
        {"Q3",
         "makespan",
         "a tenth and a batch slower than the reference planner's plan at most, where groups fit",
         k_warning,
         check_makespan},
        {"Q4",
         "packing",
         "11/9 of the fewest possible batches and one at most",
         k_warning,
         check_packing},
    };
    return k_properties;
}

const Property* find_property(std::string_view word) {
    const auto& properties = all_properties();
    const auto found =
        std::find_if(properties.begin(), properties.end(), [word](const Property& property) {
            return equal_ignoring_case(property.id, word) ||
                   equal_ignoring_case(property.name, word);
        });
    return found == properties.end() ? nullptr : &*found;
}

}  // namespace rowlock::batcher
