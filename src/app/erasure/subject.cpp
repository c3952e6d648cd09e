#include "app/erasure/subject.hpp"

#include <algorithm>

#include "core/email.hpp"
#include "core/fold.hpp"
#include "core/phone.hpp"
#include "core/whole.hpp"

namespace veche::app::erasure {

namespace {

constexpr std::size_t phone_digits = 10, phone_least = 7;

std::string digits_of(std::string_view text)
{
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

std::string last_ten(std::string digits)
{
    return digits.size() > phone_digits ? digits.substr(digits.size() - phone_digits) : digits;
}

/// "" of what is no number alone.
std::string dialled(std::string_view text)
{
    const auto phone = Phone::parse(text);
    return phone ? phone->folded().substr(0, phone->folded().find(',')) : std::string();
}

/// An address among other words: "маша, masha@mail.example".
bool holds_address(std::string_view cell, const std::string& email)
{
    for (std::size_t at = 0; at < cell.size();) {
        const auto end = std::min(cell.find_first_of(" ,;<>()\n\t", at), cell.size());
        const auto one = Email::parse(cell.substr(at, end - at));
        if (one && one->folded() == email) return true;
        at = end + 1;
    }
    return false;
}

bool holds_name(std::string_view cell, const std::vector<std::string>& name)
{
    const auto words = folded_words(cell);
    return std::ranges::all_of(name,
                               [&](const std::string& word) { return std::ranges::find(words, word) != words.end(); });
}

const Table* find_table(std::string_view name)
{
    const auto found = std::ranges::find(tables(), name, &Table::name);
    return found != tables().end() && found->personal() ? &*found : nullptr;
}

Match match_row(const Subject& subject, const Table& table, const store::Row& row)
{
    Match best = Match::none;
    std::size_t at = 0;
    for (const auto& column : table.columns) {
        if (!column.sought()) continue;
        const auto& cell = row.cells[at++];
        if (cell && !cell->empty()) best = std::max(best, match(subject, column, *cell));
    }
    return best;
}

/// PostgreSQL takes it ill when letters are looked for among numbers.
bool is_key(const Table& table, const std::string& key)
{
    const auto column = std::ranges::find(table.columns, table.key, &Column::name);
    if (column == table.columns.end() || column->type != Type::number) return true;
    return parse_whole(key, std::numeric_limits<std::int64_t>::min()).has_value();
}

/// The same of a row with all its cells.
Match match_whole(const Subject& subject, const Table& table, const store::Row& row)
{
    store::Row sought{.key = row.key, .cells = {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].sought()) sought.cells.push_back(row.cells[i]);
    return match_row(subject, table, sought);
}

std::vector<Holding> belongings_of(db::Session& db, Id<Town> town, const Table& parent, const std::string& key)
{
    std::vector<Holding> all;
    for (const auto& table : tables()) {
        if (table.parent != parent.name || !table.personal()) continue;
        for (auto& row : store::list_of_parent(db, town, table, key))
            all.push_back({.table = &table, .row = std::move(row), .match = Match::none, .belongings = {}});
    }
    return all;
}

}  // namespace

Subject subject_of(std::string_view email, std::string_view phone, std::string_view name)
{
    Subject subject;
    if (const auto parsed = Email::parse(email)) subject.email = parsed->folded();
    if (const auto digits = digits_of(phone); digits.size() >= phone_least) subject.phone = last_ten(digits);
    subject.dialled = dialled(phone);
    if (const auto words = folded_words(name); words.size() >= 2) subject.name = words;
    return subject;
}

Match match(const Subject& subject, const Column& column, std::string_view cell)
{
    const bool any = column.kind == "contact";
    if ((any || column.kind == "email") && !subject.email.empty() && holds_address(cell, subject.email))
        return Match::contact;
    if ((any || column.kind == "phone") && !subject.phone.empty()) {
        const auto digits = digits_of(cell);
        if (digits.size() >= phone_least && last_ten(digits) == subject.phone) return Match::contact;
    }
    if ((any || column.kind == "phone") && !subject.dialled.empty() && dialled(cell) == subject.dialled)
        return Match::contact;
    return (any || column.kind == "name") && !subject.name.empty() && holds_name(cell, subject.name) ? Match::name
                                                                                                     : Match::none;
}

Found find_holdings(db::Session& db, Id<Town> town, const Subject& subject)
{
    Found found;
    if (subject.empty()) return found;
    for (const auto& table : tables()) {
        if (!table.personal()) continue;
        std::vector<std::pair<std::string, Match>> keys;
        store::look(db, town, table, [&](const store::Row& row) {
            const auto how = match_row(subject, table, row);
            if (how != Match::none && found.holdings.size() + keys.size() <= holdings_most)
                keys.emplace_back(row.key, how);
        });
        for (const auto& [key, how] : keys)
            if (auto row = store::find(db, town, table, key))
                found.holdings.push_back({&table, std::move(*row), how, belongings_of(db, town, table, key)});
    }
    found.more = found.holdings.size() > holdings_most;
    if (found.more) found.holdings.pop_back();
    return found;
}

std::string holding_name(const Holding& holding)
{
    return std::string(holding.table->name) + "/" + holding.row.key;
}

bool erases(const Table& table)
{
    return !table.erase_one.text().empty();
}

bool erase_holding(Work& work, const Subject& subject, std::string_view name, std::span<const Owner> owners)
{
    const auto slash = std::min(name.find('/'), name.size());
    const auto* table = find_table(name.substr(0, slash));
    if (!table || slash == name.size() || !erases(*table)) return false;
    const std::string key(name.substr(slash + 1));
    if (!is_key(*table, key)) return false;
    const auto owner = std::ranges::find(owners, table->name, &Owner::table);
    if (owner != owners.end() && owner->lock) owner->lock(work, key);
    const auto row = store::find(work.tx, work.town.id, *table, key);
    if (!row || match_whole(subject, *table, *row) == Match::none) return false;
    for (const auto& other : tables())
        if (other.parent == table->name) store::erase_of_parent(work.tx, work.town.id, other, key);
    if (store::erase_one(work.tx, work.town.id, *table, key) == 0) return false;
    if (owner != owners.end() && owner->erased) owner->erased(work, key);
    return true;
}

}  // namespace veche::app::erasure
