#include "mockorg/base/text_arena.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <cstring>

namespace rowlock {
namespace {

/// What there must be to gain before texts are moved.
constexpr std::size_t k_least_gain = std::size_t{32} << 20;
/// What a block counts for that holds next to nothing: copies that come and go leave such blocks.
constexpr std::size_t k_block_charge = std::size_t{32} << 10;
/// Longer texts have a run to themselves: little of the others is left unused.
constexpr std::size_t k_shared_run_text = std::size_t{1} << 10;

}  // namespace

TextArena::TextArena(const TextArena& other) : blocks_(other.blocks_), changes_(other.changes_) {}

TextArena& TextArena::operator=(const TextArena& other) {
    blocks_ = other.blocks_;
    open_ = k_none;
    runs_.fill({});
    changes_ = other.changes_;
    return *this;
}

TextArena::Ref TextArena::add(std::string_view text, std::size_t lane) {
    ROWLOCK_ASSERT(text.size() <= k_max_length);
    // Found in no block, so that it needs none.
    if (text.empty()) return 0;
    if (text.size() > k_shared_run_text) {
        Run run = take_run(text.size());
        return put(text, run);
    }
    Run& run = runs_[lane % k_lanes];
    if (text.size() > run.end - run.next) run = take_run(k_run_size);
    return put(text, run);
}

TextArena::Run TextArena::take_run(std::size_t bytes) {
    if (open_ == k_none || bytes > k_block_size - blocks_[open_].used) open_block();
    Block& block = blocks_[open_];
    const std::uint64_t begin = open_ * k_block_size + block.used;
    block.used += static_cast<std::uint32_t>(bytes);
    return {begin, begin + bytes};
}

TextArena::Ref TextArena::put(std::string_view text, Run& run) {
    const std::uint64_t offset = run.next;
    char* const block = blocks_[offset >> k_block_bits].text.get();
    std::memcpy(block + offset % k_block_size, text.data(), text.size());
    run.next += text.size();
    return offset << k_length_bits | text.size();
}

void TextArena::open_block() {
    const auto free = std::find_if(blocks_.begin(), blocks_.end(), [](const Block& block) {
        return block.text == nullptr;
    });
    open_ = static_cast<std::size_t>(free - blocks_.begin());
    if (free == blocks_.end()) blocks_.emplace_back();
    // Left uninitialised: every byte is written before a Ref to it exists.
    blocks_[open_].text = std::shared_ptr<char[]>{new char[k_block_size]};
    changes_ += k_block_charge;
}

void TextArena::release(Ref ref) {
    const std::size_t length = ref & k_max_length;
    if (length == 0) return;
    Block& block = blocks_[block_of(ref)];
    block.released += static_cast<std::uint32_t>(length);
    ROWLOCK_ASSERT(block.released <= block.used);
    changes_ += length;
}

bool TextArena::is_sparse(std::size_t number) const {
    const Block& block = blocks_[number];
    return number != open_ && block.text != nullptr &&
           std::size_t{block.used - block.released} * 2 < k_block_size;
}

std::vector<bool> TextArena::sparse_blocks() {
    if (changes_ < k_least_gain / 2) return {};
    changes_ = 0;
    std::vector<bool> sparse(blocks_.size());
    std::size_t gain = 0;
    std::size_t used = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        sparse[i] = is_sparse(i);
        used += blocks_[i].used;
        if (sparse[i]) gain += blocks_[i].released + k_block_charge;
    }
    if (gain < std::max(k_least_gain, used / 4)) return {};
    // Nothing more is put where everything is to be moved from.
    for (Run& run : runs_)
        if (run.end != 0 && sparse[(run.end - 1) >> k_block_bits]) run = {};
    return sparse;
}

void TextArena::drop(const std::vector<bool>& blocks) {
    ROWLOCK_ASSERT(blocks.size() <= blocks_.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (!blocks[i]) continue;
        ROWLOCK_ASSERT(i != open_);
        ROWLOCK_ASSERT(std::none_of(runs_.begin(), runs_.end(), [i](const Run& run) {
            return run.end != 0 && (run.end - 1) >> k_block_bits == i;
        }));
        blocks_[i] = Block{};
    }
}

std::size_t TextArena::bytes_reserved() const {
    const auto real = std::count_if(blocks_.begin(), blocks_.end(), [](const Block& block) {
        return block.text != nullptr;
    });
    return static_cast<std::size_t>(real) * k_block_size;
}

}  // namespace rowlock
