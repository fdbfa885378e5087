#include "checks/partition/disk_memory.hpp"

#include "checks/partition/output_file.hpp"

#include <sys/mman.h>

#include <algorithm>

namespace rowlock {

void* DiskMemory::do_allocate(std::size_t bytes, std::size_t) {
    bytes = std::max<std::size_t>(bytes, 1);
    auto file = OutputFile::in_folder(folder_);
    // Room is taken now: a disk that is full later would end the process at a mere assignment.
    auto reserved = file ? file->reserve(bytes) : Result<void>{Failure{file.error()}};
    if (!reserved) {
        error_ = std::move(reserved.error());
        throw std::bad_alloc{};
    }
    void* const memory =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file->descriptor(), 0);
    if (memory == MAP_FAILED) throw std::bad_alloc{};
    return memory;
}

void DiskMemory::do_deallocate(void* memory, std::size_t bytes, std::size_t) {
    ::munmap(memory, std::max<std::size_t>(bytes, 1));
}

}  // namespace rowlock
