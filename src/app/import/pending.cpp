#include "app/import/pending.hpp"

#include <nlohmann/json.hpp>

#include "app/import/store.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "outside/table_wire.hpp"

namespace veche::app::import {

using nlohmann::json;

namespace {

std::string object_of(Id<Import> id)
{
    return "import/" + to_text(id);
}

void record(Work& work, std::string_view kind, std::string_view deed, Id<Import> id, json details = json::object())
{
    work.record(std::string(kind) + ".import." + std::string(deed), object_of(id), std::move(details));
}

std::string store_columns(const std::vector<std::string>& columns)
{
    return columns.empty() ? std::string() : json(columns).dump();
}

std::vector<std::string> load_columns(const std::string& text)
{
    return text.empty() ? std::vector<std::string>() : json::parse(text).get<std::vector<std::string>>();
}

}  // namespace

void add_corrections(Corrections& to, const Corrections& more)
{
    for (const auto& [key, fields] : more)
        for (const auto& [field, value] : fields) to[key][field] = value;
}

std::string store_corrections(const Corrections& corrections)
{
    json rows = json::object();
    for (const auto& [row, fields] : corrections) rows[std::to_string(row)] = fields;
    return rows.dump();
}

Corrections load_corrections(const std::string& text)
{
    Corrections corrections;
    if (text.empty()) return corrections;
    const json rows = json::parse(text);  // named: items() of a temporary would outlive it
    for (const auto& [row, fields] : rows.items())
        corrections[std::stoi(row)] = fields.get<std::map<std::string, std::string>>();
    return corrections;
}

Pending Pending::with(std::int64_t seen, const std::vector<std::string>& wished, const Corrections& more) const
{
    Pending pending = *this;
    pending.version = seen;
    if (!wished.empty()) pending.columns = wished;
    add_corrections(pending.corrections, more);
    return pending;
}

Id<Import> begin(Work& work, const Beginning& beginning)
{
    constexpr std::size_t longest_name = 200;
    const auto id = work.new_id<Import>();
    store::insert(work.tx, work.town.id,
                  {.id = id.value(),
                   .kind = beginning.kind,
                   .about = beginning.about,
                   .file_name = shortened(beginning.file_name, longest_name),
                   .tables = outside::tables_to_wire(beginning.tables),
                   .columns = {},
                   .corrections = {},
                   .account = work.actor.account.value(),
                   .result = {}},
                  work.now);
    record(work, beginning.kind, "begin", id, {{"about", beginning.about}});
    return id;
}

std::optional<Done> find_done(db::Session& db, Id<app::Town> town, std::string_view kind, Id<Import> id)
{
    auto end = store::find_end(db, town, kind, id.value());
    if (!end) throw NotFound("import");
    if (end->result.empty()) return std::nullopt;
    return Done{.about = std::move(end->about), .result = std::move(end->result)};
}

Pending load(db::Session& db, Id<app::Town> town, std::string_view kind, Id<Import> id)
{
    auto row = store::find(db, town, kind, id.value());
    if (!row || !row->result.empty()) throw NotFound("import");
    auto tables = outside::tables_from_wire(row->tables, outside::TableLimits{});
    if (!tables)
        throw NotFound("import");  // begun under an earlier version, which wrote it otherwise: it is sent again
    return {.id = id,
            .kind = std::move(row->kind),
            .about = std::move(row->about),
            .file_name = std::move(row->file_name),
            .tables = std::move(*tables),
            .columns = load_columns(row->columns),
            .corrections = load_corrections(row->corrections),
            .version = row->version};
}

Result<std::int64_t> correct(Work& work, const Pending& wished)
{
    const bool kept = store::update(work.tx, work.town.id,
                                    {.id = wished.id.value(),
                                     .kind = wished.kind,
                                     .about = {},
                                     .file_name = {},
                                     .tables = {},
                                     .columns = store_columns(wished.columns),
                                     .corrections = store_corrections(wished.corrections),
                                     .version = wished.version,
                                     .result = {}});
    if (!kept) return refuse(RefusalKind::conflict, "import.changed_meanwhile");
    record(work, wished.kind, "correct", wished.id, {{"rows", wished.corrections.size()}});
    return wished.version + 1;
}

Result<std::string> confirm(Work& work, const Pending& wished, const Take& take)
{
    if (const auto done = find_done(work.tx, work.town.id, wished.kind, wished.id)) {
        record(work, wished.kind, "again", wished.id);
        return done->result;
    }
    if (const auto kept = correct(work, wished); !kept) {
        // The same press, sent twice, may have waited here for its twin: the row was locked until that one was done.
        const auto meanwhile = find_done(work.tx, work.town.id, wished.kind, wished.id);
        if (!meanwhile) return tl::unexpected(kept.error());
        record(work, wished.kind, "again", wished.id);
        return meanwhile->result;
    }
    auto result = take(work);
    if (result) store::finish(work.tx, work.town.id, wished.id.value(), *result);
    return result;
}

Result<bool> drop(Work& work, std::string_view kind, Id<Import> id)
{
    const auto end = store::find_end(work.tx, work.town.id, kind, id.value());
    if (end && !end->result.empty()) {
        record(work, kind, "again", id);
        return false;
    }
    store::remove(work.tx, work.town.id, kind, id.value());
    record(work, kind, "drop", id);
    return true;
}

}  // namespace veche::app::import
