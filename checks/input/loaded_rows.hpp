#pragma once

#include "checks/input/loaded_input.hpp"

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace rowlock {

/// Where a LoadedInput has its rows. What its functions say holds for those of the same name here.
struct LoadedRows {
    /// Where the keys lie; nothing for the heap. Must outlive them.
    std::shared_ptr<std::pmr::memory_resource> memory;
    RowKeys keys;
    std::vector<LoadedFile> files;
    std::vector<Unresolved> unresolved;

    virtual ~LoadedRows() = default;

    virtual std::string_view key_object(KeyNo key) const = 0;
    virtual KeyName key_name(KeyNo key) const = 0;
    virtual KeyNaming key_naming(KeyNo key) const = 0;
    virtual bool names_vary() const = 0;
    virtual RowOrigin origin(RowNo row) const = 0;
    virtual std::string_view row_text(RowNo row) const = 0;
    virtual std::uint32_t byte_size(RowNo row) const = 0;
    virtual std::vector<ExplainedKey> explain(RowNo row) = 0;
    virtual std::vector<Unresolved> unresolved_of(RowNo row) = 0;
};

}  // namespace rowlock
