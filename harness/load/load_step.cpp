#include "harness/load/load_step.hpp"

#include "harness/load/load_words.hpp"
#include "mockorg/codec/duration_text.hpp"

#include <algorithm>
#include <cmath>

namespace rowlock {

std::string_view name_of(LoadOperation operation) {
    return k_operation_words[static_cast<std::size_t>(operation)];
}

std::string_view name_of(LoadApi api) {
    return k_api_words[static_cast<std::size_t>(api)];
}

std::string_view name_of(ConcurrencyMode mode) {
    return k_concurrency_words[static_cast<std::size_t>(mode)];
}

RowNumber batch_rows_max(LoadApi api) {
    switch (api) {
        case LoadApi::bulk1:
            return 10'000;
        case LoadApi::rest:
            return 200;
        case LoadApi::bulk2:
            break;
    }
    return k_max_source_rows;
}

void choose_api(LoadStep& step, LoadApi api) {
    step.api = api;
    step.api_given = true;
    step.batch_rows = std::min(step.batch_rows, batch_rows_max(api));
}

RowNumber usual_batch_rows(LoadApi api) {
    return std::min(k_usual_batch_rows, batch_rows_max(api));
}

Duration RetryPolicy::delay_before(std::uint32_t attempt) const {
    const double growth = std::pow(factor, attempt == 0 ? 0.0 : attempt - 1.0);
    return seconds(std::min(to_seconds(delay) * growth, to_seconds(k_duration_text_max)));
}

}  // namespace rowlock
