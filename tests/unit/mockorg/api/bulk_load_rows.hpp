#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/engine/requests.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What keeps a row from ever being saved. The last four are of rows that name a contact by Id.
enum class RowDefect : std::uint8_t {
    none,
    no_last_name,
    no_id,
    unknown_parent,
    no_date,
    bad_target,
    account_as_target,
    unknown_target,
    no_target
};

/// A contact on its way into an org, or what is to become of one that is there.
struct LoadRow {
    Operation operation = Operation::insert;
    /// Its Title, which no other row has. A delete has none: the Id as it is sent.
    std::string label;
    /// Its Department: who loads it. Only of inserts and upserts.
    std::string tag;
    /// Id of its account.
    std::string parent;
    /// The key of an upsert; empty otherwise.
    std::string email;
    /// The Id of an update or delete, as it is sent; empty otherwise.
    std::string target;
    /// The target was in the recycle bin before the row was sent.
    bool target_is_deleted = false;
    RowDefect defect = RowDefect::none;
    TimePoint sent{};

    /// Whether it is for a contact that the org knows.
    bool names_contact() const { return !target.empty() && defect < RowDefect::bad_target; }
};

/// What keeps the data of a batch or job from being read at all.
enum class DataDefect : std::uint8_t {
    none,
    /// A column that no contact has.
    bad_column,
    /// The end is missing. Not of CSV, which would still be CSV.
    cut_short,
    /// Only of the ZIP forms.
    no_request_file
};

/// Which part of an id tells records apart, whether it was sent with a checksum or without.
std::string id_key(const std::string& id);

/// The code a row with this defect fails with if nothing else happens to it; empty for none.
std::string_view code_of(RowDefect defect);

/// What a client sends to have all rows go through `operation`, with or without a defect. An XML or
/// JSON text without rows has no column and so no bad one.
std::string data_of(
    const std::vector<LoadRow>& rows,
    Operation operation,
    ContentType form,
    DataDefect defect = DataDefect::none
);

/// What the state message of a batch with this defect says, among others.
std::string_view message_of(DataDefect defect, ContentType form);

}  // namespace rowlock
