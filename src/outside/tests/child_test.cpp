#include "outside/child.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include <doctest/doctest.h>

#include "core/errors.hpp"
#include "made_files.hpp"

namespace child_test {

using namespace veche;
using namespace veche::outside;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

std::vector<std::string> misbehaving(const std::string& how)
{
    return {"/proc/self/exe", "misbehave", how};
}

std::string refusal(const std::string& how, TableLimits limits = {})
{
    const made::Folder folder;
    const auto tables = read_tables(folder.file("a.csv", "a;b\n"), limits, misbehaving(how));
    return tables ? "" : tables.error().message;
}

}  // namespace

TEST_CASE("a child has no descriptors of ours, no input, and may write no file")
{
    const auto child = run_child(misbehaving("report"), {512 * mebibyte, 5, 20, 1000});
    CHECK(child.end == ChildResult::End::exited);
    CHECK(child.exit_code == 0);
    CHECK(child.output == "0 1 1");
}

TEST_CASE("a child beyond its time, memory or output is ended, and none is left behind")
{
    CHECK(run_child(misbehaving("spin"), {512 * mebibyte, 1, 60, 1000}).end == ChildResult::End::out_of_time);
    CHECK(run_child(misbehaving("sleep"), {512 * mebibyte, 5, 1, 1000}).end == ChildResult::End::out_of_time);
    CHECK(run_child(misbehaving("flood"), {512 * mebibyte, 5, 60, 100'000}).end == ChildResult::End::too_much);
    CHECK(run_child(misbehaving("crash"), {512 * mebibyte, 5, 60, 1000}).end == ChildResult::End::crashed);
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(run_child(misbehaving("eat"), {512 * mebibyte, 20, 60, 1000}).exit_code == 9);
#endif
    CHECK((waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD));
}

TEST_CASE("a program that cannot be started is our trouble, not the file's")
{
    CHECK_THROWS_AS(run_child({"/no/such/program"}, {512 * mebibyte, 5, 20, 1000}), Unavailable);
    CHECK_THROWS_AS(run_child({}, {512 * mebibyte, 5, 20, 1000}), Unavailable);
}

TEST_CASE("children started from several threads at once do not disturb one another")
{
    std::vector<std::thread> threads;
    std::vector<std::string> said(8);
    for (std::size_t i = 0; i < said.size(); ++i)
        threads.emplace_back([&said, i] {
            said[i] = run_child(misbehaving("say " + std::to_string(i)), {512 * mebibyte, 5, 60, 1000}).output;
        });
    for (auto& thread : threads) thread.join();
    for (std::size_t i = 0; i < said.size(); ++i) CHECK(said[i] == std::to_string(i));
}

TEST_CASE("a reader that misbehaves is a refusal, not a crash")
{
    TableLimits quick;
    quick.seconds = 1;
    CHECK(refusal("spin", quick) == "file.too_slow");
    CHECK(refusal("sleep", quick) == "file.too_slow");
    CHECK(refusal("crash") == "file.broken");
    TableLimits small;
    small.text_bytes = 100'000;
    CHECK(refusal("flood", small) == "file.too_large");
}

TEST_CASE("a reader that prints garbage is not believed")
{
    for (const std::string said : {"", "hello", "tables 1 0:0:0 0 0 0 1 1 0 1:\x01", "tables 1 0:0:0 0 0 0 1 1 0 1:ax"})
        CHECK(refusal("say " + said) == "file.broken");
    CHECK(refusal("say tables 0 ") == "file.no_table");
    CHECK(refusal("nothing") == "file.broken");
    for (const std::string said :
         {"", "app.anything", "file.too_many_rows\nmost=<b>", "file.too_many_rows\nother=5", "file.broken\nmost"})
        CHECK(refusal("refuse " + said) == "file.broken");
    CHECK(refusal("refuse file.old_format") == "file.old_format");
}

}  // namespace child_test
