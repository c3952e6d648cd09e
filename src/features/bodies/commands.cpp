#include "features/bodies/commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/search.hpp"
#include "core/errors.hpp"
#include "core/whole.hpp"
#include "features/bodies/store.hpp"

namespace veche::bodies {

namespace {

std::string body_object(Id<Body> id)
{
    return "body/" + to_text(id);
}

/// Search and pages follow a stored body.
void publish(app::Work& work, const Body& body)
{
    const auto& content = body.content;
    if (body.active()) {
        std::vector<std::string> parts{content.short_name, content.about, content.contact};
        parts.insert(parts.end(), content.other_names.begin(), content.other_names.end());
        app::search::put(work, {.kind = "bodies.body",
                                .object = body_object(body.id),
                                .url = "/bodies/" + to_text(body.id),
                                .title = content.name,
                                .body = app::search::sentences(parts),
                                .day = {}});
    } else {
        app::search::remove(work, body_object(body.id));
    }
    work.touch("bodies");
    work.touch(body_object(body.id));
}

/// Other names without those that say nothing new, in the order in which the store gives them.
BodyContent tidy(BodyContent content)
{
    std::vector<std::pair<std::string, std::string>> others;
    for (auto& name : content.other_names) {
        auto key = folded_name(name);
        const bool known = key.empty() || key == folded_name(content.name) || key == folded_name(content.short_name) ||
                           std::ranges::any_of(others, [&](const auto& one) { return one.first == key; });
        if (!known) others.emplace_back(std::move(key), std::move(name));
    }
    std::ranges::sort(others);
    content.other_names.clear();
    for (auto& [key, name] : others) content.other_names.push_back(std::move(name));
    return content;
}

struct FieldName {
    const char* field;
    store::Name name;
};
std::vector<FieldName> names_of(const Body& body)
{
    std::vector<FieldName> names;
    const auto add = [&](const char* field, const std::string& words) {
        auto key = folded_name(words);
        if (!key.empty()) names.push_back({field, {.folded = std::move(key), .body = body.id, .words = words}});
    };
    add("name", body.content.name);
    add("short_name", body.content.short_name);
    for (const auto& other : body.content.other_names) add("names", other);
    return names;
}

Refusal name_taken(app::Work& work, const FieldName& one)
{
    const auto owner = store::find_name(work.tx, work.town.id, one.name.folded);
    const auto body = owner ? store::find_body(work.tx, work.town.id, *owner) : std::nullopt;
    return {RefusalKind::invalid,
            "bodies.name_taken",
            one.field,
            {{"name", one.name.words}, {"body", body ? body->content.name : ""}}};
}

/// Names that are gone are free again, new ones are taken. The plan looks for them when they have changed.
Result<bool> put_names(app::Work& work, const Body& body)
{
    const auto wanted = names_of(body);
    bool changed = false;
    std::vector<std::string> present;
    for (const auto& name : store::list_names_of(work.tx, work.town.id, body.id)) {
        present.push_back(name.folded);
        if (std::ranges::any_of(wanted, [&](const FieldName& one) { return one.name.folded == name.folded; })) continue;
        store::delete_name(work.tx, work.town.id, name.folded);
        changed = true;
    }
    for (const auto& one : wanted) {
        if (!store::put_name(work.tx, work.town.id, one.name)) return tl::unexpected(name_taken(work, one));
        changed = changed || std::ranges::find(present, one.name.folded) == present.end();
    }
    if (changed) work.announce("bodies.names", {{"body", to_text(body.id)}});
    return changed;
}

Result<Body> store_body(app::Work& work, const Body& body, std::string_view deed)
{
    store::update_body(work.tx, work.town.id, body);
    const auto named = put_names(work, body);
    if (!named) return tl::unexpected(named.error());
    publish(work, body);
    work.record(deed, body_object(body.id), {{"name", body.content.name}, {"version", body.version}});
    return body;
}

std::string_view deed_of(Working working)
{
    return working == Working::stops ? "bodies.close" : "bodies.reopen";
}

/// Loads, decides, stores. What changes nothing is still a deed.
template <class Decide>
Result<Body> change_body(app::Work& work, Id<Body> id, std::string_view deed, Decide decide)
{
    const Body body = store::get_for_update(work.tx, work.town.id, id);
    Result<Body> changed = decide(body);
    if (!changed) return changed;
    if (changed->version != body.version) return store_body(work, *changed, deed);
    work.record(deed, body_object(id), {{"name", body.content.name}, {"version", body.version}});
    return changed;
}

}  // namespace

app::erasure::Owner erasing()
{
    const auto id_of = [](const std::string& key) { return Id<Body>(parse_whole<std::int64_t>(key).value_or(0)); };
    return {.table = "bodies",
            .lock = [id_of](app::Work& work,
                            const std::string& key) { store::lock_body(work.tx, work.town.id, id_of(key)); },
            .erased =
                [id_of](app::Work& work, const std::string& key) {
                    Body body = store::find_body(work.tx, work.town.id, id_of(key)).value();
                    ++body.version;  // a form opened before holds what was erased
                    body.updated = work.now;
                    store::update_body(work.tx, work.town.id, body);
                    publish(work, body);
                }};
}

Result<Body> add_body(app::Work& work, Id<Body> id, BodyContent content)
{
    Body body{.id = id, .content = tidy(std::move(content)), .created = work.now, .updated = work.now};
    if (folded_name(body.content.name).empty()) return refuse(RefusalKind::invalid, "text.empty", "name");
    if (store::count_bodies(work.tx, work.town.id) >= bodies_most)
        return refuse(RefusalKind::closed, "bodies.too_many", "name", {{"most", std::to_string(bodies_most)}});
    if (!store::insert_body(work.tx, work.town.id, body)) {
        const Body known = store::get_for_update(work.tx, work.town.id, id);
        if (known.content != body.content) return refuse(RefusalKind::conflict, "bodies.changed_meanwhile");
        work.record("bodies.add", body_object(id), {{"name", known.content.name}, {"version", known.version}});
        return known;
    }
    return store_body(work, body, "bodies.add");
}

Result<Body> edit_body(app::Work& work, Id<Body> id, std::int64_t version, BodyContent content,
                       std::optional<Working> working)
{
    content = tidy(std::move(content));
    if (folded_name(content.name).empty()) return refuse(RefusalKind::invalid, "text.empty", "name");
    return change_body(work, id, working ? deed_of(*working) : "bodies.edit", [&](const Body& body) -> Result<Body> {
        auto changed = revise(body, std::move(content), work.now);
        if (changed && working)
            changed = *working == Working::stops ? closed(*changed, work.now) : reopened(*changed, work.now);
        if (changed && changed->version != body.version && body.version != version)
            return refuse(RefusalKind::conflict, "bodies.changed_meanwhile");
        return changed;
    });
}

Result<Body> add_name(app::Work& work, Id<Body> id, std::string name)
{
    if (folded_name(name).empty()) return refuse(RefusalKind::invalid, "text.empty", "name");
    auto done = change_body(work, id, "bodies.add_name", [&](const Body& body) {
        auto content = body.content;
        content.other_names.push_back(std::move(name));
        return revise(body, tidy(std::move(content)), work.now);
    });
    if (!done && done.error().message == "bodies.name_taken") done.error().field = "name";
    return done;
}

Result<Body> merge_body(app::Work& work, Id<Body> id, std::int64_t version, Id<Body> into_id)
{
    const Id<Body> first = std::min(id, into_id), second = std::max(id, into_id);
    const Body one = store::get_for_update(work.tx, work.town.id, first);
    const Body two = store::get_for_update(work.tx, work.town.id, second);
    const Body &body = id == first ? one : two, &into = id == first ? two : one;
    const Result<Body> gone = merged(body, into, work.now);
    if (!gone) return gone;
    if (gone->version != body.version && body.version != version)
        return refuse(RefusalKind::conflict, "bodies.changed_meanwhile");
    work.record("bodies.merge", body_object(id),
                {{"name", body.content.name}, {"into", to_text(into_id)}, {"into_name", into.content.name}});
    if (gone->version == body.version) return gone;
    store::update_body(work.tx, work.town.id, *gone);
    store::hand_over(work.tx, work.town.id, id, into_id);
    app::album::hand_over(work, album_owner(body), album_owner(into));
    publish(work, *gone);
    Body richer = store::find_body(work.tx, work.town.id, into_id).value();
    richer.updated = work.now;
    ++richer.version;  // its names are others now: a form opened before must not take them away unseen
    store::update_body(work.tx, work.town.id, richer);
    publish(work, richer);
    work.announce("bodies.merged", {{"from", to_text(id)}, {"into", to_text(into_id)}});
    return gone;
}

app::album::Owner album_owner(const Body& body)
{
    return {.key = {std::string(body_album), body.id.value()},
            .part_of = body.id.value(),
            .shown = !std::holds_alternative<Merged>(body.stage)};
}

Result<app::album::Album> change_photos(app::Work& work, Id<Body> id, const app::album::Changes& changes)
{
    const Body body = store::get_for_update(work.tx, work.town.id, id);
    if (std::holds_alternative<Merged>(body.stage)) return refuse(RefusalKind::closed, "bodies.is_merged");
    auto album = app::album::change_photos(work, album_owner(body), changes);
    if (!album) return album;
    work.record("bodies.photos.change", body_object(id),
                {{"photos", album->photos.size()},
                 {"removed", album->removed.size()},
                 {"consents_withdrawn", changes.withdrawn.size()}});
    work.touch(body_object(id));
    return album;
}

Result<app::album::Photo> replace_picture(app::Work& work, const app::album::Photo& seen, const app::KeptPicture& files)
{
    const Body body = store::get_for_update(work.tx, work.town.id, Id<Body>(seen.album.owner));
    auto photo = app::album::replace_picture(work, album_owner(body), seen, files);
    if (!photo) return photo;
    work.record("bodies.photos.blur", body_object(body.id), {{"photo", to_text(seen.id)}});
    work.touch(body_object(body.id));
    return photo;
}

Result<Member> put_member(app::Work& work, Id<Body> id, Member member)
{
    const Body body = store::get_for_update(work.tx, work.town.id, id);
    if (!body.active()) return refuse(RefusalKind::closed, "bodies.not_active", "account");
    store::put_member(work.tx, work.town.id, id, member);
    work.record("bodies.put_member", body_object(id),
                {{"account", to_text(member.account)}, {"part", to_text(member.part)}});
    return member;
}

Result<Id<Body>> remove_member(app::Work& work, Id<Body> id, Id<app::Account> account)
{
    store::get_for_update(work.tx, work.town.id, id);
    const auto gone = store::delete_member(work.tx, work.town.id, id, account);
    work.record("bodies.remove_member", body_object(id), {{"account", to_text(account)}, {"gone", gone}});
    return id;
}

}  // namespace veche::bodies
