#pragma once

#include "harness/batcher/answer.hpp"
#include "harness/batcher/instance.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace rowlock::batcher {

/// Two places to ask the same question. A program runs in the second with another hash seed, locale
/// and number of threads: its answer should be the same. A function in this process is asked again.
enum class Surroundings : std::uint8_t { first, second };

/// Something that cuts rows into batches, however it is reached. Used from one thread.
class Batcher {
public:
    virtual ~Batcher() = default;

    /// Never throws, and comes back within a time of its own.
    virtual Reply ask(const Instance& instance, Surroundings surroundings) = 0;

    /// Forgets all that was asked before.
    virtual void restart() {}

    /// How the second surroundings differ, for people: `with another ...`; empty if they do not.
    virtual std::string_view other_surroundings() const { return {}; }
};

/// A function in this process. Whatever it throws is a crash.
class FunctionBatcher : public Batcher {
public:
    using Function = std::function<Answer(const Instance&, Surroundings)>;

    explicit FunctionBatcher(Function function) : function_(std::move(function)) {}

    Reply ask(const Instance& instance, Surroundings surroundings) override;

private:
    Function function_;
};

}  // namespace rowlock::batcher
