#include "features/bodies/queries.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "features/bodies/store.hpp"
#include "language/collation.hpp"

namespace veche::bodies {

std::vector<Body> list_sorted(db::Session& db, Id<app::Town> town)
{
    auto bodies = store::list_bodies(db, town);
    std::ranges::sort(bodies, [](const Body& a, const Body& b) {
        const int order = language::compare(a.content.name, b.content.name);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return bodies;
}

std::vector<Body> list_public_bodies(app::View& view)
{
    view.built_from("bodies");
    auto bodies = list_sorted(view.db, view.town.id);
    std::erase_if(bodies, [](const Body& body) { return !body.active(); });
    return bodies;
}

Body get_body(app::View& view, Id<Body> id)
{
    auto body = store::find_body(view.db, view.town.id, id);
    if (!body) throw NotFound("body");
    return *body;
}

Body get_public_body(app::View& view, Id<Body> id)
{
    view.built_from("body/" + to_text(id));
    Body body = get_body(view, id);
    const auto* merged = std::get_if<Merged>(&body.stage);
    if (!merged) return body;
    view.built_from("body/" + to_text(merged->into));
    return get_body(view, merged->into);
}

std::vector<Member> list_members(app::View& view, Id<Body> id)
{
    return store::list_members(view.db, view.town.id, id);
}

}  // namespace veche::bodies
