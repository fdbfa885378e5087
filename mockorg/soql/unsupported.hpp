#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowlock::soql {

/// The part of SOQL a word stands for where a clause may begin, if it is one this parser refuses
/// ("GROUP BY" for GROUP); nothing for any other word.
std::optional<std::string_view> unsupported_clause(std::string_view word);

/// The part of SOQL a word stands for where a literal may stand: a date literal such as TODAY, or a
/// currency amount such as EUR100.
std::optional<std::string_view> unsupported_literal(std::string_view word);

}  // namespace rowlock::soql
