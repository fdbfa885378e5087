#include "harness/cleanup/deletion_rows.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <unordered_map>

namespace rowlock {
namespace {

/// Numbers ids as they come. Two ids of one hash would be one key, which costs a little time and
/// does no harm.
class KeyNumbers {
public:
    KeyNo of(std::string_view id) {
        return numbers_.try_emplace(hash_text(id), static_cast<KeyNo>(numbers_.size()))
            .first->second;
    }

private:
    std::unordered_map<std::uint64_t, KeyNo> numbers_;
};

void add_reference(std::vector<LockingReference>& references, const LockingReference& found) {
    const auto known = std::find_if(references.begin(), references.end(), [&](const auto& one) {
        return one.field == found.field;
    });
    if (known == references.end()) {
        references.push_back(found);
    } else {
        known->soft = known->soft && found.soft;
    }
}

/// The row's references as keys, each once.
void add_keys(
    const std::vector<std::string>& cells,
    const DeletionLocks& locks,
    KeyNumbers& numbers,
    std::vector<KeyUse>& uses,
    RowKeys& keys
) {
    uses.clear();
    for (std::size_t i = 0; i < locks.references.size(); ++i) {
        const std::string& id = cells[i + 1];
        if (!id.empty()) uses.emplace_back(numbers.of(id), locks.references[i].soft);
    }
    std::sort(uses.begin(), uses.end(), [](KeyUse a, KeyUse b) {
        return a.key() != b.key() ? a.key() < b.key() : b.soft() && !a.soft();
    });
    for (std::size_t i = 0; i < uses.size(); ++i) {
        if (i == 0 || uses[i].key() != uses[i - 1].key()) keys.add(uses[i]);
    }
    keys.end_row();
}

}  // namespace

DeletionLocks locks_of_deletion(
    const Schema& schema, const LockRules& rules, const std::string& object
) {
    const ObjectType* type = schema.find(object);
    ROWLOCK_ASSERT(type != nullptr);
    DeletionLocks locks;
    for (const LockRules::ObjectTarget& target :
         rules.targets_of(type->number, WriteKind::remove)) {
        const LockRule& rule = rules.rules()[target.rule];
        const bool is_sure = rule.strength == LockStrength::always && rule.condition.empty();
        if (rule.lock == LockRule::Thing::group_membership) {
            locks.whole_org = locks.whole_org || is_sure;
        } else if (target.field) {
            const Field& field = type->field(*target.field);
            if (field.type == FieldType::reference)
                add_reference(locks.references, {field.name, !is_sure});
        }
    }
    return locks;
}

Result<DeletionRows> read_deletion_rows(
    const OrgQuestions& org,
    const DeletionTarget& target,
    const DeletionLocks& locks,
    const std::function<bool(std::uint64_t)>& go_on
) {
    std::string soql = "SELECT Id";
    for (const LockingReference& reference : locks.references) soql += ", " + reference.field;
    soql += target.selection.from_clause();
    std::vector<RecordId> meant;
    if (target.pick != nullptr) {
        auto picked = read_ids(org, target);
        if (!picked) return Failure{std::move(picked.error())};
        meant = std::move(*picked);
    }
    DeletionRows rows;
    KeyNumbers numbers;
    std::vector<KeyUse> uses;
    bool sound = true;
    const auto take = [&](const std::vector<std::string>& cells) {
        const auto id =
            cells.size() == locks.references.size() + 1 ? RecordId::parse(cells[0]) : std::nullopt;
        sound = id.has_value();
        if (!sound) return false;
        const bool is_meant =
            target.pick == nullptr || std::binary_search(meant.begin(), meant.end(), *id);
        if (!is_meant) return true;
        const std::string text = id->text();
        std::copy(text.begin(), text.end(), rows.ids.emplace_back().begin());
        add_keys(cells, locks, numbers, uses, rows.keys);
        return go_on(rows.ids.size());
    };
    const auto read = query_in_bulk(org.ask, org.pause, soql, take);
    if (!read) return Failure{read.error()};
    if (!sound)
        return fail(ErrorCode::protocol_broken, soql + ": expected rows that begin with an Id");
    return rows;
}

}  // namespace rowlock
