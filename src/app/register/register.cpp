#include "app/register/register.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/chain.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "core/expect.hpp"
#include "core/secret.hpp"

namespace veche::app {

namespace {

constexpr std::size_t object_most = 200, details_most = 64 * 1024, personal_most = 20;
constexpr int entries_at_a_time = 500;

bool is_kind(std::string_view kind)
{
    return !kind.empty() && kind.size() <= 40 &&
           std::ranges::all_of(kind, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::string digest_of(std::string_view salt, std::string_view name, std::string_view value)
{
    return ChainHash("register-value-v1").add(salt).add(name).add(value).hex();
}

/// What is wrong with an entry that should follow `before`; "" for nothing.
std::string fault_of(Id<Town> town, const store::Series& series, const store::SeriesEnd& before,
                     const store::RegisterEntry& entry)
{
    const auto name = fmt::format("register {}/{}: entry", series.kind, series.year);
    if (entry.number != before.number + 1) return fmt::format("{} {} is missing", name, before.number + 1);
    if (entry.previous != before.hash)
        return fmt::format("{} {} does not follow the one before it", name, entry.number);
    if (entry.hash != registers::chain_hash(town, series, entry))
        return fmt::format("{} {} was changed", name, entry.number);
    const auto digests = nlohmann::json::parse(entry.digests);  // whole, for the hash is
    for (const auto& one : entry.references)
        if (!digests.contains(one.name))
            return fmt::format("{} {} has a reference that was added later", name, entry.number);
    return {};
}

std::string verify_series(db::Session& db, Id<Town> town, const store::Series& series)
{
    store::SeriesEnd last;
    for (bool more = true; more;) {
        const auto entries = store::list_entries(db, town, series, last.number, entries_at_a_time);
        for (const auto& entry : entries) {
            if (auto fault = fault_of(town, series, last, entry); !fault.empty()) return fault;
            last = {entry.number, entry.hash};
        }
        more = entries.size() == entries_at_a_time;
    }
    const auto end = store::find_series_end(db, town, series);
    if (!end) return fmt::format("register {}/{}: its end is missing", series.kind, series.year);
    if (end->number != last.number || end->hash != last.hash)
        return fmt::format("register {}/{} ends after entry {} but its end says {}", series.kind, series.year,
                           last.number, end->number);
    return {};
}

}  // namespace

std::int64_t Register::add(Work& work, int year, const NewEntry& entry) const
{
    return append(work, year, entry, std::nullopt);
}

Result<std::int64_t> Register::correct(Work& work, int year, std::int64_t number, const NewEntry& entry) const
{
    const auto series = of(year);
    // The end first: two who correct the same entry take turns by it.
    store::lock_series(work.tx, work.town.id, series);
    if (!store::find_entry_hash(work.tx, work.town.id, series, number)) throw NotFound("entry");
    if (store::find_correction(work.tx, work.town.id, series, number))
        return refuse(RefusalKind::conflict, "register.corrected_already");
    return append(work, year, entry, number);
}

std::int64_t Register::append(Work& work, int year, const NewEntry& entry, std::optional<std::int64_t> corrects) const
{
    VECHE_EXPECT(is_kind(kind_) && year >= 1000 && year <= 9999);
    VECHE_EXPECT(!entry.object.empty() && entry.object.size() <= object_most);
    VECHE_EXPECT(entry.personal.size() <= personal_most);
    const auto series = of(year);
    const auto end = store::lock_series(work.tx, work.town.id, series);
    store::RegisterEntry made{.number = end.number + 1,
                              .at = work.now,
                              .object = entry.object,
                              .corrects = corrects,
                              .details = entry.details.dump(),
                              .digests = {},
                              .previous = end.hash,
                              .hash = {}};
    VECHE_EXPECT(made.details.size() <= details_most);
    auto digests = nlohmann::json::object();
    for (const auto& one : entry.personal) {
        VECHE_EXPECT(!one.reference.empty() && !digests.contains(one.name));
        auto salt = random_token().reveal();
        digests[one.name] = digest_of(salt, one.name, one.value);
        made.references.push_back({made.number, one.name, one.reference, std::move(salt)});
    }
    made.digests = digests.dump();
    made.hash = registers::chain_hash(work.town.id, series, made);
    store::insert_entry(work.tx, work.town.id, series, made);
    store::set_series_end(work.tx, work.town.id, series, {made.number, made.hash});
    return made.number;
}

namespace registers {

std::int64_t erase(Work& work, std::string_view reference)
{
    return store::delete_references(work.tx, work.town.id, reference);
}

bool holds(const store::RegisterEntry& entry, std::string_view name, std::string_view value)
{
    const auto one = std::ranges::find(entry.references, name, &store::RegisterReference::name);
    if (one == entry.references.end()) return false;
    return nlohmann::json::parse(entry.digests).value(std::string(name), "") == digest_of(one->salt, name, value);
}

std::string chain_hash(Id<Town> town, const store::Series& series, const store::RegisterEntry& entry)
{
    ChainHash hash("register-v1");
    hash.add(town.value()).add(series.kind).add(series.year).add(entry.number).add(entry.at.milliseconds);
    hash.add(entry.object).add(entry.corrects.value_or(0)).add(entry.details).add(entry.digests).add(entry.previous);
    return hash.hex();
}

std::string verify(db::Session& db, Id<Town> town)
{
    for (const auto& series : store::list_series(db, town))
        if (auto fault = verify_series(db, town, series); !fault.empty()) return fault;
    return {};
}

}  // namespace registers

}  // namespace veche::app
