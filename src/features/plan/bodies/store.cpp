#include "features/plan/bodies/store.hpp"

#include "core/text.hpp"

namespace veche::plan::store {

namespace {}  // namespace

std::string_view to_text(BodyPart part)
{
    return part == BodyPart::responsible ? "responsible" : "partner";
}

std::vector<LineBody> list_line_bodies(db::Session& db, Town town, std::optional<Id<Plan>> plan, BodyPart part)
{
    return db.list(
        "SELECT b.line_id, b.body_id FROM plan_line_bodies b JOIN plan_lines l ON l.town_id = b.town_id"
        " AND l.id = b.line_id WHERE b.town_id = :town AND b.part = :part AND (:plan = 0 OR l.plan_id = :plan)"
        " ORDER BY b.line_id, b.body_id",
        {{"town", town}, {"part", to_text(part)}, {"plan", plan.value_or(Id<Plan>())}}, [](db::Row& row) {
            LineBody link;
            link.line = row.next<Id<Line>>();
            link.body = row.next<Body>();
            return link;
        });
}

std::vector<Body> list_bodies_of_line(db::Session& db, Town town, Id<Line> line, BodyPart part)
{
    return db.list(
        "SELECT body_id FROM plan_line_bodies WHERE town_id = :town AND line_id = :line AND part = :part"
        " ORDER BY body_id",
        {{"town", town}, {"line", line}, {"part", to_text(part)}}, [](db::Row& row) { return row.next<Body>(); });
}

void insert_line_body(db::Session& tx, Town town, BodyPart part, const LineBody& link)
{
#define VECHE_NEW_LINE_BODY                                          \
    "INSERT INTO plan_line_bodies (town_id, line_id, part, body_id)" \
    " SELECT l.town_id, l.id, :part, :body FROM plan_lines l WHERE l.town_id = :town AND l.id = :line"
#define VECHE_ONCE " ON CONFLICT (town_id, line_id, part, body_id) DO NOTHING"
    const auto link_it = [&](db::Sql sql) {
        tx.execute(sql, {{"town", town}, {"line", link.line}, {"part", to_text(part)}, {"body", link.body}});
    };
    // The line may be on its way out: whoever removes it is waited for.
    if (tx.engine() == db::Engine::postgres)
        link_it(VECHE_NEW_LINE_BODY " FOR KEY SHARE" VECHE_ONCE);
    else
        link_it(VECHE_NEW_LINE_BODY VECHE_ONCE);
#undef VECHE_ONCE
#undef VECHE_NEW_LINE_BODY
}

void copy_partners(db::Session& tx, Town town, Id<Line> from, Id<Line> to)
{
    tx.execute(
        "INSERT INTO plan_line_bodies (town_id, line_id, part, body_id)"
        " SELECT b.town_id, :to, b.part, b.body_id FROM plan_line_bodies b"
        " WHERE b.town_id = :town AND b.line_id = :from AND b.part = 'partner'",
        {{"town", town}, {"from", from}, {"to", to}});
}

void delete_line_body(db::Session& tx, Town town, BodyPart part, const LineBody& link)
{
    tx.execute(
        "DELETE FROM plan_line_bodies WHERE town_id = :town AND line_id = :line AND part = :part AND body_id = :body",
        {{"town", town}, {"line", link.line}, {"part", to_text(part)}, {"body", link.body}});
}

std::vector<Id<Line>> list_line_ids_of(db::Session& db, Town town, Body body, BodyPart part)
{
    return db.list(
        "SELECT line_id FROM plan_line_bodies WHERE town_id = :town AND body_id = :body AND part = :part"
        " ORDER BY line_id",
        {{"town", town}, {"body", body}, {"part", to_text(part)}}, [](db::Row& row) { return row.next<Id<Line>>(); });
}

std::vector<LineWords> list_line_words(db::Session& db, Town town, std::optional<Id<Plan>> plan)
{
    return db.list(
        "SELECT l.id, p.year, l.responsible FROM plan_lines l JOIN plans p ON p.town_id = l.town_id AND p.id = "
        "l.plan_id"
        " WHERE l.town_id = :town AND (:plan = 0 OR l.plan_id = :plan) ORDER BY l.id",
        {{"town", town}, {"plan", plan.value_or(Id<Plan>())}}, [](db::Row& row) {
            LineWords line;
            line.line = row.next<Id<Line>>();
            line.year = row.next<int>();
            line.responsible = split_lines(row.next<std::string>());
            return line;
        });
}

void delete_plain_name(db::Session& tx, Town town, std::string_view folded)
{
    tx.execute("DELETE FROM plan_plain_names WHERE town_id = :town AND folded = :folded",
               {{"town", town}, {"folded", folded}});
}

void insert_plain_name(db::Session& tx, Town town, std::string_view folded)
{
    tx.execute(
        "INSERT INTO plan_plain_names (town_id, folded) VALUES (:town, :folded) ON CONFLICT (town_id, folded)"
        " DO NOTHING",
        {{"town", town}, {"folded", folded}});
}

std::vector<std::string> list_plain_names(db::Session& db, Town town)
{
    return db.list("SELECT folded FROM plan_plain_names WHERE town_id = :town ORDER BY folded", {{"town", town}},
                   [](db::Row& row) { return row.next<std::string>(); });
}

}  // namespace veche::plan::store
