#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/feature.hpp"
#include "app/questions/commands.hpp"

/// Where an organiser makes the questions of a form: their list, the form of one, and how residents will see them.
namespace veche::app::questions {

/// What an owner's feature says of its questions before anything of them is read: who may not, has been thrown out already.
struct Desk {
    std::string owner;  // "sign-up/01h…"
    std::string title;  // the owner's
    std::string path;   // address of the list
    std::string back_href, back_words;
    std::string section;              // of the office's menu
    Answered answered{};              // which questions have answers
    bool afterwards = false;          // the feature has a form for those it accepted
    std::optional<Refusal> closed{};  // why nothing can be changed now
};

/// One kind of forms with questions in the office.
struct Room {
    std::string path;  // pattern of the list's address; all other pages lie below it
    Permission permission;
    /// Throws NotFound and Forbidden.
    std::function<Desk(Context&)> desk;
    /// The owner's command around edit_questions.
    std::function<Result<Questions>(Work&, const Desk&, const Edit&)> change;
};
void mount_office(Routes& routes, Room room);

}  // namespace veche::app::questions
