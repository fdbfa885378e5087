#include "checks/model/write_operation.hpp"

#include <array>

namespace rowlock {
namespace {

struct OperationWord {
    std::string_view word;
    WriteOperation operation;
};

constexpr std::array k_operations{
    OperationWord{"insert", WriteOperation::insert},
    OperationWord{"update", WriteOperation::update},
    OperationWord{"upsert", WriteOperation::upsert},
    OperationWord{"delete", WriteOperation::remove},
};

}  // namespace

std::string_view name_of(WriteOperation operation) {
    for (const OperationWord& entry : k_operations) {
        if (entry.operation == operation) return entry.word;
    }
    return {};
}

std::optional<WriteOperation> parse_write_operation(std::string_view word) {
    for (const OperationWord& entry : k_operations) {
        if (entry.word == word) return entry.operation;
    }
    return std::nullopt;
}

}  // namespace rowlock
