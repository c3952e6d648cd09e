#include "app/context.hpp"

#include <array>
#include <utility>

#include <sodium.h>

#include <fmt/format.h>

#include "app/letter_mark.hpp"
#include "app/site.hpp"
#include "core/expect.hpp"
#include "core/hex.hpp"
#include "core/whole.hpp"

namespace veche::app {

namespace {

/// 128 bits of the signature.
std::string token_for(const Secret<>& key, std::string_view subject)
{
    return to_hex(std::string_view(signature(key, subject)).substr(0, 16));
}

/// Behind https cookies are bound to the host by their name (RFC 6265bis §4.1.3.2); a town tried out on http://localhost
/// has no Secure cookies.
std::string cookie_name(const Town& town, std::string_view name)
{
    return (town.base_url.starts_with("https:") ? "__Host-" : "") + std::string(name);
}

}  // namespace

Context::Context(Site& site, const web::Request& request, const Town& town, const Actor& actor,
                 const Preferences& preferences, Instant now)
    : site(site),
      request(request),
      town(town),
      actor(actor),
      preferences(preferences),
      now(now),
      words(site.words(preferences.language))
{}

const std::string& Context::path(std::string_view name) const
{
    for (const auto& [key, value] : parameters)
        if (key == name) return value;
    throw Bug("no such path parameter", std::source_location::current());
}

void Context::read_now(const std::function<void(View&)>& query)
{
    if (kept_only) throw NotKept{};
    site.database().read([&](db::Session& session) {
        View view(session, town, actor, now, &site.occasions());
        query(view);
        topics.insert(topics.end(), view.topics().begin(), view.topics().end());
        soonest(view.good_until());
    });
}

void Context::soonest(std::optional<Instant> until)
{
    if (until && (!good_until || *until < *good_until)) good_until = until;
}

std::shared_ptr<const void> Context::keep_now(const std::string& name, const std::function<Keepsake(View&)>& make)
{
    const std::string place = id_text(town.id.value()) + "/";
    auto& kept = site.kept();
    if (const auto found = kept.find(place + name, now); found.value) {
        soonest(found.until);
        for (const auto& topic : *found.topics) topics.push_back(topic.substr(place.size()));
        return found.value;
    }
    const auto ticket = kept.ticket();  // before anything is read
    const auto before = topics.size();
    Keepsake made;
    std::optional<Instant> until;
    read_now([&](View& view) {
        made = make(view);
        until = view.good_until();
    });
    std::vector<std::string> own;
    for (std::size_t i = before; i < topics.size(); ++i) own.push_back(place + topics[i]);
    own.push_back(place + "town");
    kept.store(place + name, made.value, made.bytes, std::move(own), ticket, until);
    return made.value;
}

void Context::change_now(const std::function<db::Outcome(Work&)>& command)
{
    site.change(town, actor, [&](Work& work) {
        const auto outcome = command(work);
        VECHE_EXPECT(outcome == db::Outcome::roll_back || !must_record || !actor.is_staff() || work.recorded());
        return outcome;
    });
}

web::Response Context::show(const Page& page)
{
    std::string body = render_view(*this, page);
    auto response = web::respond(page.status, "text/html; charset=utf-8", render_layout(*this, page, std::move(body)));
    response.with("cache-control", "no-store");
    return response;
}

web::Response Context::go(std::string_view path, std::string_view flash_message_id, std::optional<std::int64_t> count)
{
    if (!flash_message_id.empty()) {
        std::string left(flash_message_id);
        if (count) left += ':' + std::to_string(*count);
        if (const auto fragment = path.find('#'); fragment != path.npos)
            left += '@' + std::string(path.substr(fragment + 1));
        set_cookie("flash", left, std::chrono::minutes(2));
    }
    return web::see_other(path);
}

Context::Flash& Context::flash()
{
    if (flash_) return *flash_;
    flash_.emplace();
    const auto* left = for_everybody ? nullptr : cookie("flash");
    if (!left || !left->starts_with("flash.")) return *flash_;
    const auto at = left->find('@');
    const auto said = std::string_view(*left).substr(0, at);
    const auto colon = said.find(':');
    const std::string id(said.substr(0, colon));
    if (!words.has(id)) return *flash_;
    const auto count = colon == said.npos ? std::nullopt : parse_whole<std::int64_t>(said.substr(colon + 1));
    if (colon != said.npos && !count) return *flash_;
    flash_->words = count ? words.say(id, *count) : words.say(id);
    if (at != left->npos) flash_->at = left->substr(at + 1);
    set_cookie("flash", "", std::chrono::seconds(0));
    return *flash_;
}

std::string Context::flash_at(std::string_view id)
{
    return flash().at == id ? take_flash() : std::string();
}

std::string Context::take_flash()
{
    return std::exchange(flash().words, {});
}

void Context::set_cookie(std::string_view name, std::string_view value, std::chrono::seconds lifetime)
{
    const bool secure = town.base_url.starts_with("https:");
    new_headers.emplace_back(
        "set-cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", cookie_name(town, name), value,
                                  lifetime.count(), secure ? "; Secure" : ""));
}

bool Context::wants_json() const
{
    return prefers_json(request);
}

const std::string* Context::cookie(std::string_view name) const
{
    return request.cookie(cookie_name(town, name));
}

std::string Context::csrf()
{
    if (const auto* session = cookie("session")) return token_for(site.settings().key, "session" + *session);
    if (const auto* visitor = cookie("visitor")) return token_for(site.settings().key, "visitor" + *visitor);
    // The first form a visitor sees: the cookie and the token leave with the same answer.
    if (visitor_.empty()) {
        std::array<unsigned char, 16> bytes{};
        randombytes_buf(bytes.data(), bytes.size());
        visitor_ = to_hex(bytes);
        set_cookie("visitor", visitor_, std::chrono::hours(24));
    }
    return token_for(site.settings().key, "visitor" + visitor_);
}

std::optional<std::string> Context::own_token() const
{
    const auto* session = cookie("session");
    const auto* visitor = cookie("visitor");
    if (!session && !visitor) return std::nullopt;
    return token_for(site.settings().key, session ? "session" + *session : "visitor" + *visitor);
}

bool Context::csrf_holds() const
{
    const auto* sent = request.form_value("csrf");
    return sent && is_same_token(own_token(), *sent);
}

bool is_same_token(const std::optional<std::string>& own, std::string_view sent)
{
    return own && is_same_secret(*own, sent);
}

}  // namespace veche::app
