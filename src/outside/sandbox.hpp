#pragma once

#include <cstdio>
#include <stdexcept>
#include <string_view>

#include "core/whole.hpp"

// What a child that decodes a stranger's bytes gives up before it looks at them: whoever takes it over by a fault of a
// decoder finds a process that can compute and print, and nothing else (docs/adr/0019-sandbox-of-children.md).
namespace veche::outside {

/// The kernel has the means and they fail: nothing is decoded then.
class SandboxFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
/// How a child ends that cannot work at all, by no fault of the file.
constexpr int exit_cannot_work = 4;

enum class Threads { none, own };  // own: may start threads, never processes

/// All of it below. To be called after the input has been read, every library loaded and the program is to open nothing
/// more; there is no way back. What the kernel does not have is left out; under AddressSanitizer, which reads files of its
/// own, nothing is done. Throws SandboxFailed.
void enter_sandbox(Threads threads);

/// Landlock, two walls of which the second would do: no file may be opened by its name, no port bound or connected to, no
/// process outside signalled. False when the kernel has none.
bool forbid_files_and_network();

/// seccomp: only system calls that compute and print; every other fails with EPERM. False when the kernel has none.
bool allow_only_computing(Threads threads);

/// A whole number among a child's arguments. False when it is none.
template <class Number>
bool take_argument(std::string_view text, Number& into)
{
    const auto number = parse_whole<Number>(text);
    if (number) into = *number;
    return number.has_value();
}

/// What a child says, to its standard output: how it then ends, 1 when not all could be said.
inline int child_answer(std::string_view text, int exit_code)
{
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return whole ? exit_code : 1;
}

}  // namespace veche::outside
