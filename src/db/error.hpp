#pragma once

#include <stdexcept>
#include <string>

namespace veche::db {

enum class Cause {
    unique,  // a UNIQUE index or a primary key was hit: somebody was first
    foreign_key,
    not_null,
    check,
    disk_full,   // the command was rolled back, nothing was lost; answered with 503
    busy,        // lock or statement timeout; answered with 503
    connection,  // PostgreSQL went away; answered with 503
    other,
};

/// The database did not do it. The transaction of the command is rolled back.
class Error : public std::runtime_error {
public:
    Error(Cause cause, const std::string& message) : std::runtime_error(message), cause_(cause) {}
    Cause cause() const { return cause_; }

private:
    Cause cause_;
};

}  // namespace veche::db
