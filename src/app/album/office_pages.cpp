#include "app/album/office_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "web/form.hpp"

namespace veche::app::album {

using nlohmann::json;

namespace {

/// What a photograph's form can be refused for.
constexpr std::string_view typed_fields[] = {"alt", "author", "rights", "people", "consents", "given"};

json focuses_model(const language::Words& words, const Focus& chosen)
{
    json all = json::array();
    for (const int y : focus_places)
        for (const int x : focus_places) {
            const Focus focus{x, y};
            all.push_back(option(to_text(focus), words.say(fmt::format("album.focus_{}_{}", x, y)), focus == chosen));
        }
    return all;
}

json people_model(const language::Words& words, People chosen)
{
    json all = json::array();
    for (const auto people : {People::agreed, People::nobody, People::ask})
        all.push_back(option(std::string(to_text(people)), words.say(fmt::format("album.people_{}", to_text(people))),
                             people == chosen));
    return all;
}

std::string_view state_message(const Photo& photo, const std::vector<Consent>& own, bool shown)
{
    if (photo.words.withheld) return "office.photo_withheld";
    if (std::ranges::any_of(own, &Consent::hides)) return "office.photo_consent_withdrawn";
    if (photo.words.alt.empty()) return "office.photo_without_alt";
    if (photo.words.people == People::ask) return "office.photo_unasked";
    return shown ? "office.photo_shown" : "office.photo_ready";
}

json consent_model(const language::Words& words, const Consent& consent)
{
    const std::string who = consent.given_by.empty()
                                ? consent.person
                                : words.say("album.consent_by", {{"person", consent.person}, {"by", consent.given_by}});
    const std::string about = words.say("album.consent_about",
                                        {{"day", words.day(consent.given)}, {"edition", std::to_string(consent.text)}});
    return object({{"id", to_text(consent.id)}, {"who", who}, {"about", about}, {"live", consent.is_live()}});
}

json consents_model(const language::Words& words, const std::vector<Consent>& own)
{
    json all = json::array();
    for (const auto& consent : own) all.push_back(consent_model(words, consent));
    return all;
}

json photo_form(const language::Words& words, const Desk& desk, const Photo& photo, const std::vector<Consent>& own)
{
    const bool ready = photo.is_ready();
    return object({{"id", to_text(photo.id)},
                   {"number", photo.position},
                   {"heading", words.say("office.photo_number", {{"number", std::to_string(photo.position)}})},
                   {"main", photo.position == 1},
                   {"image", media::address(photo.files.small)},
                   {"large", media::address(photo.files.large)},
                   {"width", photo.files.width},
                   {"height", photo.files.height},
                   {"blur_href", desk.path + "/" + to_text(photo.id) + "/blur"},
                   {"state", object({{"code", ready ? "held" : "overdue"},
                                     {"title", words.say(state_message(photo, own, desk.owner.shown))}})},
                   {"version", std::to_string(photo.version)},
                   {"alt", photo.words.alt},
                   {"author", photo.words.author},
                   {"rights", photo.words.rights},
                   {"withheld", photo.words.withheld},
                   {"place", std::to_string(photo.position)},
                   {"focuses", focuses_model(words, photo.words.focus)},
                   {"peoples", people_model(words, photo.words.people)},
                   {"has_consents", !own.empty()},
                   {"consented", consents_model(words, own)},
                   {"meanwhile", ""}});
}

}  // namespace

json desk_model(const language::Words& words, const Desk& desk, std::string heading, std::string action)
{
    return object({{"heading", std::move(heading)},
                   {"title", desk.title},
                   {"told", desk.told},
                   {"action", std::move(action)},
                   {"back_href", desk.back_href},
                   {"back_words", desk.back_words},
                   {"closed", desk.closed ? words.say(*desk.closed) : ""},
                   {"open", !desk.closed},
                   {"error_list", json::array()},
                   {"has_errors", false}});
}

json photos_model(const language::Words& words, const Desk& desk, const std::vector<Photo>& photos,
                  const std::vector<Consent>& consents, Day today)
{
    json models = json::array();
    for (const auto& photo : photos) {
        std::vector<Consent> own;
        std::ranges::copy_if(consents, std::back_inserter(own),
                             [&](const Consent& one) { return one.photo == photo.id; });
        auto model = photo_form(words, desk, photo, own);
        model["consents"] = "";
        model["given"] = iso_day(today);
        for (const auto name : typed_fields) model[std::string(name) + "_error"] = "";
        models.push_back(std::move(model));
    }
    auto model = desk_model(words, desk, words.say("office.photos_heading"), desk.path);
    model["room"] = photos.size() < photos_most;
    model["photos"] = std::move(models);
    model["values"] = {{"author", ""}};
    model["errors"] = no_errors({"author", "files"});
    return model;
}

namespace {

bool put_errors(json& photo, const json& errors)
{
    bool any = false;
    for (const auto name : typed_fields) {
        const auto found = errors.find(std::string(name) + "-" + photo["id"].get<std::string>());
        if (found == errors.end() || *found == "") continue;
        photo[std::string(name) + "_error"] = *found;
        any = true;
    }
    return any;
}

}  // namespace

void put_typed(json& model, const web::Form& form, const language::Words& words,
               const std::vector<Id<Photo>>& meanwhile)
{
    for (auto& photo : model["photos"]) {
        const auto id = photo["id"].get<std::string>();
        const auto typed = [&](std::string_view name) { return form.text(std::string(name) + "-" + id); };
        const bool wrong = put_errors(photo, model["errors"]);
        const bool conflict = std::ranges::any_of(meanwhile, [&](Id<Photo> one) { return to_text(one) == id; });
        if (!conflict && !wrong) continue;
        if (conflict)
            photo["meanwhile"] = words.say("office.photo_meanwhile", {{"alt", photo["alt"].get<std::string>()}});
        else
            photo["version"] = typed("version");
        for (const auto* name : {"alt", "author", "rights", "consents", "given", "place"}) photo[name] = typed(name);
        photo["withheld"] = typed("withheld") == "1";
        for (auto& focus : photo["focuses"]) focus["chosen"] = focus["value"] == typed("focus");
        for (auto& people : photo["peoples"]) people["chosen"] = people["value"] == typed("people");
    }
}

}  // namespace veche::app::album
