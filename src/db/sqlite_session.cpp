#include "db/binding.hpp"
#include "db/sqlite_connection.hpp"

namespace veche::db {
namespace {

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    void start() { rewind(); }

    bool is_null(int column) const override { return type(column) == SQLITE_NULL; }

    std::int64_t integer(int column) const override
    {
        if (type(column) != SQLITE_INTEGER) refuse(column, "an integer");
        return sqlite3_column_int64(statement_, column);
    }

    double real(int column) const override
    {
        if (type(column) != SQLITE_FLOAT && type(column) != SQLITE_INTEGER) refuse(column, "a number");
        return sqlite3_column_double(statement_, column);
    }

    std::string_view text(int column) const override
    {
        if (type(column) != SQLITE_TEXT) refuse(column, "a text");
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (!bytes) throw std::bad_alloc();
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    int type(int column) const
    {
        if (column >= sqlite3_column_count(statement_)) bug("row has no column " + std::to_string(column));
        return sqlite3_column_type(statement_, column);
    }

    [[noreturn]] void refuse(int column, const char* wanted) const
    {
        bug("column " + std::string(sqlite3_column_name(statement_, column)) + " is not " + wanted + ": " +
            sqlite3_sql(statement_));
    }

    sqlite3_stmt* statement_;
};

}  // namespace

/// A statement from its binding to its return to the cache.
class SqliteSession::Running {
public:
    Running(SqliteSession& session, std::string_view sql, std::span<const Bind> binds) : session_(session), sql_(sql)
    {
        if (session_.has_failed_) throw Error(Cause::other, "an earlier statement of this transaction has failed");
        ++session_.statements_;
        watch([&] { prepared_ = session_.connection_.take(sql); });
        try {
            if (session_.access_ == Access::read_only && !sqlite3_stmt_readonly(prepared_.statement))
                watch([&] { throw Error(Cause::other, "a read may not write: " + std::string(sql)); });
            bind(binds);
        } catch (...) {
            session_.connection_.give_back(prepared_);
            throw;
        }
        changes_before_ = sqlite3_total_changes64(session_.connection_.handle());
        left_ = session_.limit_;
    }
    ~Running() { session_.connection_.give_back(prepared_); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    sqlite3_stmt* statement() const { return prepared_.statement; }

    /// Only computing counts against the limit, not what the caller does with a row.
    bool step()
    {
        using Clock = SqliteConnection::Clock;
        const bool is_limited = session_.limit_.count() > 0;
        auto& deadline = session_.connection_.deadline;
        if (is_limited) deadline = Clock::now() + left_;
        const int code = sqlite3_step(prepared_.statement);
        if (is_limited) {
            left_ = deadline - Clock::now();
            deadline = Clock::time_point::max();
        }
        if (code != SQLITE_ROW && code != SQLITE_DONE) watch([&] { session_.connection_.fail(code, sql_); });
        return code == SQLITE_ROW;
    }

    std::int64_t changes() const
    {
        sqlite3* handle = session_.connection_.handle();
        // After a statement that is no INSERT, UPDATE or DELETE, SQLite still tells the count of an earlier one.
        return sqlite3_total_changes64(handle) == changes_before_ ? 0 : sqlite3_changes64(handle);
    }

private:
    template <class Deed>
    void watch(Deed deed)
    {
        try {
            deed();
        } catch (const Error&) {
            session_.has_failed_ = true;
            throw;
        }
    }

    void bind(std::span<const Bind> binds)
    {
        const int count = sqlite3_bind_parameter_count(prepared_.statement);
        for (int i = 1; i <= count; ++i) {
            const char* name = sqlite3_bind_parameter_name(prepared_.statement, i);
            if (!name || *name != ':') bug("a parameter is not a :name in " + std::string(sql_));
            const int code = bind_one(i, find_bind(binds, name + 1, sql_).value);
            if (code != SQLITE_OK) watch([&] { session_.connection_.fail(code, sql_); });
        }
        expect_all_used(binds, static_cast<std::size_t>(count), sql_);
    }

    int bind_one(int index, const Value& value)
    {
        sqlite3_stmt* statement = prepared_.statement;
        if (value.is_null()) return sqlite3_bind_null(statement, index);
        if (const auto* integer = std::get_if<std::int64_t>(&value.get()))
            return sqlite3_bind_int64(statement, index, *integer);
        if (const auto* number = std::get_if<double>(&value.get()))
            return sqlite3_bind_double(statement, index, *number);
        const auto text = std::get<std::string_view>(value.get());
        // A null pointer, as an empty view may be, would bind NULL instead of an empty text.
        return sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    }

    SqliteSession& session_;
    const std::string_view sql_;
    SqliteConnection::Prepared prepared_;
    std::int64_t changes_before_ = 0;
    SqliteConnection::Clock::duration left_{};
};

std::int64_t SqliteSession::execute_text(std::string_view sql, std::span<const Bind> binds)
{
    Running running(*this, sql, binds);
    while (running.step()) {
    }
    return running.changes();
}

void SqliteSession::query_text(std::string_view sql, std::span<const Bind> binds, const std::function<void(Row&)>& each)
{
    Running running(*this, sql, binds);
    SqliteRow row(running.statement());
    while (running.step()) {
        row.start();
        each(row);
    }
}

}  // namespace veche::db
