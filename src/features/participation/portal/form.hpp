#pragma once

// The form in which people write down who comes: of a new entry, of one that is changed, and of one that a colleague writes down for a caller.

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/context.hpp"
#include "app/forms/form_model.hpp"
#include "app/questions/asking.hpp"
#include "features/participation/entry/model.hpp"
#include "web/form.hpp"

namespace veche::participation {

/// Who fills the form in.
enum class Teller {
    fresh,      // a resident, for the first time
    changes,    // the same, an entry that is there already: without e-mail and the first consent
    colleague,  // for somebody who called or came, and consented aloud
};

/// Where a form stands: an occasion one may sign up for, and the addresses around.
struct FormPlace {
    app::Occasion occasion;
    SignUp sign_up;
    Room room{};
    Terms terms;
    std::optional<Day> thanked_until = {};  // by the consent to be thanked
    bool by_phone = false;                  // an entry known by its number alone, which stays
    bool letters = true;                    // leave the site: else the number is asked for first
    std::string action, back_href;
    Teller teller = Teller::fresh;
    app::questions::Questions questions{};
    app::questions::Answers given{};  // by row: what an entry that is there has answered
};

/// A key that a form or a link may carry: 43 characters of base 64 for addresses.
bool is_key(std::string_view key);

/// The fields of a form: those of the entry, "name-1", "age-1" of each guest there may be, and what an organiser asks of them. `place` has to
/// outlive it.
class EntryFields {
public:
    EntryFields(const language::Words& words, const FormPlace& place);
    web::FormFields all() const { return table_; }
    const app::questions::Asking& asking() const { return asking_; }

private:
    app::questions::Asking asking_;
    std::vector<web::FormField> table_;
};

/// Rows of guests on the page. A spare one is folded away below the others, so that two people need no second page.
struct Rows {
    std::size_t open = 1;
    bool spare = true;
    bool typed = false;  // what is shown was typed a moment ago, answers too, and not stored
};
/// How many guests there are rows for in what was sent, 1..guests_most. Throws web::BadRequest when it is not a number.
std::size_t rows_in(const web::Form& form, const SignUp& sign_up);
/// Somebody wants one row more, or one away, and sends nothing yet: deed "more", "drop-2".
bool wants_rows(const web::Form& form);
/// The form again, with a row more or without the one; the browser goes to its field by the fragment of the button.
web::Response show_rows(app::Context& context, const FormPlace& place, const EntryFields& fields,
                        const web::Form& form);
/// Those in which something was typed, at least one, and a spare one.
Rows typed_rows(const web::Form& form, const EntryFields& fields, const FormPlace& place);

/// What was typed; refusals are in the form. Rows left wholly empty are nobody; a row with an age or an answer has a name.
Application application_in(web::Form& form, const EntryFields& fields, const FormPlace& place, std::size_t rows);
/// Where it comes from, hashed; "" in a town without letters, for nobody could confirm.
std::string network_in(const app::Context& context);
/// All that the rules say of it, but nothing twice about a field that could not be read.
void refuse_faults(web::Form& form, const Application& application, const FormPlace& place, Instant now);

/// What stands in the form of an entry that is there.
app::FormContent content_of(const Entry& entry);

/// The page of the form: fresh, with what is `stored`, or with what was `sent`; for so many guests.
web::Response show_form(app::Context& context, const FormPlace& place, const Rows& rows,
                        const app::FormContent& stored = {}, const web::Form* sent = nullptr);

}  // namespace veche::participation
