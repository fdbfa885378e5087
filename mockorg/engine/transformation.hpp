#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// How the columns of a Bulk API 1.0 job's CSV batches become fields: the mapping a client sends to
/// job/<id>/spec. [asynch_api_transform_spec_fields]
struct Transformation {
    struct Line {
        std::string field;
        /// The CSV column that holds it; empty for a constant.
        std::string column;
        /// What the field gets where the column is missing or empty.
        std::string value;
    };

    std::vector<Line> lines;
};

/// Reads `Salesforce Field,Csv Header,Value,Hint`. At most 8,192 characters. Fails with
/// client_input_error, also for a Hint (this org knows none) and for a column named twice.
Result<Transformation> parse_transformation(std::string_view csv);

}  // namespace rowlock
