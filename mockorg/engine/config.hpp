#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/engine/bulk_limits.hpp"
#include "mockorg/engine/ledger.hpp"
#include "mockorg/engine/profile.hpp"
#include "mockorg/engine/query_job_settings.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace rowlock {

/// What a Bulk API 2.0 create that asks for `concurrencyMode: Serial` gets (design: real orgs
/// refuse it).
enum class Bulk2Serial : std::uint8_t { reject, ignore, honour };

Result<Bulk2Serial> parse_bulk2_serial(std::string_view word);

/// What a user may do that others may not.
struct UserRights {
    /// Use the API at all.
    bool api = true;
    /// Jobs of operation hardDelete.
    bool hard_delete = true;
};

struct OrgConfig {
    std::uint64_t seed = 1;
    /// Characters 4 to 6 of every id the org makes, letters and digits: no two orgs share them.
    std::array<char, 3> instance{'R', 'L', '0'};
    Profile profile;
    std::shared_ptr<const Schema> schema = Schema::standard();
    std::vector<LockRule> lock_rules = standard_lock_rules();
    Bulk2Serial bulk2_serial = Bulk2Serial::reject;
    /// Of every user.
    UserRights rights;
    /// Of users who have fewer, by user name in lower case.
    std::map<std::string, UserRights, std::less<>> rights_by_user;
    /// Take ids of other orgs that are not known here for records that exist (files of a real org).
    bool adopt_unknown_ids = false;
    /// An undelete leaves references to records that were deleted meanwhile as they are, instead of
    /// emptying them: no source says what the platform does.
    bool keep_dangling_references = false;
    /// At most this many ids are listed in one lock failure's message; the count in it is always
    /// whole.
    std::size_t lock_error_ids_max = 200;
    /// Where the clock of a fresh org stands.
    TimePoint start = k_org_epoch;
    LedgerLimits ledger;
    /// What the org allows its bulk jobs within a day, and how long it keeps them.
    BulkLimits bulk_limits;
    QueryJobSettings query_jobs;
    /// What batches of Bulk API 1.0 were sent as is kept as it came up to so many bytes, and packed
    /// beyond.
    std::size_t plain_requests_bytes_max = 512'000'000;
    /// What the results of queries may hold of records that were changed or deleted since, in
    /// bytes. Beyond that the oldest results go before their time.
    std::size_t query_results_bytes_max = 512'000'000;
    /// How often a search of one object may look for a word in a field before it is cut short.
    std::size_t search_looks_max = 50'000'000;
};

/// Takes a right from every user, `api` or `hard-delete`, or from one: `hard-delete:ann@acme.com`.
/// Fails with bad_configuration for other words.
Result<void> deny(OrgConfig& config, std::string_view word);

/// The rights of the user of this name.
UserRights rights_of(const OrgConfig& config, std::string_view username);

}  // namespace rowlock
