#pragma once

#include <stdexcept>
#include <string>

namespace veche {

/// Nothing on the page can fix it: the thing does not exist, or belongs to another town. Answered with 404.
class NotFound : public std::runtime_error {
public:
    explicit NotFound(const std::string& what) : std::runtime_error("not found: " + what) {}
};

/// The person is known and may not do this. Answered with 403.
class Forbidden : public std::runtime_error {
public:
    explicit Forbidden(const std::string& what) : std::runtime_error("forbidden: " + what) {}
};

/// The program cannot serve now (full disk, full queue, draining). Answered with 503 and Retry-After.
class Unavailable : public std::runtime_error {
public:
    explicit Unavailable(const std::string& what) : std::runtime_error("unavailable: " + what) {}
};

}  // namespace veche
