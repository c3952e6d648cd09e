#include "app/media_sweep.hpp"

#include "app/parking.hpp"
#include "app/store.hpp"
#include "app/store_media.hpp"
#include "outside/log.hpp"

namespace veche::app {

namespace {
using namespace std::chrono_literals;

constexpr std::string_view job = "media.sweep";

constexpr std::chrono::hours between = 6h;
/// From the upload to the commit that needs it, and from a release to the last backup that knows of it.
constexpr std::chrono::hours grace = 24h;
/// What was put aside while somebody was sending it is needed by then.
constexpr std::chrono::hours kept_aside = 48h;

}  // namespace

MediaSweep::MediaSweep(Site& site, std::shared_ptr<const Media> media) : site_(site), media_(std::move(media)) {}

void MediaSweep::start()
{
    repeating_.start(10min, [this](int) { run_once(); });
}

int MediaSweep::run_once()
{
    int gone = 0;
    const auto towns = site_.towns().all();
    for (const auto& town : *towns) {
        if (stopping()) break;
        bool claimed = false;
        try {
            claimed = claim(town);
            if (!claimed) continue;
            gone += sweep(town);
            end_well(town);
        } catch (const std::exception& error) {  // the other towns have their turn; this one in six hours
            outside::log(outside::LogLevel::error, "job", {{"name", job}, {"town", town.slug}, {"why", error.what()}});
            if (claimed) note_failure(town, error.what());
        }
    }
    return gone;
}

bool MediaSweep::claim(const Town& town)
{
    bool due = false;
    site_.change(town, the_program(), [&](Work& work) {
        due = store::claim_periodic(work.tx, town.id, job, work.now, work.now + between);
        return due ? db::Outcome::keep : db::Outcome::roll_back;
    });
    return due;
}

void MediaSweep::end_well(const Town& town)
{
    site_.change(town, the_program(), [&](Work& work) {
        store::forget_periodic_failures(work.tx, town.id, job);
        return db::Outcome::keep;
    });
}

void MediaSweep::note_failure(const Town& town, std::string_view why)
{
    site_.change(town, the_program(), [&](Work& work) {
        store::fail_claimed_periodic(work.tx, town.id, job, kept_error(why), {work.now, work.now + between});
        return db::Outcome::keep;
    });
}

int MediaSweep::sweep(const Town& town)
{
    const Instant now = site_.now();
    for (bool more = true; more && !stopping();)
        site_.change(town, the_program(), [&](Work& work) {
            more = store::forget_media_released(work.tx, town.id, now - grace);
            return db::Outcome::keep;
        });
    return put_aside(town, now - grace) + forget_aside(town, now - kept_aside);
}

/// Asked for each file just before it goes, and not for all of them before the first: a sweep of a large town takes a while.
bool MediaSweep::is_known(const Town& town, const std::string& name)
{
    bool known = false;
    site_.database().read([&](db::Session& session) { known = store::is_media_known(session, town.id, name); });
    return known;
}

int MediaSweep::put_aside(const Town& town, Instant yesterday)
{
    int gone = 0;
    for (const auto& key : media_->list_old(town.id, yesterday)) {
        if (stopping()) break;
        if (is_known(town, media::name_in(key))) continue;
        media_->put_aside(town.id, key);
        ++gone;
    }
    return gone;
}

int MediaSweep::forget_aside(const Town& town, Instant before)
{
    int gone = 0;
    for (const auto& name : media_->list_aside(town.id, before)) {
        if (stopping()) break;
        if (is_known(town, name)) {
            media_->bring_back(town.id, name);
            continue;
        }
        media_->forget_aside(town.id, name);
        ++gone;
    }
    return gone;
}

}  // namespace veche::app
