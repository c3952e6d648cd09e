#include <array>
#include <charconv>

#include "db/binding.hpp"
#include "db/postgres_connection.hpp"

namespace veche::db {
namespace {

// bool, int8, int2, int4, float4, float8, numeric: what SQLite would refuse to give as a text as well.
constexpr std::array<Oid, 7> number_types{16, 20, 21, 23, 700, 701, 1700};

class PostgresRow final : public Row {
public:
    PostgresRow(const PGresult* result, std::string_view sql) : result_(result), sql_(sql) {}
    void start(int row)
    {
        row_ = row;
        rewind();
    }

    bool is_null(int column) const override
    {
        if (column >= PQnfields(result_)) bug("row has no column " + std::to_string(column));
        return PQgetisnull(result_, row_, column) != 0;
    }

    std::int64_t integer(int column) const override { return number<std::int64_t>(column, "an integer"); }
    double real(int column) const override { return number<double>(column, "a number"); }

    std::string_view text(int column) const override
    {
        if (is_null(column)) refuse(column, "a text");
        const Oid type = PQftype(result_, column);
        for (const Oid number_type : number_types)
            if (type == number_type) refuse(column, "a text");
        return bytes(column);
    }

private:
    template <class Number>
    Number number(int column, const char* wanted) const
    {
        if (is_null(column)) refuse(column, wanted);
        const auto text = bytes(column);
        Number value{};
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (code != std::errc() || end != text.data() + text.size()) refuse(column, wanted);
        return value;
    }

    std::string_view bytes(int column) const
    {
        return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
    }

    [[noreturn]] void refuse(int column, const char* wanted) const
    {
        bug("column " + std::string(PQfname(result_, column)) + " is not " + wanted + ": " + std::string(sql_));
    }

    const PGresult* result_;
    std::string_view sql_;
    int row_ = 0;
};

}  // namespace

PostgresResult PostgresSession::run(std::string_view sql, std::span<const Bind> binds)
{
    if (has_failed_) throw Error(Cause::other, "an earlier statement of this transaction has failed");
    ++statements_;
    try {
        return connection_.run(sql, binds);
    } catch (const Error&) {
        has_failed_ = true;
        throw;
    }
}

std::int64_t PostgresSession::execute_text(std::string_view sql, std::span<const Bind> binds)
{
    const PostgresResult result = run(sql, binds);
    // A SELECT counts its rows there, but changes none.
    if (std::string_view(PQcmdStatus(result.get())).starts_with("SELECT")) return 0;
    const std::string_view tuples = PQcmdTuples(result.get());
    std::int64_t changed = 0;
    std::from_chars(tuples.data(), tuples.data() + tuples.size(), changed);
    return changed;
}

void PostgresSession::query_text(std::string_view sql, std::span<const Bind> binds,
                                 const std::function<void(Row&)>& each)
{
    const PostgresResult result = run(sql, binds);
    PostgresRow row(result.get(), sql);
    const int rows = PQntuples(result.get());
    for (int i = 0; i < rows; ++i) {
        row.start(i);
        each(row);
    }
}

}  // namespace veche::db
