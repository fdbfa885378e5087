#include "tests/unit/mockorg/engine/oracle/lock_story.hpp"

#include <fmt/core.h>

namespace rowlock::oracle {
namespace {

constexpr std::string_view k_schema = R"json({
  "objects": [
    {"name": "Account", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Contact", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Opportunity", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"},
      {"name": "Key__c", "type": "string", "externalId": true, "unique": true}
    ]},
    {"name": "Case", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Task", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Campaign", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "CampaignMember", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Event", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Port__c", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"}
    ]},
    {"name": "Fleet__c", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"},
      {"name": "Ships__c", "type": "double",
       "summary": {"operation": "count", "object": "Ship__c", "reference": "Fleet__c"}}
    ]},
    {"name": "Ship__c", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"},
      {"name": "Fleet__c", "type": "reference", "referenceTo": ["Fleet__c"],
       "relationshipOrder": 0,
       "updateable": true},
      {"name": "Decks__c", "type": "double",
       "summary": {"operation": "count", "object": "Deck__c", "reference": "Ship__c"}}
    ]},
    {"name": "Deck__c", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"},
      {"name": "Key__c", "type": "string", "externalId": true, "unique": true},
      {"name": "Ship__c", "type": "reference", "referenceTo": ["Ship__c"], "relationshipOrder": 0,
       "updateable": true}
    ]},
    {"name": "Berth__c", "fields": [
      {"name": "Label__c", "type": "string"}, {"name": "Size__c", "type": "double"},
      {"name": "Ship__c", "type": "reference", "referenceTo": ["Ship__c"], "relationshipOrder": 0,
       "updateable": true},
      {"name": "Port__c", "type": "reference", "referenceTo": ["Port__c"], "relationshipOrder": 1,
       "updateable": true},
      {"name": "Pilot__c", "type": "reference", "referenceTo": ["Contact"],
       "restrictedDelete": true},
      {"name": "Agent__c", "type": "reference", "referenceTo": ["Account"]}
    ]}
  ]
})json";

std::array<ThingFacts, k_things> make_facts() {
    using enum Thing;
    using enum OnDelete;
    const std::vector<FieldText> sale = {
        {"Name", "Sale"}, {"StageName", "Prospecting"}, {"CloseDate", "2026-02-01"}};
    const std::vector<FieldText> meeting = {
        {"StartDateTime", "2026-03-01T10:00:00Z"}, {"DurationInMinutes", "30"}};
    return {{
        {"Account", {}, false, {{"Name", "Acme"}}},
        {"Contact", {{{"AccountId", {account}, cascade}}}, false, {{"LastName", "Doe"}}},
        {"Opportunity", {{{"AccountId", {account}, cascade}}}, true, sale},
        {"Case",
         {{{"AccountId", {account}, restrict}, {"ContactId", {contact}, restrict}}},
         false,
         {}},
        {"Task",
         {{{"WhoId", {contact}, cascade}, {"WhatId", {account, opportunity}, cascade}}},
         false,
         {}},
        {"Port__c", {}, false, {}},
        {"Fleet__c", {}, false, {}},
        {"Ship__c", {{{"Fleet__c", {fleet}, cascade, true}}}, false, {}},
        {"Deck__c", {{{"Ship__c", {ship}, cascade, true}}}, true, {}},
        {"Berth__c",
         {{{"Ship__c", {ship}, cascade, true},
           {"Port__c", {port}, cascade, true},
           {"Pilot__c", {contact}, restrict},
           {"Agent__c", {account}, clear}}},
         false,
         {}},
        {"Campaign", {}, false, {{"Name", "Launch"}}},
        {"CampaignMember",
         {{{"CampaignId", {campaign}, cascade, true, true},
           {"ContactId", {contact}, cascade, true, true}}},
         false,
         {}},
        {"Event",
         {{{"WhoId", {contact}, cascade}, {"WhatId", {account, opportunity}, cascade}}},
         false,
         meeting},
    }};
}

void print_row(std::ostream& out, const BulkLoad* load, Thing thing, Operation operation, Row row) {
    const bool old = operation == Operation::update || operation == Operation::remove;
    out << (load == nullptr ? "    " : "      ");
    if (old) out << text_of(row.record);
    if (!row.key.empty()) out << "key " << row.key;
    for (std::size_t i = 0; i < k_references; ++i) {
        if (row.cells[i].kind == Row::Cell::Kind::leave) continue;
        const bool set = row.cells[i].kind == Row::Cell::Kind::set;
        out << ' ' << facts_of(thing).references[i].field << '='
            << (set ? text_of(row.cells[i].to) : "null");
    }
    if (thing == Thing::task && row.completed) out << " completed";
    if (thing == Thing::task && row.dated) out << " dated";
    if (row.spoilt) out << " spoilt";
    out << '\n';
}

struct ActionPrinter {
    std::ostream& out;

