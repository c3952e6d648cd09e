#pragma once

// Photographs of a happening that was held: what they must have before the town sees them. (A file of its own beside life.hpp,
// which decides what becomes of a line.) All pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

/// May the people on it be shown? The Civil Code, article 152.1: whoever can be recognised and is the main thing in the picture
/// is asked; of a child its parents are.
enum class People {
    ask,     // not known yet: the photograph stays in the office
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

/// What a person says of a photograph.
struct PhotoWords {
    std::string alt;     // what is seen, for those who do not see it
    std::string author;  // may be empty
    Focus focus;
    People people = People::ask;

    bool operator==(const PhotoWords&) const = default;
};
inline constexpr std::size_t alt_limit = 300, author_limit = 100, photos_most = 20;

/// The files it is kept in, all of one shape; width and height are of `large`.
struct PhotoFiles {
    std::string large, middle, small, share;
    int width = 0, height = 0;

    bool operator==(const PhotoFiles&) const = default;
};

struct Photo {
    Id<Photo> id{};
    Id<Line> line{};
    Id<Happening> happening{};
    std::int64_t position = 0;  // the first is the main one
    PhotoFiles files;
    PhotoWords words;
    std::int64_t version = 1;
    Instant added{};

    /// Together with `held` of its happening and `announced` of its line: what the public sees.
    bool is_ready() const { return !words.alt.empty() && words.people != People::ask; }
    bool operator==(const Photo&) const = default;
};

/// What is to become of a photograph that is there.
struct PhotoChange {
    Id<Photo> id{};
    std::int64_t version = 0;  // the one the person saw
    PhotoWords words;
    std::int64_t place = 0;  // as typed; equal places keep their order
    bool remove = false;
};
/// A photograph on its way in.
struct NewPhoto {
    Id<Photo> id{};
    PhotoFiles files;
    std::string author;
};

/// A photograph is described before it is shown: plan.photo_alt_needed at "alt".
std::optional<Refusal> fault_of(const PhotoWords& words);

struct Album {
    std::vector<Photo> photos;  // as they are to be, in order
    std::vector<Id<Photo>> removed;
    std::vector<Id<Photo>> meanwhile;  // somebody else changed them: left as they are
};
/// The changes done: those of photographs that somebody else has removed are let pass, as is a change that is done already.
Album rearranged(const std::vector<Photo>& photos, const std::vector<PhotoChange>& changes);
/// With new ones at the end; the same picture twice is one. Refusal: plan.photos_too_many at "files".
Result<Album> with_new(Album album, const Happening& happening, Id<Line> line, const std::vector<NewPhoto>& fresh,
                       Instant now);

}  // namespace veche::plan
