#include "app/letters.hpp"

#include <nlohmann/json.hpp>

#include "app/store_letters.hpp"

namespace veche::app {

void send(Work& work, const Letter& letter)
{
    nlohmann::json attachments = nlohmann::json::array();
    for (const auto& one : letter.attachments)
        attachments.push_back({{"name", one.name}, {"media_type", one.media_type}, {"content", one.content}});
    store::insert_letter(work.tx, work.town.id,
                         {.id = work.new_id<store::LetterRow>(),
                          .key = letter.key,
                          .kind = letter.kind,
                          .to = letter.to.text(),
                          .subject = letter.subject,
                          .text = letter.text,
                          .attachments = attachments.dump(),
                          .unsubscribe = letter.unsubscribe.value_or(""),
                          .not_after = letter.not_after},
                         work.now);
}

}  // namespace veche::app
