#include "db/postgres_connection.hpp"

#include <array>
#include <bit>
#include <vector>

#include "db/binding.hpp"

namespace veche::db {
namespace {

constexpr Oid int8_type = 20;
constexpr Oid text_type = 25;
constexpr Oid float8_type = 701;
constexpr std::size_t most_kept_statements = 512;

Cause cause_of(std::string_view state)
{
    if (state == "23505") return Cause::unique;
    if (state == "23503") return Cause::foreign_key;
    if (state == "23502") return Cause::not_null;
    if (state == "23514") return Cause::check;
    if (state == "53100") return Cause::disk_full;
    if (state == "57014" || state == "55P03" || state == "40001" || state == "40P01") return Cause::busy;
    if (state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" || state == "53300")
        return Cause::connection;
    return Cause::other;
}

char type_letter(const Value& value)
{
    return "idt"[value.get().index()];
}

Oid type_of(char letter)
{
    return letter == 'i' ? int8_type : letter == 'd' ? float8_type : text_type;
}

/// Values in the binary form of the protocol: exact, no quoting, texts are not copied.
class Parameters {
public:
    explicit Parameters(std::size_t count) : numbers_(count), values_(count), lengths_(count), formats_(count, 1) {}

    void set(std::size_t index, const Value& value)
    {
        if (value.is_null()) return;
        if (const auto* text = std::get_if<std::string_view>(&value.get())) {
            values_[index] = text->empty() ? "" : text->data();
            lengths_[index] = static_cast<int>(text->size());
            return;
        }
        const auto* integer = std::get_if<std::int64_t>(&value.get());
        auto bits = integer ? std::bit_cast<std::uint64_t>(*integer)
                            : std::bit_cast<std::uint64_t>(std::get<double>(value.get()));
        for (std::size_t byte = 8; byte-- > 0; bits >>= 8) numbers_[index][byte] = static_cast<char>(bits & 0xFF);
        values_[index] = numbers_[index].data();
        lengths_[index] = 8;
    }

    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    std::vector<std::array<char, 8>> numbers_;
    std::vector<const char*> values_;  // null is NULL
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

// What is run again and again is worth a plan; DDL and settings cannot have one or run once.
bool is_worth_preparing(std::string_view sql)
{
    const auto start = sql.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    const auto word = sql.substr(start, 6);
    for (const char* known : {"SELECT", "INSERT", "UPDATE", "DELETE"})
        if (word == known) return true;
    return word.starts_with("WITH");
}

}  // namespace

void PostgresConnection::connect()
{
    statements_.clear();
    prepared_ = 0;
    is_stale_ = false;
    const char* keys[] = {"dbname",
                          "client_encoding",
                          "fallback_application_name",
                          "connect_timeout",
                          "keepalives_idle",
                          "tcp_user_timeout",
                          nullptr};
    const char* values[] = {url_.c_str(), "UTF8", "veche", "5", "30", "30000", nullptr};
    handle_.reset(PQconnectdbParams(keys, values, 1));
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
        const std::string reason = handle_ ? PQerrorMessage(handle_.get()) : "no memory";
        handle_.reset();
        throw PostgresError(Cause::connection, "08001", "PostgreSQL: " + reason);
    }
    PQsetNoticeProcessor(
        handle_.get(), [](void*, const char*) {}, nullptr);
    control(("SET statement_timeout = " + std::to_string(timeout_.count())).c_str());
    // Who was stopped inside a transaction and goes on much later would commit under numbers that nobody looks for any more
    // (app/touches.hpp).
    if (timeout_.count() > 0) control("SET idle_in_transaction_session_timeout = '60s'");
    // An answer is sent only after the change is durable, whatever the server's default is; a stronger one is left
    // alone.
    control("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
}

void PostgresConnection::control(const char* sql)
{
    const PostgresResult result(PQexec(handle_.get(), sql));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get(), sql);
}

void PostgresConnection::begin(const char* words)
{
    if (handle_) {
        const PostgresResult result(PQexec(handle_.get(), words));
        if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return;
        handle_.reset();
    }
    connect();
    control(words);
}

void PostgresConnection::commit()
{
    const PostgresResult result(PQexec(handle_.get(), "COMMIT"));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get(), "COMMIT");
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
        throw PostgresError(Cause::other, "25P02", "PostgreSQL rolled back instead of committing");
}

void PostgresConnection::roll_back() noexcept
{
    if (!handle_) return;
    if (PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) {
        const PostgresResult result(PQexec(handle_.get(), "ROLLBACK"));
    }
    if (PQstatus(handle_.get()) != CONNECTION_OK || PQtransactionStatus(handle_.get()) != PQTRANS_IDLE || is_stale_)
        handle_.reset();
}

const PostgresConnection::Statement& PostgresConnection::statement(std::string_view sql, std::span<const Bind> binds)
{
    // The same text may come with another type behind a name: that is another statement to PostgreSQL.
    std::string key;
    for (const Bind& bind : binds) key += type_letter(bind.value);
    key.append(":").append(sql);
    const auto found = statements_.find(key);
    if (found != statements_.end()) return found->second;

    Statement made{to_positional(sql), {}, {}};
    for (const std::string& name : made.sql.names)
        made.types.push_back(type_of(type_letter(find_bind(binds, name, sql).value)));
    if (statements_.size() >= most_kept_statements) {
        control("DEALLOCATE ALL");
        statements_.clear();
    }
    if (is_worth_preparing(sql)) {
        made.name = "s" + std::to_string(++prepared_);
        const PostgresResult result(PQprepare(handle_.get(), made.name.c_str(), made.sql.text.c_str(),
                                              static_cast<int>(made.types.size()), made.types.data()));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get(), sql);
    }
    return statements_.emplace(std::move(key), std::move(made)).first->second;
}

PostgresResult PostgresConnection::run(std::string_view sql, std::span<const Bind> binds)
{
    const Statement& ready = statement(sql, binds);
    const auto& names = ready.sql.names;
    const int count = static_cast<int>(names.size());
    Parameters parameters(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) parameters.set(i, find_bind(binds, names[i], sql).value);
    expect_all_used(binds, names.size(), sql);

    PostgresResult result(ready.name.empty()
                              ? PQexecParams(handle_.get(), ready.sql.text.c_str(), count, ready.types.data(),
                                             parameters.values(), parameters.lengths(), parameters.formats(), 0)
                              : PQexecPrepared(handle_.get(), ready.name.c_str(), count, parameters.values(),
                                               parameters.lengths(), parameters.formats(), 0));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get(), sql);
    return result;
}

void PostgresConnection::fail(const PGresult* result, std::string_view sql)
{
    const char* field = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const bool is_lost = PQstatus(handle_.get()) != CONNECTION_OK;
    const std::string state = field ? field : is_lost ? "08006" : "XX000";
    // "cached plan must not change result type": a migration changed a table behind the prepared statements.
    if (state == "0A000") is_stale_ = true;
    // A detail would repeat the row, and with it personal data, in the log.
    const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    const std::string reason = primary ? primary : PQerrorMessage(handle_.get());
    throw PostgresError(is_lost ? Cause::connection : cause_of(state), state,
                        "PostgreSQL " + state + ", " + reason + ": " + std::string(sql));
}

}  // namespace veche::db
