#include "tests/unit/mockorg/engine/oracle/story_requests.hpp"

#include <fmt/core.h>

namespace rowlock::oracle {
namespace {

constexpr std::string_view k_spoilt = "many";

WriteRecords::Row start_row(const Story& story, Thing thing, const StartRecord& record) {
    const ThingFacts& facts = facts_of(thing);
    WriteRecords::Row row;
    row.write = {std::string{facts.name}, Operation::insert, {}, {}, facts.constants};
    if (!record.key.empty()) row.write.fields.emplace_back("Key__c", record.key);
    for (std::size_t i = 0; i < k_references; ++i) {
        if (!record.references[i]) continue;
        const RecordName to = *record.references[i];
        std::size_t position = to.number;
        for (std::size_t before = 0; before < static_cast<std::size_t>(to.thing); ++before)
            position += story.records.at(before).size();
        row.links.push_back({std::string{facts.references[i].field}, position});
    }
    return row;
}

/// Columns and values of a row; nothing sets null.
std::vector<FieldText> values_of(
    Thing thing, Operation operation, const Row& row, const std::string& label, const IdOf& id_of
) {
    const ThingFacts& facts = facts_of(thing);
    std::vector<FieldText> values;
    if (operation == Operation::remove) return values;
    const bool makes = operation != Operation::update;
    values.emplace_back("Label__c", label);
    if (makes && facts.has_key) values.emplace_back("Key__c", row.key);
    if (makes) values.insert(values.end(), facts.constants.begin(), facts.constants.end());
    if (makes && thing == Thing::task) {
        values.emplace_back("Status", row.completed ? "Completed" : "Not Started");
        values.emplace_back("ActivityDate", row.dated ? "2026-03-01" : "");
    }
    for (std::size_t i = 0; i < k_references; ++i) {
        if (facts.references[i].field.empty()) continue;
        if (facts.references[i].fixed && !makes) continue;
        FieldText value{facts.references[i].field, ""};
        if (row.cells[i].kind == Row::Cell::Kind::clear) value.second.reset();
        if (row.cells[i].kind == Row::Cell::Kind::set) value.second = id_of(row.cells[i].to);
        values.push_back(std::move(value));
    }
    values.emplace_back("Size__c", row.spoilt ? k_spoilt : "");
    return values;
}

}  // namespace

WriteRecords start_request(const Story& story) {
    WriteRecords request;
    for (std::size_t i = 0; i < k_things; ++i) {
        for (const StartRecord& record : story.records[i])
            request.rows.push_back(start_row(story, static_cast<Thing>(i), record));
    }
    return request;
}

std::string csv_of(const BulkLoad& load, const Rows& rows, const IdOf& id_of) {
    const bool old = load.operation == Operation::update || load.operation == Operation::remove;
    std::string csv = old ? "Id" : "";
    const auto columns = values_of(load.thing, load.operation, rows.front(), {}, id_of);
    for (const auto& [name, value] : columns) csv.append(csv.empty() ? "" : ",").append(name);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        csv.push_back('\n');
        bool first = true;
        if (old) csv.append(id_of(rows[i].record));
        const std::string label = fmt::format("row {}", i);
        for (const auto& [name, value] :
             values_of(load.thing, load.operation, rows[i], label, id_of)) {
            csv.append(first && !old ? "" : ",").append(value.value_or("#N/A"));
            first = false;
        }
    }
    return csv.append("\n");
}

WriteRecords request_of(const RestWrite& write, const IdOf& id_of) {
    WriteRecords request;
    request.all_or_none = write.all_or_none;
    const bool old = write.operation == Operation::update || write.operation == Operation::remove;
    for (const Row& row : write.rows) {
        WriteRecords::Row one;
        one.write.object = facts_of(write.thing).name;
        one.write.operation = write.operation;
        if (old) one.write.id = id_of(row.record);
        if (write.operation == Operation::upsert) one.write.external_id_field = "Key__c";
        for (auto& value : values_of(write.thing, write.operation, row, "rest", id_of)) {
            if (value.second != "") one.write.fields.push_back(std::move(value));
        }
        request.rows.push_back(std::move(one));
    }
    return request;
}

}  // namespace rowlock::oracle
