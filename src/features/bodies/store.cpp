#include "features/bodies/store.hpp"

#include <map>

#include "core/errors.hpp"
#include "core/fold.hpp"
#include "language/collation.hpp"

namespace veche::bodies::store {

namespace {

Body read_body(db::Row& row)
{
    Body body;
    body.id = row.next<Id<Body>>();
    body.content.kind = parse_kind(row.next<std::string>()).value();
    body.content.name = row.next<std::string>();
    body.content.short_name = row.next<std::string>();
    body.content.about = row.next<std::string>();
    body.content.contact = row.next<std::string>();
    body.content.email = row.next<std::string>();
    body.content.phone = row.next<std::string>();
    const bool is_active = row.next<std::string>() == "active";
    const auto into = row.next<std::optional<Id<Body>>>();
    if (into)
        body.stage = Merged{*into};
    else if (!is_active)
        body.stage = Closed{};
    body.version = row.next<std::int64_t>();
    body.created = row.next<Instant>();
    body.updated = row.next<Instant>();
    return body;
}

Name read_name(db::Row& row)
{
    Name name;
    name.folded = row.next<std::string>();
    name.body = row.next<Id<Body>>();
    name.words = row.next<std::string>();
    return name;
}

/// Of all its names those that neither the full nor the short one is.
void add_other_name(Body& body, const Name& name)
{
    if (name.folded != folded_name(body.content.name) && name.folded != folded_name(body.content.short_name))
        body.content.other_names.push_back(name.words);
}

/// A pattern of LIKE for what is somewhere in a text; "" for everything.
std::string like_part(std::string_view part)
{
    if (part.empty()) return {};
    std::string pattern = "%";
    for (const char c : part) pattern += (c == '%' || c == '_' || c == '\\' ? "\\" : "") + std::string(1, c);
    return pattern + "%";
}

std::string_view stage_word(const Stage& stage)
{
    return std::holds_alternative<Active>(stage) ? "active" : "closed";
}

std::optional<Id<Body>> merged_into(const Stage& stage)
{
    const auto* merged = std::get_if<Merged>(&stage);
    return merged ? std::optional(merged->into) : std::nullopt;
}

}  // namespace

/// The same rows for their records and for their names.
#define VECHE_CHOSEN_BODIES                                                                                   \
    " FROM bodies b WHERE b.town_id = :town AND b.merged_into IS NULL AND (:kind = '' OR b.kind = :kind)"     \
    " AND (:closed = 1 OR b.stage = 'active') AND (:part = '' OR EXISTS (SELECT 1 FROM body_names p WHERE"    \
    " p.town_id = b.town_id AND p.body_id = b.id AND p.part LIKE :part ESCAPE '\\'))"                         \
    " AND (:after = 0 OR (b.sort_key, b.id) > (SELECT a.sort_key, a.id FROM bodies a WHERE a.town_id = :town" \
    " AND a.id = :after)) ORDER BY b.sort_key, b.id LIMIT :limit"

std::vector<Body> list_bodies(db::Session& db, Town town, const Wanted& wanted)
{
    const auto kind = wanted.kind ? to_text(*wanted.kind) : std::string_view();
    const auto part = like_part(wanted.part);
    auto bodies = db.list(
        "SELECT b.id, b.kind, b.name, b.short_name, b.about, b.contact, b.email, b.phone, b.stage, b.merged_into,"
        " b.version, b.created_at, b.updated_at" VECHE_CHOSEN_BODIES,
        {{"town", town},
         {"kind", kind},
         {"closed", wanted.closed},
         {"part", part},
         {"after", wanted.after},
         {"limit", wanted.limit}},
        read_body);
    std::map<Id<Body>, Body*> by_id;
    for (auto& body : bodies) by_id.emplace(body.id, &body);
    const auto names = db.list(
        "SELECT n.folded, n.body_id, n.words FROM body_names n WHERE n.town_id = :town AND n.body_id IN (SELECT"
        " b.id" VECHE_CHOSEN_BODIES ") ORDER BY n.folded",
        {{"town", town},
         {"kind", kind},
         {"closed", wanted.closed},
         {"part", part},
         {"after", wanted.after},
         {"limit", wanted.limit}},
        read_name);
    for (const auto& name : names) add_other_name(*by_id.at(name.body), name);
    return bodies;
}

std::int64_t count_bodies(db::Session& db, Town town)
{
    return db.value<std::int64_t>("SELECT count(*) FROM bodies WHERE town_id = :town AND merged_into IS NULL",
                                  {{"town", town}});
}

std::optional<Body> find_body(db::Session& db, Town town, Id<Body> id)
{
    auto body = db.find(
        "SELECT id, kind, name, short_name, about, contact, email, phone, stage, merged_into, version, created_at,"
        " updated_at FROM bodies WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}}, read_body);
    if (body)
        for (const auto& name : list_names_of(db, town, id)) add_other_name(*body, name);
    return body;
}

void lock_body(db::Session& tx, Town town, Id<Body> id)
{
    // An update that changes nothing locks the row on PostgreSQL; on SQLite there is one writer anyway.
    tx.execute("UPDATE bodies SET version = version WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
}

Body get_for_update(db::Session& tx, Town town, Id<Body> id)
{
    lock_body(tx, town, id);
    auto body = find_body(tx, town, id);
    if (!body) throw NotFound("body");
    return *body;
}

bool insert_body(db::Session& tx, Town town, const Body& body)
{
    return tx.execute(
               "INSERT INTO bodies (town_id, id, kind, name, short_name, about, contact, email, phone, stage,"
               " merged_into, version, created_at, updated_at, sort_key) VALUES (:town, :id, :kind, :name, :short, "
               ":about,"
               " :contact, :email, :phone, 'active', NULL, :version, :created, :created, :sort_key)"
               " ON CONFLICT (town_id, id) DO NOTHING",
               {{"town", town},
                {"id", body.id},
                {"kind", to_text(body.content.kind)},
                {"name", body.content.name},
                {"short", body.content.short_name},
                {"about", body.content.about},
                {"contact", body.content.contact},
                {"email", body.content.email},
                {"phone", body.content.phone},
                {"version", body.version},
                {"created", body.created},
                {"sort_key", language::sort_key(body.content.name)}}) == 1;
}

void update_body(db::Session& tx, Town town, const Body& body)
{
    tx.execute(
        "UPDATE bodies SET kind = :kind, name = :name, short_name = :short, about = :about, contact = :contact,"
        " email = :email, phone = :phone, stage = :stage, merged_into = :into, version = :version,"
        " updated_at = :updated, sort_key = :sort_key WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", body.id},
         {"kind", to_text(body.content.kind)},
         {"name", body.content.name},
         {"short", body.content.short_name},
         {"about", body.content.about},
         {"contact", body.content.contact},
         {"email", body.content.email},
         {"phone", body.content.phone},
         {"stage", stage_word(body.stage)},
         {"into", merged_into(body.stage)},
         {"version", body.version},
         {"updated", body.updated},
         {"sort_key", language::sort_key(body.content.name)}});
}

std::optional<Id<Body>> find_name(db::Session& db, Town town, std::string_view folded)
{
    return db.find("SELECT body_id FROM body_names WHERE town_id = :town AND folded = :folded",
                   {{"town", town}, {"folded", folded}}, [](db::Row& row) { return row.next<Id<Body>>(); });
}

std::vector<Name> list_names(db::Session& db, Town town)
{
    return db.list("SELECT folded, body_id, words FROM body_names WHERE town_id = :town ORDER BY folded",
                   {{"town", town}}, read_name);
}

std::vector<Name> list_names_of(db::Session& db, Town town, Id<Body> body)
{
    return db.list(
        "SELECT folded, body_id, words FROM body_names WHERE town_id = :town AND body_id = :body ORDER BY folded",
        {{"town", town}, {"body", body}}, read_name);
}

bool put_name(db::Session& tx, Town town, const Name& name)
{
    // Of two bodies that take one name at once the second waits for the first, and then sees whose it is.
    const auto owner = tx.find(
        "INSERT INTO body_names (town_id, folded, body_id, words, part) VALUES (:town, :folded, :body, :words, :part)"
        " ON CONFLICT (town_id, folded) DO UPDATE SET part = excluded.part, words ="
        " CASE WHEN body_names.body_id = excluded.body_id THEN excluded.words ELSE body_names.words END"
        " RETURNING body_id",
        {{"town", town},
         {"folded", name.folded},
         {"body", name.body},
         {"words", name.words},
         {"part", fold_part(name.folded)}},
        [](db::Row& row) { return row.next<Id<Body>>(); });
    return owner == name.body;
}

void delete_name(db::Session& tx, Town town, std::string_view folded)
{
    tx.execute("DELETE FROM body_names WHERE town_id = :town AND folded = :folded",
               {{"town", town}, {"folded", folded}});
}

void hand_over(db::Session& tx, Town town, Id<Body> from, Id<Body> into)
{
    tx.execute("UPDATE body_names SET body_id = :into WHERE town_id = :town AND body_id = :from",
               {{"town", town}, {"from", from}, {"into", into}});
    tx.execute(
        "INSERT INTO body_members (town_id, body_id, account_id, part)"
        " SELECT town_id, :into, account_id, part FROM body_members WHERE town_id = :town AND body_id = :from"
        " ON CONFLICT (town_id, body_id, account_id) DO NOTHING",
        {{"town", town}, {"from", from}, {"into", into}});
    tx.execute("DELETE FROM body_members WHERE town_id = :town AND body_id = :from", {{"town", town}, {"from", from}});
    tx.execute("UPDATE bodies SET merged_into = :into WHERE town_id = :town AND merged_into = :from",
               {{"town", town}, {"from", from}, {"into", into}});
}

std::vector<Member> list_members(db::Session& db, Town town, Id<Body> body)
{
    return db.list(
        "SELECT account_id, part FROM body_members WHERE town_id = :town AND body_id = :body ORDER BY part, account_id",
        {{"town", town}, {"body", body}}, [](db::Row& row) {
            Member member;
            member.account = row.next<Account>();
            member.part = parse_part(row.next<std::string>()).value();
            return member;
        });
}

void put_member(db::Session& tx, Town town, Id<Body> body, const Member& member)
{
    tx.execute(
        "INSERT INTO body_members (town_id, body_id, account_id, part) VALUES (:town, :body, :account, :part)"
        " ON CONFLICT (town_id, body_id, account_id) DO UPDATE SET part = excluded.part",
        {{"town", town}, {"body", body}, {"account", member.account}, {"part", to_text(member.part)}});
}

std::int64_t delete_member(db::Session& tx, Town town, Id<Body> body, Account account)
{
    return tx.execute("DELETE FROM body_members WHERE town_id = :town AND body_id = :body AND account_id = :account",
                      {{"town", town}, {"body", body}, {"account", account}});
}

std::vector<Id<Body>> list_bodies_of(db::Session& db, Town town, Account account)
{
    return db.list(
        "SELECT m.body_id FROM body_members m JOIN bodies b ON b.town_id = m.town_id AND b.id = m.body_id"
        " WHERE m.town_id = :town AND m.account_id = :account AND b.stage = 'active' ORDER BY m.body_id",
        {{"town", town}, {"account", account}}, [](db::Row& row) { return row.next<Id<Body>>(); });
}

}  // namespace veche::bodies::store
