#pragma once

#include <malloc.h>

#include <fstream>
#include <string>

namespace rowlock::bench {

/// A line such as `VmHWM: 1234 kB` of what the kernel tells about this process, in MB.
inline double kernel_megabytes(const std::string& name) {
    std::ifstream status{"/proc/self/status"};
    std::string word;
    while (status >> word) {
        if (word != name + ":") continue;
        double kilobytes = 0.0;
        status >> kilobytes;
        return kilobytes / 1024.0;
    }
    return 0.0;
}

/// How far memory grows above where it stands while `work` runs, in MB.
template <class Work>
double peak_growth(const Work& work) {
    // What was freed before must not be there to grow into.
    malloc_trim(0);
    // Sets the peak back to where memory stands now.
    std::ofstream{"/proc/self/clear_refs"} << "5";
    const double before = kernel_megabytes("VmRSS");
    work();
    return kernel_megabytes("VmHWM") - before;
}

}  // namespace rowlock::bench