    void operator()(const BulkLoad& load) const {
        out << (load.api == BulkApi::v1 ? "bulk 1.0 " : "bulk 2.0 ")
            << (load.serial ? "serial " : "") << name_of(load.operation) << ' '
            << facts_of(load.thing).name << '\n';
        for (const Rows& batch : load.batches) {
            out << "    batch\n";
            for (const Row& row : batch) print_row(out, &load, load.thing, load.operation, row);
        }
    }

    void operator()(const RestWrite& write) const {
        out << "rest " << name_of(write.operation) << ' ' << facts_of(write.thing).name
            << (write.all_or_none ? " all or none" : "") << '\n';
        for (const Row& row : write.rows)
            print_row(out, nullptr, write.thing, write.operation, row);
    }

    void operator()(const Abort& abort) const { out << "abort action " << abort.action << '\n'; }
};

void print_profile(std::ostream& out, const Story& story) {
    const Profile& profile = story.profile;
    out << fmt::format(
        "seed {}, k {}, chunks of {}, wait {}, hold {} (variation {}, fixed share {}), rest hold "
        "{} (variation "
        "{})\n"
        "pre-lock {}, overhead {}, requeue delay {}, requeues {}, lock failures {}, scope {}, "
        "may rules {}, 2.0 batches of {}\n",
        story.seed,
        profile.workers,
        profile.chunk_rows,
        to_seconds(profile.lock_wait),
        profile.hold.mean_seconds,
        profile.hold.variation,
        profile.hold_fixed_share,
        profile.rest_hold.mean_seconds,
        profile.rest_hold.variation,
        to_seconds(profile.pre_lock),
        to_seconds(profile.batch_overhead),
        to_seconds(profile.requeue_delay),
        profile.requeues_max,
        profile.lock_failures_max,
        profile.lock_failure_scope == LockFailureScope::chunk ? "chunk" : "row",
        profile.may_rules_lock ? "lock" : "do not lock",
        story.batch_rows
    );
}

void print_records(std::ostream& out, const Story& story) {
    for (std::size_t i = 0; i < k_things; ++i) {
        for (std::uint32_t number = 0; number < story.records[i].size(); ++number) {
            const StartRecord& record = story.records[i][number];
            out << "  " << text_of({static_cast<Thing>(i), number});
            for (std::size_t field = 0; field < k_references; ++field) {
                if (record.references[field])
                    out << ' ' << facts_of(static_cast<Thing>(i)).references[field].field << '='
                        << text_of(*record.references[field]);
            }
            out << (record.key.empty() ? "" : " key ") << record.key << '\n';
        }
    }
}

void print_outsider(std::ostream& out, const Outsider& outsider) {
    const ForeignWriter& writer = outsider.writer;
    out << fmt::format(
        "{}{}, first {}, every {}, until {}, hold {}, wait {}, {} retries after {}, {} at a "
        "time:",
        writer.name,
        writer.unordered ? " unordered" : "",
        to_seconds(writer.first),
        to_seconds(writer.every.value_or(Duration{0})),
        to_seconds(writer.until.value_or(Duration{0})),
        to_seconds(writer.hold->mean),
        to_seconds(writer.wait.value_or(Duration{0})),
        writer.retries,
        to_seconds(writer.retry_delay),
        writer.records
    );
    for (const RecordName name : outsider.records) out << ' ' << text_of(name);
    if (writer.is_automation())
        out << (writer.after_insert ? " insert" : "") << (writer.after_update ? " update" : "")
            << (writer.after_delete ? " delete" : "") << " of " << writer.object << " updates "
            << path_of(outsider) << (writer.async ? " later, after " : " at once, not after ")
            << to_seconds(writer.delay);
    out << '\n';
}

}  // namespace

const ThingFacts& facts_of(Thing thing) {
    static const std::array<ThingFacts, k_things> k_facts = make_facts();
    return k_facts.at(static_cast<std::size_t>(thing));
}

std::string_view schema_text() {
    return k_schema;
}

std::string text_of(RecordName name) {
    return fmt::format("{}#{}", facts_of(name.thing).name, name.number);
}

std::string path_of(const Outsider& outsider) {
    if (outsider.path.empty()) return "self";
    std::string path;
    Thing thing = outsider.thing;
    for (const std::size_t step : outsider.path) {
        const Reference& reference = facts_of(thing).references.at(step);
        std::string name{reference.field};
        const bool custom = name.ends_with("__c");
        name.resize(name.size() - (custom ? 1 : 2));
        path.append(path.empty() ? "" : ".").append(name).append(custom ? "r" : "");
        thing = reference.targets.front();
    }
    return path;
}

std::ostream& operator<<(std::ostream& out, const Story& story) {
    print_profile(out, story);
    print_records(out, story);
    for (const Outsider& outsider : story.outsiders) print_outsider(out, outsider);
    for (std::size_t i = 0; i < story.actions.size(); ++i) {
        out << fmt::format("action {} at {} s: ", i, to_seconds(story.actions[i].at));
        std::visit(ActionPrinter{out}, story.actions[i].what);
    }
    return out;
}

}  // namespace rowlock::oracle
