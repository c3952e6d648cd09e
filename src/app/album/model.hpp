#pragma once

// Photographs of an object: what each must have before the town sees it. All pure.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/media.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::app::album {

/// Whose photographs they are: a word of the owner's feature and the owner's key, {"happening", 42}.
struct Key {
    std::string kind;
    std::int64_t owner = 0;

    bool operator==(const Key&) const = default;
};

/// An album as its owner knows it in this transaction, with the owner's row locked.
struct Owner {
    Key key;
    std::int64_t part_of = 0;  // what is decided together: the line of a happening; else the owner itself
    std::int64_t shelf = 0;    // what is read together: a year's plan; 0 for none
    bool shown = false;        // the owner is public now
};

/// May the people on it be shown? The Civil Code, article 152.1: whoever can be recognised and is the main thing in the picture
/// is asked; of a child its parents are.
enum class People {
    ask,     // not known yet, or somebody has thought better of it: the photograph stays in the office
    nobody,  // nobody can be recognised, or a crowd at a public event: nobody needs to be asked
    agreed,  // all who can be recognised agree
};
std::string_view to_text(People people);
std::optional<People> parse_people(std::string_view text);

/// The place that must stay visible when a page shows only a part: per cent of width and height.
struct Focus {
    int x = 50, y = 50;
    bool operator==(const Focus&) const = default;
};
/// "50-0": the value of a focus in forms, and the end of its class in pages ("focus-50-0").
std::string to_text(const Focus& focus);
/// One of the nine places that can be chosen.
std::optional<Focus> parse_focus(std::string_view text);
inline constexpr int focus_places[] = {0, 50, 100};

/// What a person says of a photograph.
struct PhotoWords {
    std::string alt;     // what is seen, for those who do not see it
    std::string author;  // the words beneath it; may be empty
    std::string rights;  // why it may be shown; may be empty
    Focus focus;
    People people = People::ask;
    bool withheld = false;  // taken from the site, whatever else is said of it

    bool operator==(const PhotoWords&) const = default;
};
inline constexpr std::size_t alt_limit = 300, author_limit = 100, rights_limit = 200, photos_most = 20;

struct Photo {
    Id<Photo> id{};
    Key album;
    std::int64_t position = 0;  // the first is the main one
    KeptPicture files;          // all of one shape; width and height are of `large`
    PhotoWords words;
    std::int64_t version = 1;
    Instant added{};

    /// Together with the owner's being public: what the town sees. The same as the view shown_photos.
    bool is_ready() const { return !words.alt.empty() && words.people != People::ask && !words.withheld; }
    bool operator==(const Photo&) const = default;
};

/// Somebody on a photograph said yes: 152-FZ, article 9, wants it to be proved who, to which words, and when.
struct Consent {
    Id<Consent> id{};
    Id<Photo> photo{};
    std::string person;     // who is seen
    std::string given_by;   // the parent or guardian who agreed; "" when it was the person
    std::int64_t text = 0;  // which edition of the words
    Day given{};
    std::optional<Instant> withdrawn{};
    bool settled = false;  // withdrawn, and since then the face was blurred or the person agreed again

    bool is_live() const { return !withdrawn; }
    bool hides() const { return withdrawn && !settled; }
    bool operator==(const Consent&) const = default;
};
struct NewConsent {
    std::string person, given_by;
    Day given{};
};
/// The edition that is asked for now: album.consent_text_N. Another wording is another number, and the old words stay.
inline constexpr std::int64_t consent_text = 1;
inline constexpr std::size_t consent_name_limit = 100, consents_at_once = 30, consents_most = 100;

/// One person a line, "Маша Петрова; мама Ольга Петрова". Refusals at `field`: those of parse_line, album.consents_too_many.
Result<std::vector<NewConsent>> parse_consents(std::string_view text, std::string_view field, Day given);

/// What is to become of a photograph that is there.
struct PhotoChange {
    Id<Photo> id{};
    std::int64_t version = 0;  // the one the person saw
    PhotoWords words;
    std::int64_t place = 0;  // as typed; equal places keep their order
    bool remove = false;
    std::vector<NewConsent> consents{};
};
/// A photograph on its way in.
struct NewPhoto {
    Id<Photo> id{};
    KeptPicture files;
    std::string author;
    std::string alt = {};
    People people = People::ask;
    std::vector<NewConsent> consents = {};

    /// Whether the town sees it as soon as its owner is public.
    bool is_ready() const { return !alt.empty() && people != People::ask; }
};

/// What stands against a change: album.alt_needed at "alt"; album.consent_needed and album.consent_withdrawn at "people".
/// `consents`: those of this photograph. Who was said to agree before names were asked for is believed still.
std::optional<Refusal> fault_of(const Photo& before, const PhotoChange& change, std::span<const Consent> consents);
/// The same of a new one; the rest it may get later.
std::optional<Refusal> fault_of(const NewPhoto& fresh);

struct Album {
    std::vector<Photo> photos;  // as they are to be, in order
    std::vector<Id<Photo>> removed;
    std::vector<Id<Photo>> meanwhile;  // somebody else changed them: left as they are
};
/// The changes done: those of photographs that somebody else has removed are let pass, as is a change that is done already.
Album rearranged(const std::vector<Photo>& photos, const std::vector<PhotoChange>& changes);
/// With new ones at the end; the same picture twice is one. Refusal: album.too_many at "files".
Result<Album> with_new(Album album, const Key& key, const std::vector<NewPhoto>& fresh, Instant now);

/// Places to make unrecognisable, "12 30 8 10" a line: left, top, width and height in whole per cent of the picture. Refusals at
/// "areas": album.areas_needed, album.area_wrong {line}, album.areas_too_many.
Result<std::vector<outside::Area>> parse_areas(std::string_view text);
/// The same text again, one area a line.
std::string to_text(const std::vector<outside::Area>& areas);
inline constexpr std::size_t areas_most = 30;

}  // namespace veche::app::album
