#pragma once

#include "harness/batcher/answer.hpp"
#include "harness/batcher/instance.hpp"

#include <string>
#include <vector>

namespace rowlock::batcher {

/// A batch as a batcher wrote it: a file, and how it is to be sent.
struct BatchFile {
    std::string name;
    std::string text;
    BatchLane lane = BatchLane::parallel;
    std::uint32_t phase = 0;
    std::uint32_t feed_group = 0;
    /// Its rows fit no batch: they are not sent.
    bool set_aside = false;
};

/// Finds out which rows of the instance stand in which file, by content: equal rows are taken in
/// their order. A row that is in no input, or once more than there, is an invented one. A file that
/// cannot be read on its own (header, columns, quotes, line ends as in the input) says why, and is
/// a batch even if its rows are to be set aside.
Answer answer_of_files(const Instance& instance, const std::vector<BatchFile>& files);

}  // namespace rowlock::batcher
