#pragma once

#include "mockorg/engine/world.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <memory>
#include <string>
#include <utility>

namespace rowlock {

/// A world without an org around it.
struct ForeignWorld {
    World world{make_foundation()};

    RecordHandle add_account(const std::string& name) {
        const ObjectType& account = *world.schema().find("Account");
        const RecordHandle record = world.store.append(account.number);
        world.store.set(record, account.find_field("Name")->number, Value::of_text(name));
        return record;
    }

    static std::shared_ptr<const Foundation> make_foundation() {
        OrgConfig config = steady_config();
        auto rules = require_value(LockRules::compile(config.schema, config.lock_rules));
        auto plans = make_write_plans(*config.schema);
        return std::make_shared<const Foundation>(Foundation{
            std::move(config), std::move(rules), std::move(plans), {'T', 'S', 'T'}});
    }
};

}  // namespace rowlock
