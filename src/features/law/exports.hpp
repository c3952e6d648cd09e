#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/work.hpp"
#include "core/result.hpp"

/// A list of many people leaves the office only with a second colleague's yes (421-FZ).
namespace veche::law {

/// What somebody would download.
struct Export {
    std::string what;  // message id of its name, "participation.list"
    std::string path;  // its own address, with the query: a yes is for this one
    std::int64_t people = 0;
};

/// What was stopped, and perhaps waits for a second colleague.
struct Permit {
    Id<Permit> id{};
    Export of;
    Id<app::Account> asked_by{};
    std::string asked_name;
    Instant offered{};
    std::optional<Instant> asked;
    std::optional<Instant> granted;
};

inline constexpr std::chrono::hours permit_lifetime{24};  // from the stop to the yes, and from the yes to the download

struct Leave {
    enum class Kind { given, stopped, waits };
    Kind kind = Kind::given;
    Id<Permit> permit{};  // of what was stopped
};
/// Whether the actor may have it now; `given` uses a permit up. Both what leaves and what is stopped is recorded.
Leave take_leave(app::Work& work, const Export& of);
/// Of one's own. Refusals: law.permit_gone, law.permit_too_many when ten of this colleague's wait.
Result<bool> ask_permit(app::Work& work, Id<Permit> id);
/// `people`: as many as the page said. Refusals: law.permit_own, law.permit_gone, law.permit_grew when there are others by now. NotFound when
/// there is none.
Result<bool> grant_permit(app::Work& work, Id<Permit> id, std::int64_t people);

}  // namespace veche::law
