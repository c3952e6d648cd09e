#include "features/bodies/queries.hpp"

#include "app/album/queries.hpp"
#include "core/errors.hpp"
#include "core/fold.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/store.hpp"

namespace veche::bodies {

namespace {

/// What is typed into the filter may be the beginning of a word.
std::string part_of_name(std::string_view text)
{
    return fold_part(folded_name(text));
}

}  // namespace

std::vector<Body> list_sorted(db::Session& db, Id<app::Town> town)
{
    return store::list_bodies(db, town, {});
}

std::int64_t count_bodies(app::View& view)
{
    return store::count_bodies(view.db, view.town.id);
}

std::vector<Body> list_office(app::View& view, const OfficeFilter& filter, Id<Body> after, std::size_t most)
{
    return store::list_bodies(view.db, view.town.id,
                              {.kind = filter.kind,
                               .closed = filter.closed,
                               .part = part_of_name(filter.text),
                               .after = after,
                               .limit = int(most)});
}

std::vector<Body> list_public_bodies(app::View& view)
{
    view.built_from("bodies");
    return store::list_bodies(view.db, view.town.id, {.closed = false});
}

Body get_body(app::View& view, Id<Body> id)
{
    auto body = store::find_body(view.db, view.town.id, id);
    if (!body) throw NotFound("body");
    return *body;
}

std::vector<app::album::Photo> list_public_photos(app::View& view, Id<Body> id)
{
    view.built_from("body/" + to_text(id));
    return app::album::list_shown(view, {std::string(body_album), id.value()});
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
