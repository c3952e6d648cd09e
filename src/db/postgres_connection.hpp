#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/error.hpp"
#include "db/session.hpp"
#include "db/sql_text.hpp"

namespace veche::db {

struct ResultEnd {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ResultEnd>;

/// db::Error with the SQLSTATE, by which a lost race is told from a refusal.
class PostgresError : public Error {
public:
    PostgresError(Cause cause, std::string state, const std::string& message)
        : Error(cause, message), state_(std::move(state))
    {}
    /// Another transaction was first and this one may simply be run again.
    bool is_lost_race() const { return state_ == "40001" || state_ == "40P01"; }

private:
    std::string state_;
};

/// One connection with its prepared statements. Made unconnected; begin() connects.
class PostgresConnection {
public:
    PostgresConnection(std::string url, std::chrono::milliseconds statement_timeout)
        : url_(std::move(url)), timeout_(statement_timeout)
    {}

    /// Connects when there is no connection, and again when the former one turns out to be dead: nothing was done on it
    /// yet, so nothing can be done twice.
    void begin(const char* words);
    /// Throws unless the transaction was really committed: PostgreSQL answers COMMIT of a failed one with a friendly
    /// ROLLBACK.
    void commit();
    /// Leaves the connection usable or closed.
    void roll_back() noexcept;
    bool in_transaction() const { return handle_ && PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS; }

    /// Throws PostgresError.
    PostgresResult run(std::string_view sql, std::span<const Bind> binds);

    PGconn* handle() const { return handle_.get(); }

private:
    struct ConnectionEnd {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    struct Statement {
        Positional sql;
        std::string name;        // empty: not prepared
        std::vector<Oid> types;  // of the values it is for
    };

    void connect();
    void control(const char* sql);
    const Statement& statement(std::string_view sql, std::span<const Bind> binds);
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);

    const std::string url_;
    const std::chrono::milliseconds timeout_;
    std::unique_ptr<PGconn, ConnectionEnd> handle_;
    std::unordered_map<std::string, Statement> statements_;
    int prepared_ = 0;
    bool is_stale_ = false;
};

class PostgresSession final : public Session {
public:
    explicit PostgresSession(PostgresConnection& connection) : connection_(connection) {}

    Engine engine() const override { return Engine::postgres; }
    bool has_failed() const { return has_failed_; }

protected:
    std::int64_t execute_text(std::string_view sql, std::span<const Bind> binds) override;
    void query_text(std::string_view sql, std::span<const Bind> binds, const std::function<void(Row&)>& each) override;

private:
    PostgresResult run(std::string_view sql, std::span<const Bind> binds);

    PostgresConnection& connection_;
    bool has_failed_ = false;
};

}  // namespace veche::db
