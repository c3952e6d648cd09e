#include "features/bodies/queries.hpp"

#include <algorithm>

#include "app/album/queries.hpp"
#include "core/errors.hpp"
#include "core/fold.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/store.hpp"
#include "language/collation.hpp"

namespace veche::bodies {

namespace {

bool stands_before(const Body& a, const Body& b)
{
    const int order = language::compare(a.content.name, b.content.name);
    return order != 0 ? order < 0 : a.id < b.id;
}

/// What is typed into the filter may be the beginning of a word.
std::string part_of_name(std::string_view text)
{
    return fold_part(folded_name(text));
}

bool matches(const Body& body, const OfficeFilter& filter, const std::string& folded)
{
    if (filter.kind && body.content.kind != *filter.kind) return false;
    if (!filter.closed && !body.active()) return false;
    const auto holds = [&](const std::string& name) { return part_of_name(name).find(folded) != std::string::npos; };
    return folded.empty() || holds(body.content.name) || holds(body.content.short_name) ||
           std::ranges::any_of(body.content.other_names, holds);
}

}  // namespace

std::vector<Body> list_sorted(db::Session& db, Id<app::Town> town)
{
    auto bodies = store::list_bodies(db, town);
    std::ranges::sort(bodies, stands_before);
    return bodies;
}

std::int64_t count_bodies(app::View& view)
{
    return store::count_bodies(view.db, view.town.id);
}

std::vector<Body> list_office(app::View& view, const OfficeFilter& filter, std::optional<Id<Body>> after,
                              std::size_t most)
{
    // One that was merged since the page before was shown still says where that page ended.
    const auto last = after ? store::find_body(view.db, view.town.id, *after) : std::nullopt;
    const auto folded = part_of_name(filter.text);
    auto bodies = list_sorted(view.db, view.town.id);
    std::erase_if(bodies, [&](const Body& body) {
        return !matches(body, filter, folded) || (last && !stands_before(*last, body));
    });
    if (bodies.size() > most) bodies.resize(most);
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
