#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/erasure/owner.hpp"
#include "app/erasure/store.hpp"
#include "app/work.hpp"

/// All that the town holds of one person, found over every declared table, and its erasing on request (152-FZ art. 14, 20, 21).
namespace veche::app::erasure {

/// By what a person is sought, folded; "" where it is not known.
struct Subject {
    std::string email;
    std::string phone;              // its last ten digits
    std::string dialled;            // the same as Phone has it, without an extension: numbers of the town are short
    std::vector<std::string> name;  // its words

    bool empty() const { return email.empty() && phone.empty() && dialled.empty() && name.empty(); }
};
/// As typed. What is no number of a telephone and a name of one word are too little to tell somebody by, and are left out.
Subject subject_of(std::string_view email, std::string_view phone, std::string_view name);

/// By what a row was found. A name alone may be a namesake's: a person decides.
enum class Match { none, name, contact };
Match match(const Subject& subject, const Column& column, std::string_view cell);

struct Holding {
    const Table* table = nullptr;
    store::Row row;
    Match match = Match::none;
    std::vector<Holding> belongings;  // rows of other tables that go with it
};

inline constexpr std::size_t holdings_most = 500;

struct Found {
    std::vector<Holding> holdings;  // table by table
    bool more = false;              // there are more than holdings_most: the wish is too wide
};
/// Walks the names and contacts of all declared tables of the town: for Database::read_long.
Found find_holdings(db::Session& db, Id<Town> town, const Subject& subject);

/// "letters/01h…": names a row.
std::string holding_name(const Holding& holding);
/// Erases the row, and what belongs to it, as its table says, between what `owners` do. False when the table keeps it, or it is no row
/// of this person.
bool erase_holding(Work& work, const Subject& subject, std::string_view name, std::span<const Owner> owners);
/// Whether the table erases on request at all.
bool erases(const Table& table);

}  // namespace veche::app::erasure
