#include "db/postgres_dump.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "db/error.hpp"

extern char** environ;

namespace veche::db {
namespace {

// Only the beginning of a long complaint is kept.
constexpr std::size_t longest_complaint = 4096;

std::vector<std::string> environment_of(PGconn* connection)
{
    std::vector<std::string> variables;
    for (char** variable = environ; *variable; ++variable)
        if (std::strncmp(*variable, "PG", 2) != 0) variables.emplace_back(*variable);
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(connection),
                                                                                 PQconninfoFree);
    for (const auto* option = options.get(); option && option->keyword; ++option)
        if (option->envvar && option->val && *option->val)
            variables.push_back(std::string(option->envvar) + "=" + option->val);
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

struct Pipe {
    int ends[2] = {-1, -1};
    Pipe()
    {
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    }
    ~Pipe()
    {
        for (const int end : ends)
            if (end >= 0) ::close(end);
    }
    void close_writing_end()
    {
        ::close(ends[1]);
        ends[1] = -1;
    }
};

pid_t start(std::vector<std::string> arguments, std::vector<std::string> environment, const Pipe& complaints)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, complaints.ends[1], STDERR_FILENO);
    pid_t child = 0;
    const int code = ::posix_spawnp(&child, arguments.front().c_str(), &actions, nullptr, pointers(arguments).data(),
                                    pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    if (code != 0)
        throw Error(Cause::other, "cannot start " + arguments.front() + ": " + std::generic_category().message(code));
    return child;
}

std::string read_all(int descriptor)
{
    std::string text;
    char buffer[1024];
    for (;;) {
        const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return text;
        const auto room = longest_complaint - std::min(text.size(), longest_complaint);
        text.append(buffer, std::min(static_cast<std::size_t>(got), room));
    }
}

}  // namespace

namespace {

void run(std::vector<std::string> arguments, PGconn* connection)
{
    const std::string program = arguments.front();
    Pipe complaints;
    const pid_t child = start(std::move(arguments), environment_of(connection), complaints);
    complaints.close_writing_end();
    const std::string said = read_all(complaints.ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    const bool is_full = said.find("No space left") != std::string::npos;
    throw Error(is_full ? Cause::disk_full : Cause::other, program + " failed: " + said);
}

}  // namespace

void run_pg_dump(PGconn* connection, const std::filesystem::path& file)
{
    run({"pg_dump", "--format=custom", "--no-owner", "--no-password", "--file=" + file.string()}, connection);
}

void run_pg_restore(PGconn* connection, const std::filesystem::path& file)
{
    run({"pg_restore", "--no-owner", "--no-password", "--exit-on-error", "--single-transaction",
         std::string("--dbname=") + PQdb(connection), file.string()},
        connection);
}

}  // namespace veche::db
