#pragma once

#include "checks/input/row_sink.hpp"
#include "checks/partition/part_file.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// Puts rows into a part as they are read.
class PartSink final : public RowSink {
public:
    explicit PartSink(PartWriter& writer, std::size_t rule_count)
        : writer_(writer), rule_count_(rule_count) {}

    Result<void> take(const ReadRows& rows) override;

    /// Keys of rows so far.
    std::uint64_t uses() const { return uses_; }

private:
    void put_row(const ReadRows& rows, std::size_t row);

    PartWriter& writer_;
    /// The position that stands for the key of an upsert.
    std::size_t rule_count_;
    std::uint64_t uses_ = 0;
    std::string block_;
    std::string name_;
};

}  // namespace rowlock
