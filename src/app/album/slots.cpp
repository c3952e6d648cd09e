#include "app/album/slots.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/text.hpp"

namespace veche::app::album {

namespace {

struct SlotNames {
    std::string_view file, alt, people, consents;
};
constexpr SlotNames slot_names[] = {{"photo_1", "photo_alt_1", "photo_people_1", "photo_consents_1"},
                                    {"photo_2", "photo_alt_2", "photo_people_2", "photo_consents_2"},
                                    {"photo_3", "photo_alt_3", "photo_people_3", "photo_consents_3"}};

/// Nothing when no file was chosen.
const web::Upload* find_upload(const web::Request& request, std::string_view field)
{
    for (const auto& upload : request.uploads)
        if (upload.field == field && !(upload.file_name.empty() && upload.size == 0)) return &upload;
    return nullptr;
}

void refuse_strangers(const web::Request& request)
{
    for (const auto& upload : request.uploads)
        if (std::ranges::find(slot_names, std::string_view(upload.field), &SlotNames::file) == std::end(slot_names))
            throw web::BadRequest("an upload of another name");
}

bool is_refused(const web::Form& form, std::string_view field)
{
    return std::ranges::find(form.refusals(), field, &Refusal::field) != form.refusals().end();
}

NewPhoto read_slot(Context& context, web::Form& form, const SlotNames& names, const std::string& author)
{
    const Day today = context.town.zone.local(context.now).day;
    NewPhoto photo{.id = Id<Photo>(context.site.ids().next(context.now)),
                   .files = {},
                   .author = author,
                   .alt = form.line(names.alt),
                   .people = form.choice<People>(names.people, parse_people).value_or(People::ask),
                   .consents = form.take(parse_consents(form.text(names.consents), names.consents, today))};
    const auto fault = fault_of(photo);
    if (fault && !is_refused(form, names.alt) && !is_refused(form, names.consents))
        form.refuse({fault->kind, fault->message, std::string(fault->field == "alt" ? names.alt : names.people), {}});
    return photo;
}

}  // namespace

void offer_slots(const language::Words& words, FormContent& content)
{
    Choices choices;
    for (const auto people : {People::agreed, People::nobody, People::ask})
        choices.push_back({std::string(to_text(people)), words.say(fmt::format("album.people_{}", to_text(people)))});
    for (std::size_t i = 0; i < std::size(slot_names); ++i) {
        const auto& names = slot_names[i];
        const auto called = words.say("office.photo_number", {{"number", std::to_string(i + 1)}});
        content.values.emplace_back(names.people, to_text(People::ask));
        content.choices[names.people] = choices;
        content.labels[names.file] = called;
        for (const auto field : {names.alt, names.people, names.consents}) content.called[field] = called;
    }
}

std::vector<NewPhoto> photos_in(Context& context, web::Form& form, const Media& media)
{
    refuse_strangers(context.request);
    const auto author = form.line("photo_author");
    std::vector<std::pair<const web::Upload*, NewPhoto>> chosen;
    for (const auto& names : slot_names) {
        const auto* upload = find_upload(context.request, names.file);
        const bool said = !trimmed(form.text(names.alt)).empty() || !trimmed(form.text(names.consents)).empty();
        if (upload)
            chosen.emplace_back(upload, read_slot(context, form, names, author));
        else if (said)
            form.refuse({RefusalKind::invalid, "album.slot_file_needed", std::string(names.file), {}});
    }
    std::vector<NewPhoto> photos;
    for (auto& [upload, photo] : chosen) {
        if (!form.good()) break;
        const auto kept = media.keep_picture(context.town.id, upload->path);
        if (!kept) {
            form.refuse({RefusalKind::invalid,
                         "album.photo_refused",
                         upload->field,
                         {{"file", upload->file_name}, {"why", context.words.say(kept.error())}}});
            break;
        }
        photo.files = *kept;
        photos.push_back(std::move(photo));
    }
    if (form.good()) return photos;
    ask_again(context, form);
    return {};
}

void ask_again(Context& context, web::Form& form)
{
    for (const auto& names : slot_names)
        if (find_upload(context.request, names.file) && !is_refused(form, names.file))
            form.refuse({RefusalKind::invalid, "album.slot_choose_again", std::string(names.file), {}});
}

}  // namespace veche::app::album
