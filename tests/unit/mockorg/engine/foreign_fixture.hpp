#pragma once

#include "mockorg/engine/foreign_report.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <algorithm>
#include <string>

namespace rowlock {

/// An org with foreign writers, in which everything takes whole seconds.
struct ForeignFixture : OrgFixture {
    using OrgFixture::OrgFixture;

    Org& org_itself() { return org.org(); }

    void set(const ForeignWriter& writer) {
        const auto set = org_itself().set_foreign_writer(writer);
        INFO((set ? std::string{} : set.error().message));
        REQUIRE(set);
    }

    ForeignWriterReport report(const std::string& name) {
        const auto reports = org_itself().foreign_writers();
        const auto found = std::find_if(reports.begin(), reports.end(), [&](const auto& report) {
            return report.writer.name == name;
        });
        REQUIRE(found != reports.end());
        return *found;
    }

    /// Somebody who keeps the account of that name for 20 s, once, from now on.
    static ForeignWriter user(const std::string& name, const std::string& account) {
        ForeignWriter writer;
        writer.name = name;
        writer.object = "Account";
        writer.where = "Name = '" + account + "'";
        writer.hold = ForeignHold{seconds(20), 0.0};
        return writer;
    }

    /// What updates `path` after contacts were inserted or updated, in their transaction.
    static ForeignWriter automation(const std::string& name, const std::string& path) {
        ForeignWriter writer;
        writer.name = name;
        writer.kind = ForeignWriterKind::automation;
        writer.object = "Contact";
        writer.after_insert = true;
        writer.after_update = true;
        writer.updates = path;
        writer.records = 200;
        return writer;
    }

    /// The same in a transaction of its own, 5 s after the commit, that takes 4 s.
    static ForeignWriter async_automation(const std::string& name, const std::string& path) {
        ForeignWriter writer = automation(name, path);
        writer.async = true;
        writer.delay = seconds(5);
        return writer;
    }
};

}  // namespace rowlock
