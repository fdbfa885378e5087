#include "harness/verify/orphan_check.hpp"

#include "harness/query/get_body.hpp"
#include "harness/query/object_description.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/figures.hpp"
#include "harness/verify/record_scan.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <span>

namespace rowlock {
namespace {

/// From a record to the one it refers to.
struct Link {
    RecordId parent;
    RecordId child;

    auto operator<=>(const Link&) const = default;
};

/// Object names by the first three characters of their ids, as the org tells them.
Result<std::map<std::string, std::string>> read_prefixes(const AskFn& ask) {
    const std::string path = fmt::format("/services/data/v{}/sobjects", k_api_version);
    const auto body = get_body(ask, path);
    if (!body) return Failure{body.error()};
    const auto json = parse_json(*body);
    if (!json || !json->is_object() || !json->contains("sobjects"))
        return fail(ErrorCode::protocol_broken, "GET " + path + ": expected sobjects");
    std::map<std::string, std::string> prefixes;
    for (const Json& object : (*json)["sobjects"]) {
        if (!object.is_object()) continue;
        const auto prefix = object.find("keyPrefix");
        const auto name = object.find("name");
        if (prefix == object.end() || name == object.end()) continue;
        if (prefix->is_string() && name->is_string())
            prefixes.emplace(prefix->get<std::string>(), name->get<std::string>());
    }
    return prefixes;
}

class OrphanCheck {
public:
    OrphanCheck(const OrgQuestions& org, FindingFiles& files) : org_(org), files_(files) {}

    Result<ProofCheck> run(const std::string& object) {
        const auto description = describe_object(org_.ask, object);
        if (!description) return Failure{description.error()};
        check_.name = "orphans";
        check_.subject = description->name;
        files_.forget(check_.subject);
        std::string fields;
        for (const DescribedField& field : description->fields) {
            if (!field.leads_to_parent()) continue;
            if (auto looked = look_at(field); !looked) return Failure{std::move(looked.error())};
            fields += (fields.empty() ? "" : ", ") + field.name;
        }
        describe(fields);
        return std::move(check_);
    }

private:
    void describe(const std::string& fields) {
        if (check_.faults > 0) {
            check_.detail = counted(check_.faults, "reference") + " to nothing";
        } else {
            check_.detail = fields.empty() ? "it refers to no parents"
                                           : "every reference has its record: " + fields;
        }
        if (unseen_.empty()) return;
        if (check_.faults == 0) check_.status = ProofStatus::not_possible;
        check_.detail += "; but not all can be seen: " + unseen_;
    }

    /// The org does not show what the field refers to.
    void cannot_see(const DescribedField& field, const std::string& why) {
        if (!unseen_.empty()) unseen_ += ", ";
        unseen_ += field.name + " (" + why + ")";
    }

    Result<void> look_at(const DescribedField& field) {
        if (!field.nillable) {
            if (auto found = find_without(field); !found) return found;
        }
        if (field.reference_to.size() == 1) {
            auto asked = ask_for_orphans(field);
            // It may be too much to ask of an org; no connection is a reason to stop.
            if (asked || asked.error().code == ErrorCode::unreachable) return asked;
        }
        return compare_ids(field);
    }

    Result<void> find_without(const DescribedField& field) {
        return read_cells(
            org_,
            {check_.subject, field.name + " = null"},
            {"Id"},
            [&](const std::vector<std::string>& cells) -> Result<void> {
                files_.add(check_, {"noParent", cells[0], field.name + " must not be empty"});
                return {};
            }
        );
    }

    void add_orphan(const DescribedField& field, const std::string& id, const std::string& parent) {
        files_.add(
            check_, {"orphan", id, fmt::format("{} is {}, which is not there", field.name, parent)}
        );
    }

    Result<void> ask_for_orphans(const DescribedField& field) {
        // Kept apart until the answer is whole.
        std::vector<std::pair<std::string, std::string>> orphans;
        const auto read = read_cells(
            org_,
            {check_.subject,
             fmt::format(
                 "{0} != null AND {0} NOT IN (SELECT Id FROM {1})",
                 field.name,
                 field.reference_to.front()
             )},
            {"Id", field.name},
            [&](const std::vector<std::string>& cells) -> Result<void> {
                orphans.emplace_back(cells[0], cells[1]);
                return {};
            }
        );
        if (!read) return read;
        for (const auto& orphan : orphans) add_orphan(field, orphan.first, orphan.second);
        return {};
    }

    Result<void> compare_ids(const DescribedField& field) {
        std::vector<Link> links;
        const auto read = read_cells(
            org_,
            {check_.subject, field.name + " != null"},
            {"Id", field.name},
            [&](const std::vector<std::string>& cells) -> Result<void> {
                const auto child = id_in(cells[0]);
                const auto parent = id_in(cells[1]);
                if (!child || !parent) return Failure{(child ? parent : child).error()};
                links.push_back({*parent, *child});
                return {};
            }
        );
        if (!read) return read;
        std::sort(links.begin(), links.end());
        for (auto begin = links.begin(); begin != links.end();) {
            const auto prefix = begin->parent.prefix();
            const auto end = std::find_if(begin, links.end(), [&](const Link& link) {
                return link.parent.prefix() != prefix;
            });
            auto compared = compare_with_object(
                field, {prefix.data(), prefix.size()}, std::span<const Link>{begin, end}
            );
            if (!compared) return compared;
            begin = end;
        }
        return {};
    }

    /// All links whose parents' ids begin with the prefix.
    Result<void> compare_with_object(
        const DescribedField& field, const std::string& prefix, std::span<const Link> links
    ) {
        if (prefixes_.empty()) {
            auto prefixes = read_prefixes(org_.ask);
            if (!prefixes) return Failure{std::move(prefixes.error())};
            prefixes_ = std::move(*prefixes);
        }
        const auto object = prefixes_.find(prefix);
        if (object == prefixes_.end()) {
            cannot_see(field, "no object is known by ids like " + links.front().parent.text());
            return {};
        }
        const auto parents = read_ids(org_, {object->second, ""});
        if (!parents && parents.error().code == ErrorCode::unreachable)
            return Failure{parents.error()};
        if (!parents) {
            cannot_see(field, parents.error().message);
            return {};
        }
        for (const Link& link : links) {
            if (!std::binary_search(parents->begin(), parents->end(), link.parent))
                add_orphan(field, link.child.text(), link.parent.text());
        }
        return {};
    }

    const OrgQuestions& org_;
    FindingFiles& files_;
    ProofCheck check_;
    std::map<std::string, std::string> prefixes_;
    std::string unseen_;
};

}  // namespace

Result<ProofCheck> check_orphans(
    const OrgQuestions& org, const std::string& object, FindingFiles& files
) {
    return OrphanCheck{org, files}.run(object);
}

}  // namespace rowlock
