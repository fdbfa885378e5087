#include "checks/partition/part_summary.hpp"

#include "checks/partition/little_endian.hpp"

#include <algorithm>

namespace rowlock {
namespace {

template <class Item, class Put>
void put_list(std::string& out, const std::vector<Item>& items, const Put& put) {
    put_short(out, items.size());
    for (const Item& item : items) put(item);
}

/// False if there cannot be so many.
template <class Item, class Take>
bool take_list(ByteReader& bytes, std::vector<Item>& items, const Take& take) {
    const std::uint64_t count = bytes.short_number();
    // Each takes a byte at least.
    if (count > bytes.rest().size()) return false;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!take(items.emplace_back())) return false;
    }
    return true;
}

template <class Number>
Number taken(ByteReader& bytes) {
    return static_cast<Number>(bytes.short_number());
}

void put_finding(std::string& out, const Finding& finding) {
    put_text(out, info_of(finding.rule).id);
    put_text(out, finding.file);
    put_text(out, finding.field);
    put_text(out, finding.message);
    put_short(out, finding.count);
    put_list(out, finding.examples, [&](const FindingPlace& place) {
        put_short(out, place.row);
        put_short(out, place.line);
        put_text(out, place.value);
        put_short(out, place.column);
    });
}

bool take_finding(ByteReader& bytes, Finding& finding) {
    const std::string_view id = bytes.text();
    const auto rules = finding_rules();
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const FindingRuleInfo& info) {
        return info.id == id;
    });
    if (rule == rules.end()) return false;
    finding.rule = rule->rule;
    finding.file = bytes.text();
    finding.field = bytes.text();
    finding.message = bytes.text();
    finding.count = bytes.short_number();
    return take_list(bytes, finding.examples, [&](FindingPlace& place) {
        place.row = bytes.short_number();
        place.line = bytes.short_number();
        place.value = bytes.text();
        place.column = bytes.short_number();
        return true;
    });
}

void put_unresolved(std::string& out, const Unresolved& unresolved) {
    put_short(out, static_cast<std::uint8_t>(unresolved.reason));
    put_short(out, unresolved.load);
    put_text(out, unresolved.object);
    put_text(out, unresolved.field);
    put_short(out, unresolved.rows);
    put_short(out, unresolved.first_row);
}

bool take_unresolved(ByteReader& bytes, Unresolved& unresolved) {
    const std::uint64_t reason = bytes.short_number();
    if (reason > static_cast<std::uint8_t>(UnresolvedReason::deletion_companions)) return false;
    unresolved.reason = static_cast<UnresolvedReason>(reason);
    unresolved.load = taken<std::uint16_t>(bytes);
    unresolved.object = bytes.text();
    unresolved.field = bytes.text();
    unresolved.rows = bytes.short_number();
    unresolved.first_row = taken<RowNo>(bytes);
    return true;
}

void put_file(std::string& out, const PartSummary::File& file) {
    put_text(out, file.path);
    put_short(out, file.load);
    put_short(out, file.rows);
    put_short(out, file.bytes);
    put_short(out, file.header_bytes);
    put_short(out, file.fault_rows);
    for (const std::uint64_t count : file.faults) put_short(out, count);
    const auto put = [&](const std::string& name) { put_text(out, name); };
    put_list(out, file.fields, put);
    put_list(out, file.names_by, put);
}

bool take_file(ByteReader& bytes, PartSummary::File& file) {
    file.path = bytes.text();
    file.load = taken<std::uint16_t>(bytes);
    file.rows = taken<std::uint32_t>(bytes);
    file.bytes = bytes.short_number();
    file.header_bytes = bytes.short_number();
    file.fault_rows = bytes.short_number();
    for (std::uint64_t& count : file.faults) count = bytes.short_number();
    const auto take = [&](std::string& name) {
        name = bytes.text();
        return true;
    };
    return take_list(bytes, file.fields, take) && take_list(bytes, file.names_by, take);
}

}  // namespace

PartSummary summary_of_model(const Schema& schema, const LockRules& rules) {
    PartSummary summary;
    for (const ObjectType& object : schema.objects()) {
        summary.objects.push_back(object.name);
        for (const Field& field : object.fields()) {
            if (!field.usable_as_key()) continue;
            summary.key_fields.push_back(
                {static_cast<std::uint16_t>(object.number),
                 static_cast<std::uint16_t>(field.number),
                 field.name}
            );
        }
    }
    for (const LockRule& rule : rules.rules()) summary.rules.push_back(rule.id);
    return summary;
}

void add_files(PartSummary& summary, const std::vector<LoadedFile>& files) {
    for (const LoadedFile& file : files) {
        summary.files.push_back(
            {file.source.path,
             file.load,
             file.rows,
             file.bytes,
             file.header_bytes,
             file.faults.rows,
             file.faults.counts,
             file.fields,
             file.names_by}
        );
        summary.rows += file.rows;
    }
}

std::string encode_summary(const PartSummary& summary) {
    std::string out;
    const auto put = [&](const std::string& text) { put_text(out, text); };
    put_list(out, summary.settings, [&](const PartSummary::Setting& setting) {
        put(setting.name);
        put(setting.value);
    });
    put_list(out, summary.files, [&](const PartSummary::File& file) { put_file(out, file); });
    put_short(out, summary.rows);
    put_short(out, summary.uses);
    put_list(out, summary.unresolved, [&](const Unresolved& each) { put_unresolved(out, each); });
    put_list(out, summary.findings, [&](const Finding& finding) { put_finding(out, finding); });
    put_list(out, summary.owners, [&](const PartSummary::Owner& owner) {
        put(owner.name);
        put_short(out, owner.rows);
    });
    put_list(out, summary.objects, put);
    put_list(out, summary.key_fields, [&](const PartSummary::KeyField& field) {
        put_short(out, field.object);
        put_short(out, field.field);
        put(field.name);
    });
    put_list(out, summary.rules, put);
    return out;
}

std::optional<PartSummary> decode_summary(std::string_view encoded) {
    ByteReader bytes{encoded};
    PartSummary summary;
    const auto take_text = [&](std::string& text) {
        text = bytes.text();
        return true;
    };
    const auto take_setting = [&](PartSummary::Setting& setting) {
        return take_text(setting.name) && take_text(setting.value);
    };
    const auto take_owner = [&](PartSummary::Owner& owner) {
        owner.name = bytes.text();
        owner.rows = bytes.short_number();
        return true;
    };
    const auto take_key_field = [&](PartSummary::KeyField& field) {
        field.object = taken<std::uint16_t>(bytes);
        field.field = taken<std::uint16_t>(bytes);
        return take_text(field.name);
    };
    bool good = take_list(bytes, summary.settings, take_setting);
    good = good && take_list(bytes, summary.files, [&](PartSummary::File& file) {
               return take_file(bytes, file);
           });
    summary.rows = bytes.short_number();
    summary.uses = bytes.short_number();
    good = good && take_list(bytes, summary.unresolved, [&](Unresolved& each) {
               return take_unresolved(bytes, each);
           });
    good = good && take_list(bytes, summary.findings, [&](Finding& finding) {
               return take_finding(bytes, finding);
           });
    good = good && take_list(bytes, summary.owners, take_owner);
    good = good && take_list(bytes, summary.objects, take_text);
    good = good && take_list(bytes, summary.key_fields, take_key_field);
    good = good && take_list(bytes, summary.rules, take_text);
    if (!good || !bytes.at_end()) return std::nullopt;
    return summary;
}

}  // namespace rowlock
