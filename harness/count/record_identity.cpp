#include "harness/count/record_identity.hpp"

#include "harness/replay/repeated_keys.hpp"

namespace rowlock {

Result<RecordKey> read_identity(const AskFn& ask, const std::string& object, const LoadStep& step) {
    const std::string column = identity_column(step);
    if (column.empty()) return RecordKey{};
    return read_record_key(ask, object, {column});
}

}  // namespace rowlock
