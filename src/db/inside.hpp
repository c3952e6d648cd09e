#pragma once

#include <algorithm>
#include <vector>

#include "db/binding.hpp"

namespace veche::db {

/// Marks that this thread runs a read or a command of this database. Another read or command of the same database
/// inside it is a bug: it would wait for a connection that only its own end sets free, and would not see its changes.
class Inside {
public:
    explicit Inside(const void* database) { expect_outside(database), open().push_back(database); }
    ~Inside() { open().pop_back(); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    static void expect_outside(const void* database)
    {
        if (std::find(open().begin(), open().end(), database) != open().end())
            bug("read() or change() inside a read or a command of the same database");
    }

private:
    static std::vector<const void*>& open()
    {
        thread_local std::vector<const void*> databases;
        return databases;
    }
};

}  // namespace veche::db
