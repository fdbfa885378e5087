#pragma once

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// An org that is asked by SOQL.
struct QueryFixture : OrgFixture {
    /// So many accounts, named 1, 2, ...
    void add_accounts(int count) {
        std::string csv = "Name\n";
        for (int i = 1; i <= count; ++i) csv.append(std::to_string(i) + "\n");
        load("Account", "insert", csv);
        org.run_until_idle();
    }

    Result<RunQuery::Reply> query(const std::string& soql, std::uint32_t page_size = 2000) {
        RunQuery request;
        request.soql = soql;
        request.page_size = page_size;
        return org.ask(std::move(request));
    }

    Result<RunQuery::Reply> more(const std::string& locator) { return org.ask(QueryMore{locator}); }

    static std::vector<std::string> values(const RunQuery::Reply& reply, std::size_t field = 0) {
        std::vector<std::string> texts;
        for (const RecordFields& record : reply.records)
            texts.push_back(record.fields.at(field).second);
        return texts;
    }
};

}  // namespace rowlock
