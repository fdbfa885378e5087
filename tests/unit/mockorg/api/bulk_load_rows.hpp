#pragma once

#include "mockorg/engine/requests.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What keeps a row from ever being saved.
enum class RowDefect : std::uint8_t { none, no_last_name, no_id, unknown_parent, no_date };

/// A contact on its way into an org.
struct LoadRow {
    /// Its Title, which no other row has.
    std::string label;
    /// Its Department: who loads it.
    std::string tag;
    /// Id of its account.
    std::string parent;
    /// The key of an upsert; empty otherwise.
    std::string email;
    RowDefect defect = RowDefect::none;
};

/// The code a row with this defect fails with if nothing else happens to it; empty for none.
std::string_view code_of(RowDefect defect);

/// What a client sends: as CSV, XML or JSON, if asked for with a column that no contact has.
std::string data_of(const std::vector<LoadRow>& rows, ContentType form, bool with_bad_column);

}  // namespace rowlock
