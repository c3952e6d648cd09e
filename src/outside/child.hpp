#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace veche::outside {

/// What a child process may use up.
struct ChildLimits {
    std::size_t memory_bytes =
        0;                 // RLIMIT_AS; not set under AddressSanitizer, whose shadow needs terabytes of addresses
    int cpu_seconds = 0;   // RLIMIT_CPU
    int wall_seconds = 0;  // then its whole process group is killed
    std::size_t output_bytes = 0;  // of standard output; the child is killed when it prints more
    bool threads = false;          // libvips cannot work without; the kernel counts them as processes of the user
};

struct ChildResult {
    enum class End {
        exited,       // `exit_code` tells how
        out_of_time,  // CPU or wall clock
        too_much,     // printed more than output_bytes
        crashed,      // by a signal
    };
    End end = End::crashed;
    int exit_code = -1;
    std::string output;
};

/// Runs `arguments` (the first is the program's path) as a child that is trusted with nothing: own process group and
/// session, no descriptors but standard ones, no input, no core, no files to write, no new privileges, no children (unless it needs threads), no
/// network where the kernel lets us drop it, nothing of our environment. What it must not do while it decodes it gives up itself (sandbox.hpp). Standard error is discarded. Waits for the end; leaves no zombie and no
/// grandchild. Throws Unavailable when the program cannot be started.
ChildResult run_child(const std::vector<std::string>& arguments, const ChildLimits& limits);

}  // namespace veche::outside
