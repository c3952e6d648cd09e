#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"

namespace veche::db {

enum class Engine { sqlite, postgres };

/// A statement's text. Only a literal can be one, so no value can ever be pasted into SQL; values are bound by
/// :name. The same text runs on both engines (see docs/adr/0003-two-databases-one-sql.md).
class Sql {
public:
    template <std::size_t N>
    consteval Sql(const char (&text)[N]) : text_(text, N - 1)
    {}
    constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

/// A bound value with its type known even when it is null (PostgreSQL asks for it).
class Value {
public:
    template <class T>
    requires(std::is_integral_v<T>) Value(T value) : value_(static_cast<std::int64_t>(value)) {}
    Value(double value) : value_(value) {}
    Value(const char* text) : value_(std::string_view(text)) {}
    Value(std::string_view text) : value_(text) {}
    Value(const std::string& text) : value_(std::string_view(text)) {}
    template <class Of>
    Value(Id<Of> id) : value_(id.value())
    {}
    Value(Instant at) : value_(at.milliseconds) {}
    Value(Day day) : value_(std::int64_t(day_number(day))) {}
    template <class T>
    Value(const std::optional<T>& value) : Value(value ? Value(*value) : Value(T{}))
    {
        is_null_ = !value;
    }

    bool is_null() const { return is_null_; }
    const std::variant<std::int64_t, double, std::string_view>& get() const { return value_; }

private:
    std::variant<std::int64_t, double, std::string_view> value_;
    bool is_null_ = false;
};

struct Bind {
    std::string_view name;  // without the colon
    Value value;            // texts are viewed, not copied: they must outlive the call
};
using Binds = std::initializer_list<Bind>;

/// The current row of a running statement. Columns are read from left to right: `row.next<std::string>()`.
/// T: std::int64_t, int, bool, double, std::string, Id<X>, Instant, Day, and std::optional of these.
/// A null read as a plain T is a bug and throws Bug.
class Row {
public:
    virtual ~Row() = default;

    template <class T>
    T next()
    {
        const int column = column_++;
        if constexpr (is_optional<T>::value) {
            return is_null(column) ? T{} : T(read<typename T::value_type>(column));
        } else {
            return read<T>(column);
        }
    }

    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // valid until the next row

protected:
    void rewind() { column_ = 0; }

private:
    template <class T>
    struct is_optional : std::false_type {};
    template <class T>
    struct is_optional<std::optional<T>> : std::true_type {};
    template <class T>
    struct is_id : std::false_type {};
    template <class Of>
    struct is_id<Id<Of>> : std::true_type {};

    template <class T>
    T read(int column) const
    {
        if constexpr (std::is_same_v<T, bool>)
            return integer(column) != 0;
        else if constexpr (std::is_integral_v<T>)
            return static_cast<T>(integer(column));
        else if constexpr (std::is_same_v<T, double>)
            return real(column);
        else if constexpr (std::is_same_v<T, std::string>)
            return std::string(text(column));
        else if constexpr (std::is_same_v<T, Instant>)
            return Instant{integer(column)};
        else if constexpr (std::is_same_v<T, Day>)
            return day_from_number(integer(column));
        else if constexpr (is_id<T>::value)
            return T(integer(column));
        else
            static_assert(!sizeof(T), "no such column type");
    }

    int column_ = 0;
};

/// One connection inside one transaction, for the span of one read or one command.
/// Statements are prepared once per connection and kept. Not for use by two threads.
class Session {
public:
    virtual ~Session() = default;

    virtual Engine engine() const = 0;

    /// Runs a statement that returns nothing. Returns the number of rows changed. Throws db::Error.
    std::int64_t execute(Sql sql, Binds binds = {}) { return execute_text(sql.text(), {binds.begin(), binds.size()}); }

    /// Calls `each` with every row of a query or of a RETURNING clause; the statement is always drained.
    void each(Sql sql, Binds binds, const std::function<void(Row&)>& each)
    {
        query_text(sql.text(), {binds.begin(), binds.size()}, each);
    }

    /// The same with parameters whose number is known only while the program runs.
    void each(Sql sql, std::span<const Bind> binds, const std::function<void(Row&)>& each)
    {
        query_text(sql.text(), binds, each);
    }

    /// `make` turns a row into a value: session.list("SELECT …", {…}, [](db::Row& row) { return Line{…}; })
    template <class Make>
    auto list(Sql sql, Binds binds, Make make)
    {
        std::vector<std::invoke_result_t<Make&, Row&>> result;
        each(sql, binds, [&](Row& row) { result.push_back(make(row)); });
        return result;
    }
    template <class Make>
    auto list(Sql sql, std::span<const Bind> binds, Make make)
    {
        std::vector<std::invoke_result_t<Make&, Row&>> result;
        each(sql, binds, [&](Row& row) { result.push_back(make(row)); });
        return result;
    }

    /// The first row, if there is one.
    template <class Make>
    auto find(Sql sql, Binds binds, Make make)
    {
        std::optional<std::invoke_result_t<Make&, Row&>> result;
        each(sql, binds, [&](Row& row) {
            if (!result) result.emplace(make(row));
        });
        return result;
    }

    /// The one value of a query that always gives one row.
    template <class T>
    T value(Sql sql, Binds binds = {})
    {
        std::optional<T> result;
        each(sql, binds, [&](Row& row) {
            if (!result) result.emplace(row.next<T>());
        });
        return result.value();
    }

    /// Statements run since the session was made; tests and /metrics count queries per page with it.
    std::int64_t statements() const { return statements_; }

protected:
    virtual std::int64_t execute_text(std::string_view sql, std::span<const Bind> binds) = 0;
    virtual void query_text(std::string_view sql, std::span<const Bind> binds,
                            const std::function<void(Row&)>& each) = 0;
    friend class Migrator;  // runs statements that are read from files

    std::int64_t statements_ = 0;
};

}  // namespace veche::db
