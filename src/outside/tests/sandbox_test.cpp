#include "outside/sandbox.hpp"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include <doctest/doctest.h>

#include "made_files.hpp"
#include "outside/child.hpp"
#include "outside/sanitized.hpp"

namespace sandbox_test {

using namespace veche::outside;

namespace {

const made::Folder& folder()
{
    static const made::Folder one;
    return one;
}

/// What the child succeeded in, a word each, in order; "stayed" is the last.
std::vector<std::string> deeds(const std::string& walls, std::vector<std::string> child, bool threads = false)
{
    std::vector<std::string> arguments{"/proc/self/exe", walls};
    arguments.insert(arguments.end(), child.begin(), child.end());
    const auto result = run_child(arguments, {1024UL * 1024 * 1024, 5, 20, 100'000, threads});
    CHECK(result.end == ChildResult::End::exited);
    const auto begin = result.output.find("\nprobed:");
    REQUIRE_MESSAGE(begin != std::string::npos, result.output);
    std::vector<std::string> words;
    std::string word;
    for (const char c : result.output.substr(begin + 8) + " ") {
        if (c != ' ') word += c;
        if (c == ' ' && !word.empty()) words.push_back(std::exchange(word, {}));
    }
    return words;
}

bool has_seccomp()
{
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

long landlock_version()
{
    return syscall(444, nullptr, 0UL, 1U);
}

/// False, with a word on the terminal, where there is nothing to try.
bool can_try(bool kernel_has, const char* what)
{
    if (sanitized) MESSAGE("not tried under AddressSanitizer");
    if (!kernel_has) MESSAGE("this kernel has no ", what, ": not tried");
    return kernel_has && !sanitized;
}

std::string input(const std::string& content)
{
    return folder().file("input", content).string();
}

}  // namespace

TEST_CASE("a child without walls could read, write, connect and start programs: what the walls are tried with can fail")
{
    const auto free = deeds("probe-nothing", {input("x"), "x"});
    for (const std::string deed : {"read", "environment", "folder", "create", "socket", "trace", "signal", "code"})
        CHECK_MESSAGE(std::ranges::count(free, deed) == 1, deed);
    CHECK(std::ranges::count(free, "stayed") == 0);  // it has become another program
}

TEST_CASE("the reader of tables can neither read, nor write, nor connect, nor start anything once it has its input")
{
    if (!can_try(has_seccomp(), "seccomp")) return;
    const std::vector<std::string> nothing{"stayed"};
    for (const std::string content : {"№;Дело\n1;Концерт\n", "PK\x03\x04 broken", "%PDF-1.7 no table"})
        CHECK(deeds("probe", {"read-table", input(content), "100", "100", "1000", "100000"}) == nothing);
}

TEST_CASE("the maker of pictures is shut off as well, though it may start threads")
{
    if (!can_try(has_seccomp(), "seccomp")) return;
    const std::vector<std::string> nothing{"stayed"};
    CHECK(deeds("probe", {"make-pictures", input("no picture"), "1000", "1000", "1"}, true) == nothing);
}

TEST_CASE("files and the network are behind a second wall")
{
    if (!can_try(landlock_version() >= 1, "Landlock")) return;
    const auto left = deeds("probe-files-and-network", {input("x"), "x"});
    for (const std::string deed : {"read", "environment", "input", "folder", "overwrite", "create", "rename"})
        CHECK_MESSAGE(std::ranges::count(left, deed) == 0, deed);
    if (can_try(landlock_version() >= 4, "Landlock for the network")) CHECK(std::ranges::count(left, "connect") == 0);
    if (can_try(landlock_version() >= 6, "Landlock for signals")) CHECK(std::ranges::count(left, "signal") == 0);
    CHECK(std::ranges::count(left, "stayed") == 1);  // no program can be read to be started
}

TEST_CASE("the wall of system calls alone holds as well")
{
    if (!can_try(has_seccomp(), "seccomp")) return;
    CHECK(deeds("probe-computing", {input("x"), "x"}) == std::vector<std::string>{"stayed"});
}

TEST_CASE("a child is told nothing of the server's environment")
{
    if (sanitized) return;
    setenv("VECHE_TEST_SECRET", "of the operator", 1);
    const auto child = run_child({"/proc/self/exe", "misbehave", "environment"}, {1024UL * 1024 * 1024, 5, 20, 1000});
    unsetenv("VECHE_TEST_SECRET");
    CHECK(child.output == "0");
}

}  // namespace sandbox_test
