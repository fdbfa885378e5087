#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A search told by parameters in place of SOSL. What is empty was not told.
struct SearchParameters {
    struct Object {
        std::string name;
        /// Comma-separated.
        std::string fields;
        std::string where;
        std::string order_by;
        std::string limit;
    };

    /// The words that FIND would have in braces.
    std::string term;
    /// `ALL`, `NAME`, ...
    std::string scope;
    std::vector<Object> objects;
    /// Of objects that tell no fields or limit of their own.
    std::string fields;
    std::string default_limit;
    std::string overall_limit;
    std::string offset;
};

/// Those of an address: `q=acme&sobject=Account&Account.limit=10`. Fails with missing_argument.
Result<SearchParameters> read_search_parameters(const HttpTarget& target);

/// Those of a JSON body: `{"q":"acme","sobjects":[{"name":"Account","limit":10}]}`. Fails with
/// missing_argument or json_parser_error.
Result<SearchParameters> read_search_parameters(std::string_view body);

/// The search as SOSL. Only what is too long, and a parameter that would name objects of its own,
/// is refused here, with malformed_search; what else is wrong with them is wrong with the SOSL.
Result<std::string> sosl_of(const SearchParameters& parameters);

}  // namespace rowlock
