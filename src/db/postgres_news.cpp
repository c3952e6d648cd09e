#include "db/postgres_news.hpp"

namespace veche::db {
namespace {

using namespace std::chrono_literals;

constexpr auto between_tries = 5s;
constexpr auto between_notices = 100ms;

bool is_done(PGconn* connection, const char* sql)
{
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection, sql), PQclear);
    const auto status = PQresultStatus(result.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

bool PostgresNews::heard()
{
    const std::lock_guard lock(mutex_);
    if (!handle_) return connect();
    const bool heard = take_waiting();
    if (is_untold_.exchange(false)) send();
    return heard || !handle_;
}

void PostgresNews::tell() noexcept
{
    is_untold_ = true;
    // Somebody connects or reads: they, or the next heard(), tell it. Nobody waits here.
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock || Clock::now() - told_ < between_notices || (!handle_ && !connect())) return;
    if (is_untold_.exchange(false)) send();
}

/// True when there is a new connection: what was told meanwhile was not heard.
bool PostgresNews::connect()
{
    if (Clock::now() < next_try_) return false;
    next_try_ = Clock::now() + between_tries;
    const char* keys[] = {"dbname", "fallback_application_name", "connect_timeout", "tcp_user_timeout", nullptr};
    const char* values[] = {url_.c_str(), "veche news", "2", "10000", nullptr};
    handle_.reset(PQconnectdbParams(keys, values, 1));
    if (PQstatus(handle_.get()) == CONNECTION_OK) {
        PQsetNoticeProcessor(
            handle_.get(), [](void*, const char*) {}, nullptr);
        // A notice need not be on the disk.
        if (is_done(handle_.get(), "SET synchronous_commit = off") && is_done(handle_.get(), "LISTEN veche"))
            return true;
    }
    handle_.reset();
    return false;
}

bool PostgresNews::take_waiting()
{
    if (PQconsumeInput(handle_.get()) != 1) {
        handle_.reset();
        return true;
    }
    bool heard = false;
    while (auto* notice = PQnotifies(handle_.get())) {
        heard = heard || notice->be_pid != PQbackendPID(handle_.get());
        PQfreemem(notice);
    }
    return heard;
}

void PostgresNews::send()
{
    told_ = Clock::now();
    if (!is_done(handle_.get(), "NOTIFY veche")) handle_.reset();
}

}  // namespace veche::db
