#include "checks/findings/finding_rules.hpp"

#include <array>
#include <cstddef>

namespace rowlock {
namespace {

constexpr auto k_note = Severity::note;
constexpr auto k_warning = Severity::warning;
constexpr auto k_error = Severity::error;

/// Sources: facts of locking, sections 3 and 9; of planning, sections 2 and 4; of the Bulk API,
/// sections 1.13, 1.15, 3 and 8.10.
constexpr std::array<FindingRuleInfo, 43> k_rules = {{
    {FindingRule::hard_conflict,
     "hard-conflict",
     k_error,
     "Batches that may run together lock the same record",
     "Rows of different batches lock one parent or record under every reading of the lock rules, "
     "and "
     "nothing keeps the batches apart: the later one waits, and fails if it waits too long. Run "
     "`rowlock plan` for batches that share nothing, or send the batches named as a controlled "
     "feed."},
    {FindingRule::soft_conflict,
     "soft-conflict",
     k_warning,
     "Batches that may run together may lock the same record",
     "Whether the rule locks depends on the org, or the sources disagree. If lock failures in this "
     "org "
     "name such records, treat it as a certain conflict; if the rule does not apply, switch it off "
     "in "
     "your rule file."},
    {FindingRule::near_conflict,
     "near-conflict",
     k_note,
     "Batches that share a record stand close together",
     "Even if the platform starts batches in the order in which they were sent, which it does not "
     "promise, these would run at the same time. Moving them apart helps, but proves nothing."},
    {FindingRule::unresolved_lookup,
     "unresolved-lookup",
     k_error,
     "What rows lock could not be found from the files",
     "A lock goes through a record that is in none of the files, records are named in two ways "
     "that may mean the same one, or a column that may name records is unknown or given twice: "
     "the verdict leaves that out, so there is no proof. Give records with --reference, fields "
     "with --schema, or accept the finding with a baseline."},
    {FindingRule::unresolved_old_value,
     "unresolved-old-value",
     k_warning,
     "What a row names before the load could not be found from the files",
     "The file gives the new value; a row that exists already and moves locks what the old one "
     "names, too, and the verdict leaves that out. Give the records as they are with --reference."},
    {FindingRule::child_skew,
     "child-skew",
     k_warning,
     "10,000 or more rows under one parent",
     "Rows of one parent lock it one after another, and sharing makes the platform look through "
     "its "
     "children. Load such a parent's rows in one lane: a controlled feed, or a serial job."},
    {FindingRule::many_children,
     "many-children",
     k_note,
     "6,000 or more rows under one parent",
     "Below the documented limit of 10,000 children, but together with the children the parent has "
     "already it may be beyond. Worth a look before the load."},
    {FindingRule::owner_skew,
     "owner-skew",
     k_warning,
     "10,000 or more rows for one owner",
     "Changes to such an owner's role or sharing take long and lock groups. Spread the records "
     "over "
     "several owners, or give the owner no role, or one at the top of the hierarchy."},
    {FindingRule::hot_key,
     "hot-key",
     k_warning,
     "A record is locked by more rows than fit in one batch",
     "Its rows make a chain of batches that cannot run side by side, however they are cut, so it "
     "bounds the time of the whole load. Start its chain first; see the bounds of the report."},
    {FindingRule::cross_links,
     "cross-links",
     k_warning,
     "Links between parents tie the load into one piece",
     "Each parent's rows are linked to other parents' rows about once or more. Near one link per "
     "parent nearly all rows hang together, and no batching without conflicts exists. Load one of "
     "the "
     "relationships in a second pass, or use a controlled feed (`rowlock plan`)."},
    {FindingRule::concurrency_mode,
     "concurrency-mode",
     k_error,
     "concurrencyMode has no effect in Bulk API 2.0",
     "Bulk API 2.0 always runs in parallel: the property is documented as not configurable, and "
     "orgs "
     "have answered `Property currently unsupported`. For a serial job use Bulk API 1.0; better, "
     "plan "
     "batches that may run in parallel."},
    {FindingRule::plan_rules,
     "plan-rules",
     k_warning,
     "The plan was made under other lock rules",
     "The verdict is about the rules given here, not those the plan kept to. If these are the "
     "right ones, plan again; if not, give the plan's own with --lock-rules and --schema."},
    {FindingRule::left_out_rows,
     "left-out-rows",
     k_error,
     "Rows of the load are in no batch of the plan",
     "They would not be loaded, and the verdict is about the others only. Plan again; a row too "
     "large for a batch has to be loaded some other way."},
    {FindingRule::quota_days,
     "quota-days",
     k_warning,
     "The load needs more than one day's batches",
     "An org takes 15,000 batches per rolling 24 hours, Bulk API 1.0 and 2.0 together. Use larger "
     "batches, or spread the load over the days named."},
    {FindingRule::cut_job,
     "cut-job",
     k_warning,
     "A job has more than 10,000 rows, which are worked off in pieces side by side",
     "Bulk API 2.0 cuts a job into batches of 10,000 rows, and these may run at the same time, "
     "whatever lane or feed the plan puts the job in. They are counted and judged as batches of "
     "their own here. Send at most 10,000 rows in a job."},
    {FindingRule::batch_rows,
     "batch-rows",
     k_error,
     "A batch has more than 10,000 rows",
     "Bulk API 1.0 refuses the batch. Cut it smaller."},
    {FindingRule::batch_bytes,
     "batch-bytes",
     k_error,
     "A batch or upload is larger than the API takes",
     "Bulk API 1.0 takes 10 MB per batch, Bulk API 2.0 150 MB per job in base64, which is about "
     "100 MB "
     "of CSV. Cut it smaller."},
    {FindingRule::no_rows,
     "no-rows",
     k_error,
     "The file has no rows",
     "Nothing was checked, and nothing would be loaded. If an export came out empty on purpose, "
     "leave the file out or accept the finding with a baseline."},
    {FindingRule::byte_order_mark,
     "byte-order-mark",
     k_error,
     "The file begins with a byte-order mark",
     "The platform takes the mark for part of the first column's name and refuses the job: `Field "
     "name "
     "not found`. Save the file as UTF-8 without BOM."},
    {FindingRule::line_ending,
     "line-ending",
     k_error,
     "A line ends in another way than the job says",
     "The platform refuses the whole job, also for line ends inside quoted values. Set the job's "
     "lineEnding to that of the file, and convert files that mix both."},
    {FindingRule::ill_formed_text,
     "ill-formed-text",
     k_error,
     "Bytes that are no UTF-8",
     "The Bulk APIs take CSV in UTF-8 only; what becomes of other bytes is not documented, and at "
     "best the text arrives garbled. Find out the file's encoding (often Windows-1252 or UTF-16) "
     "and convert it to UTF-8."},
    {FindingRule::unclosed_quote,
     "unclosed-quote",
     k_error,
     "A quote is never closed",
     "Everything up to the end of the file is one value. Find the row named and double the quotes "
     "inside its values."},
    {FindingRule::broken_row,
     "broken-row",
     k_error,
     "A quote stands in the wrong place",
     "A value that holds quotes must be quoted as a whole, with each of its quotes doubled, and "
     "nothing, not even a blank, may stand beside the closing quote. The row fails."},
    {FindingRule::cell_count,
     "cell-count",
     k_error,
     "A row has more or fewer values than the header",
     "The row fails. Often a value holds the delimiter and is not quoted."},
    {FindingRule::header_size,
     "header-size",
     k_error,
     "The header is longer than 32,000 characters",
     "The job fails. Leave out columns."},
    {FindingRule::row_size,
     "row-size",
     k_error,
     "A row is longer than 400,000 characters",
     "The row fails. Load long texts in a second pass with fewer columns."},
    {FindingRule::field_size,
     "field-size",
     k_error,
     "A value is longer than 131,072 characters",
     "The row fails, whatever the field's type."},
    {FindingRule::old_field_size,
     "old-field-size",
     k_note,
     "A value is longer than 32,000 characters",
     "Older editions of the platform's limits give 32,000 characters per value, newer ones "
     "131,072. Try "
     "one such row first."},
    {FindingRule::unknown_field,
     "unknown-field",
     k_error,
     "The object has no such field",
     "The job fails: `Field name not found`. Check the name against `rowlock schema import`, or "
     "leave "
     "the column out."},
    {FindingRule::duplicate_field,
     "duplicate-field",
     k_error,
     "Two columns write the same field",
     "The job fails. Leave one of the columns out."},
    {FindingRule::read_only_field,
     "read-only-field",
     k_warning,
     "The field cannot be written by this operation",
     "Rows that give it a value fail. Leave the column out."},
    {FindingRule::delete_columns,
     "delete-columns",
     k_error,
     "A delete takes one column, Id",
     "The job fails. Leave the other columns out."},
    {FindingRule::missing_field,
     "missing-field",
     k_error,
     "A required field has no column",
     "Every row fails: `REQUIRED_FIELD_MISSING`. Add the column."},
    {FindingRule::missing_field_if_new,
     "missing-field-if-new",
     k_warning,
     "A required field has no column, which fails for new records",
     "An upsert makes the records it does not find, and those would fail: "
     "`REQUIRED_FIELD_MISSING`."},
    {FindingRule::missing_value,
     "missing-value",
     k_error,
     "A required field is empty",
     "The row fails: `REQUIRED_FIELD_MISSING`."},
    {FindingRule::missing_value_if_new,
     "missing-value-if-new",
     k_warning,
     "A required field is empty, which fails for new records",
     "The row fails if the upsert does not find its record: `REQUIRED_FIELD_MISSING`."},
    {FindingRule::missing_key,
     "missing-key",
     k_error,
     "A row does not say which record it is about",
     "The Id or external id is empty, and the row fails."},
    {FindingRule::long_value,
     "long-value",
     k_error,
     "A value is longer than its field",
     "The row fails: `STRING_TOO_LONG`. Shorten the value, or make the field longer; the length "
     "is that of the schema given."},
    {FindingRule::malformed_id,
     "malformed-id",
     k_error,
     "A value is no record id",
     "An id has 15 letters and digits, or 18 with the checksum. The row fails: `MALFORMED_ID`. An "
     "external id belongs in a relationship column such as `Account.Number__c`."},
    {FindingRule::id_checksum,
     "id-checksum",
     k_error,
     "The checksum of an 18-character id is wrong",
     "The id was cut, folded in case or made up: spreadsheets and joins that ignore case do that. "
     "Get "
     "the ids again; some 'converters' append the same three characters to every id."},
    {FindingRule::wrong_object_id,
     "wrong-object-id",
     k_error,
     "An id is of another object than the column's",
     "The row fails. Often two columns were swapped, or a join took the wrong id."},
    {FindingRule::duplicate_id,
     "duplicate-id",
     k_error,
     "The same record twice among 200 rows of one transaction",
     "The platform refuses the second row: `DUPLICATE_VALUE`. Merge the rows, or put them in "
     "different "
     "batches."},
    {FindingRule::duplicate_external_id,
     "duplicate-external-id",
     k_error,
     "The same external id twice among 200 rows of one transaction",
     "The platform refuses rows of the pair: `Duplicate external id specified`. Merge the rows, or "
     "put "
     "them in different batches."},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < k_rules.size(); ++i) {
        if (static_cast<std::size_t>(k_rules[i].rule) != i || k_rules[i].id.empty()) return false;
    }
    return static_cast<std::size_t>(FindingRule::duplicate_external_id) + 1 == k_rules.size();
}

static_assert(in_order(), "one entry per rule, in the order of the enumeration");

}  // namespace

std::span<const FindingRuleInfo> finding_rules() {
    return k_rules;
}

const FindingRuleInfo& info_of(FindingRule rule) {
    return k_rules.at(static_cast<std::size_t>(rule));
}

}  // namespace rowlock
