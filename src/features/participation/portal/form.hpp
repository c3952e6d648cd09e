#pragma once

// The form in which people write down who comes: of a new entry and of one that is changed.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "app/context.hpp"
#include "features/participation/entry/model.hpp"
#include "web/form.hpp"

namespace veche::participation {

/// Where a form stands: an occasion one may sign up for, and the addresses around.
struct FormPlace {
    app::Occasion occasion;
    SignUp sign_up;
    Room room{};
    std::string action, back_href;
    bool changes = false;  // an entry that is there already: without e-mail and the first consent
};

/// A key that a form or a link may carry: 43 characters of base 64 for addresses.
bool is_key(std::string_view key);

/// The model of participation/portal_sign_up, fresh or with what was typed. `rows`: how many people there is room for on the page.
nlohmann::json form_model(app::Context& context, const FormPlace& place, std::size_t rows, const web::Form* form);

/// The page of the form; `model` is that of form_model().
web::Response show_form(app::Context& context, const FormPlace& place, nlohmann::json model, int status);

/// The number of rows in the form, 1..persons_most. Throws web::BadRequest when it is not a number.
std::size_t rows_in(const web::Form& form, const SignUp& sign_up);

/// All that the rules say of it, but nothing twice about a field that could not be read.
void refuse_faults(web::Form& form, const Application& application, const SignUp& sign_up, Instant now);

/// What was typed; refusals are in the form. Rows left wholly empty are nobody; a row with an age has a name.
Application application_in(web::Form& form, std::size_t rows, bool with_email);

}  // namespace veche::participation
