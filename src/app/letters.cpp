#include "app/letters.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "app/step.hpp"
#include "app/store_letters.hpp"
#include "core/embedded.hpp"
#include "core/expect.hpp"
#include "outside/base64.hpp"

namespace veche::app {

namespace {
using namespace std::chrono_literals;

constexpr std::size_t attachment_bytes_most = 256 * 1024;
constexpr std::size_t text_bytes_most = 256 * 1024;

struct Flood {
    std::chrono::milliseconds window;
    std::int64_t most;
};
constexpr std::array flood_limits = {Flood{1h, 3}, Flood{24h, 10}};

std::string packed(const std::vector<Letter::Attachment>& attachments)
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& one : attachments)
        list.push_back(
            {{"name", one.name}, {"media_type", one.media_type}, {"content", outside::to_base64(one.content)}});
    return list.dump();
}

bool is_flood(Work& work, const Letter& letter)
{
    if (letter.cause != Letter::Cause::stranger) return false;
    for (const auto& [window, most] : flood_limits)
        if (store::count_by_strangers(work.tx, work.town.id, letter.to.folded(), work.now - window) >= most)
            return true;
    return false;
}

/// Its own catalogues: whoever writes letters has a Work, and no page.
const language::Catalogues& catalogues()
{
    static const language::Catalogues all = [] {
        std::string ru, en;
        for (const auto& file : embedded_files()) {
            if (file.name == "language/ru.mo") ru = file.content;
            if (file.name == "language/en.mo") en = file.content;
        }
        return language::Catalogues(ru, en);
    }();
    return all;
}

}  // namespace

const language::Words& letter_words(language::Code code)
{
    return catalogues().words(code);
}

void forget_old_letters(Work& work)
{
    const store::LetterTerms terms{
        .now = work.now, .stale = work.now - 720h, .words = work.now - 168h, .envelopes = work.now - 2160h};
    if (store::forget_letters(work.tx, work.town.id, terms, rows_of_a_step)) work.leave_rest();
}

bool is_queued(Work& work, std::string_view key)
{
    return store::has_letter(work.tx, work.town.id, key);
}

void erase_letters(Work& work, const Email& to, std::string_view feature)
{
    store::erase_letters(work.tx, work.town.id, to.folded(), feature);
}

bool bounce(Work& work, Id<Letter> letter, std::string_view why)
{
    const auto gone = store::bounce_letter(work.tx, work.town.id, letter, why, work.now);
    if (!gone) return false;
    work.announce("letter.bounced",
                  {{"letter", to_text(letter)}, {"kind", gone->kind}, {"key", gone->key}, {"mailbox", gone->mailbox}});
    return true;
}

void send(Work& work, const Letter& letter)
{
    std::size_t bytes = 0;
    for (const auto& one : letter.attachments) bytes += one.content.size();
    VECHE_EXPECT(bytes <= attachment_bytes_most && letter.text.size() <= text_bytes_most);
    VECHE_EXPECT(!letter.key.empty() && !letter.kind.empty() && !letter.to.text().empty());

    // What will not be sent keeps no words.
    const bool late = letter.not_after && *letter.not_after <= work.now;
    const std::string stage = late ? "late" : is_flood(work, letter) ? "withheld" : "waiting";
    const bool leaves = stage == "waiting";
    store::insert_letter(work.tx, work.town.id,
                         {.id = work.new_id<Letter>(),
                          .key = letter.key,
                          .kind = letter.kind,
                          .cause = letter.cause == Letter::Cause::stranger ? "stranger" : "town",
                          .to = letter.to.text(),
                          .mailbox = letter.to.folded(),
                          .subject = letter.subject,
                          .text = leaves ? letter.text : "",
                          .attachments = leaves ? packed(letter.attachments) : "",
                          .unsubscribe = letter.unsubscribe.value_or(""),
                          .list_id = letter.list_id,
                          .not_after = letter.not_after,
                          .stage = stage},
                         work.now);
}

}  // namespace veche::app
