#pragma once

#include "mockorg/base/assert.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock {

/// A vector whose copy is cheap: chunks of 4,096 values are shared until one side writes.
/// Values equal to the fill value cost nothing while their whole chunk holds nothing else.
/// One thread writes one object; other threads may read their own copies at the same time.
template <class T>
class CowVector {
public:
    static constexpr std::size_t k_chunk = 4096;

    explicit CowVector(T fill = T{}) : fill_(fill) {}

    std::size_t size() const { return size_; }

    T get(std::size_t index) const {
        ROWLOCK_ASSERT(index < size_);
        const Chunk* chunk = chunks_[index / k_chunk].get();
        return chunk == nullptr ? fill_ : chunk->values[index % k_chunk];
    }

    void set(std::size_t index, T value) {
        ROWLOCK_ASSERT(index < size_);
        ChunkPtr& chunk = chunks_[index / k_chunk];
        if (chunk == nullptr) {
            if (value == fill_) return;
            chunk = ChunkPtr{new Chunk(fill_)};
        } else if (chunk->shared()) {
            chunk = ChunkPtr{new Chunk(*chunk)};
        }
        chunk->values[index % k_chunk] = value;
    }

    /// New values are the fill value; only grows.
    void grow(std::size_t size) {
        ROWLOCK_ASSERT(size >= size_);
        size_ = size;
        chunks_.resize((size + k_chunk - 1) / k_chunk);
    }

    T fill() const { return fill_; }

    /// Whether the chunk's values all are the fill value, at no more cost than a look.
    bool chunk_is_fill(std::size_t chunk) const {
        ROWLOCK_ASSERT(chunk < chunks_.size());
        return chunks_[chunk] == nullptr;
    }

    /// Takes a whole chunk back to the fill value, which frees what only this vector had.
    void drop_chunk(std::size_t chunk) {
        ROWLOCK_ASSERT(chunk < chunks_.size());
        chunks_[chunk] = nullptr;
    }

    /// Calls `visit(address, bytes)` for each chunk, shared or not.
    template <class Visit>
    void visit_chunks(const Visit& visit) const {
        for (const ChunkPtr& chunk : chunks_) {
            if (chunk != nullptr) visit(static_cast<const void*>(chunk.get()), sizeof(Chunk));
        }
    }

    std::size_t bytes() const {
        const auto real = std::count_if(chunks_.begin(), chunks_.end(), [](const ChunkPtr& chunk) {
            return chunk != nullptr;
        });
        return static_cast<std::size_t>(real) * sizeof(Chunk) +
               chunks_.capacity() * sizeof(ChunkPtr);
    }

private:
    struct Chunk {
        explicit Chunk(T fill) { values.fill(fill); }

        Chunk(const Chunk& other) : values(other.values) {}

        Chunk& operator=(const Chunk&) = delete;
        ~Chunk() = default;

        /// Acquire: what another owner read before letting go happened before our next write.
        bool shared() const { return owners.load(std::memory_order_acquire) > 1; }

        friend void intrusive_ptr_add_ref(Chunk* chunk) {
            chunk->owners.fetch_add(1, std::memory_order_relaxed);
        }

        friend void intrusive_ptr_release(Chunk* chunk) {
            if (chunk->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete chunk;
        }

        std::atomic<std::uint32_t> owners{0};
        std::array<T, k_chunk> values;
    };

    using ChunkPtr = boost::intrusive_ptr<Chunk>;

    T fill_;
    std::size_t size_ = 0;
    std::vector<ChunkPtr> chunks_;
};

}  // namespace rowlock
