#pragma once

#include "mockorg/base/error.hpp"

#include <cstddef>
#include <memory_resource>
#include <new>
#include <optional>
#include <string>

namespace rowlock {

/// Memory that the system may put on disk at any time: parts of temporary files without a name. For
/// few and large pieces that are gone through from front to back.
class DiskMemory final : public std::pmr::memory_resource {
public:
    explicit DiskMemory(std::string folder) : folder_(std::move(folder)) {}

    /// Why the last allocation ended with std::bad_alloc, if one did.
    const std::optional<Error>& error() const { return error_; }

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;

    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::string folder_;
    std::optional<Error> error_;
};

}  // namespace rowlock
