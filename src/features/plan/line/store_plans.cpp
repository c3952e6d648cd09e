#include "features/plan/line/store.hpp"

#include "core/errors.hpp"
#include "core/text.hpp"

namespace veche::plan::store {

std::optional<Plan> find_plan(db::Session& db, Town town, int year)
{
    return db.find("SELECT id, year, title FROM plans WHERE town_id = :town AND year = :year",
                   {{"town", town}, {"year", year}}, [](db::Row& row) {
                       return Plan{row.next<Id<Plan>>(), row.next<int>(), row.next<std::string>()};
                   });
}

std::vector<Plan> list_plans(db::Session& db, Town town)
{
    return db.list("SELECT id, year, title FROM plans WHERE town_id = :town ORDER BY year DESC", {{"town", town}},
                   [](db::Row& row) {
                       return Plan{row.next<Id<Plan>>(), row.next<int>(), row.next<std::string>()};
                   });
}

void insert_plan(db::Session& tx, Town town, const Plan& plan, Instant now)
{
    tx.execute(
        "INSERT INTO plans (town_id, id, year, title, created_at) VALUES (:town, :id, :year, :title, :now)"
        " ON CONFLICT (town_id, year) DO NOTHING",
        {{"town", town}, {"id", plan.id}, {"year", plan.year}, {"title", plan.title}, {"now", now}});
}

std::vector<Section> list_sections(db::Session& db, Town town, Id<Plan> plan)
{
    return db.list("SELECT id, title FROM plan_sections WHERE town_id = :town AND plan_id = :plan ORDER BY position",
                   {{"town", town}, {"plan", plan}}, [](db::Row& row) {
                       return Section{row.next<Id<Section>>(), row.next<std::string>()};
                   });
}

std::vector<YearCount> list_public_years(db::Session& db, Town town)
{
    return db.list(
        "SELECT p.year, count(*) FROM plan_lines l JOIN plans p ON p.town_id = l.town_id AND p.id = l.plan_id"
        " WHERE l.town_id = :town AND l.stage = 'announced' GROUP BY p.year ORDER BY p.year DESC",
        {{"town", town}}, [](db::Row& row) {
            return YearCount{row.next<int>(), row.next<std::int64_t>()};
        });
}

std::optional<std::vector<Section>> find_sections(db::Session& db, Town town, int year)
{
    std::optional<std::vector<Section>> sections;
    db.each(
        "SELECT s.id, coalesce(s.title, '') FROM plans p LEFT JOIN plan_sections s ON s.town_id = p.town_id AND"
        " s.plan_id = p.id WHERE p.town_id = :town AND p.year = :year ORDER BY s.position",
        {{"town", town}, {"year", year}}, [&](db::Row& row) {
            if (!sections) sections.emplace();
            if (const auto id = row.next<std::optional<std::int64_t>>())
                sections->push_back({Id<Section>(*id), row.next<std::string>()});
        });
    return sections;
}

std::optional<Id<Section>> get_section(db::Session& tx, Town town, Id<Plan> plan, std::string_view title,
                                       Id<Section> fresh)
{
    if (title.empty()) return std::nullopt;
    // Two deeds on lines of the same sections must not wait for one another: the shared lock only keeps the section from
    // being deleted before a line points at it.
    const auto found = [&] {
        const auto id = [](db::Row& row) { return row.next<Id<Section>>(); };
        if (tx.engine() == db::Engine::postgres)
            return tx.find(
                "SELECT id FROM plan_sections WHERE town_id = :town AND plan_id = :plan AND title = :title"
                " FOR KEY SHARE",
                {{"town", town}, {"plan", plan}, {"title", title}}, id);
        return tx.find("SELECT id FROM plan_sections WHERE town_id = :town AND plan_id = :plan AND title = :title",
                       {{"town", town}, {"plan", plan}, {"title", title}}, id);
    };
    for (;;) {
        if (const auto known = found()) return known;  // at the second look its own, or that of whoever was first
        tx.execute(
            "INSERT INTO plan_sections (town_id, id, plan_id, position, title) VALUES (:town, :id, :plan,"
            " (SELECT coalesce(max(position), 0) + 1 FROM plan_sections WHERE town_id = :town AND plan_id = :plan), "
            ":title)"
            " ON CONFLICT (town_id, plan_id, title) DO NOTHING",
            {{"town", town}, {"id", fresh}, {"plan", plan}, {"title", title}});
    }
}

void delete_empty_sections(db::Session& tx, Town town, Id<Plan> plan)
{
#define VECHE_EMPTY_SECTION                                                                   \
    " AND NOT EXISTS (SELECT 1 FROM plan_lines l WHERE l.town_id = plan_sections.town_id AND" \
    " l.plan_id = plan_sections.plan_id AND l.section_id = plan_sections.id)"
    const auto id = [](db::Row& row) { return row.next<Id<Section>>(); };
    const bool locks = tx.engine() == db::Engine::postgres;
    const auto empty =
        locks ? tx.list("SELECT id FROM plan_sections WHERE town_id = :town AND plan_id = :plan" VECHE_EMPTY_SECTION
                        " ORDER BY id FOR UPDATE",
                        {{"town", town}, {"plan", plan}}, id)
              : tx.list("SELECT id FROM plan_sections WHERE town_id = :town AND plan_id = :plan" VECHE_EMPTY_SECTION,
                        {{"town", town}, {"plan", plan}}, id);
    // Whoever was putting a line into one of them has done so by now: only a second statement sees it.
    for (const auto section : empty)
        tx.execute(
            "DELETE FROM plan_sections WHERE town_id = :town AND plan_id = :plan AND id = :id" VECHE_EMPTY_SECTION,
            {{"town", town}, {"plan", plan}, {"id", section}});
#undef VECHE_EMPTY_SECTION
}

Line get_for_update(db::Session& tx, Town town, Id<Line> id)
{
    auto line = find_for_update(tx, town, id);
    if (!line) throw NotFound("line");
    return *line;
}

void lock_lines(db::Session& tx, Town town, Id<Plan> plan)
{
    // In the order of a bulk deed, and as weak as its lock: a line under it may still be pointed at.
    if (tx.engine() == db::Engine::postgres)
        tx.each("SELECT id FROM plan_lines WHERE town_id = :town AND plan_id = :plan ORDER BY id FOR NO KEY UPDATE",
                {{"town", town}, {"plan", plan}}, [](db::Row&) {});
}

std::optional<Instant> last_public_change(db::Session& db, Town town)
{
    return db.value<std::optional<Instant>>(
        "SELECT max(updated_at) FROM plan_lines WHERE town_id = :town AND stage = 'announced'", {{"town", town}});
}

std::vector<std::vector<std::string>> list_responsible(db::Session& db, Town town)
{
    return db.list("SELECT DISTINCT responsible FROM plan_lines WHERE town_id = :town AND responsible <> ''",
                   {{"town", town}}, [](db::Row& row) { return split_lines(row.next<std::string>()); });
}

}  // namespace veche::plan::store
