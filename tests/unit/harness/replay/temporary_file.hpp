#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace rowlock::test {

/// A file with a name of its own, gone when the test is over.
struct TemporaryFile {
    explicit TemporaryFile(const std::string& text = "") : path("/tmp/rowlock-test-XXXXXX") {
        close(mkstemp(path.data()));
        std::ofstream{path} << text;
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    ~TemporaryFile() { std::remove(path.c_str()); }

    std::string path;
};

}  // namespace rowlock::test
