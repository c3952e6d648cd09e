#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/context.hpp"
#include "app/forms/form_model.hpp"

namespace veche::app {

/// A page with a form (on the portal with whom to call, "call_us"): the form's part of the model and the token are put into `page`, whose status becomes the form's.
web::Response show_form(Context& context, Page page, web::FormFields table, const FormContent& content,
                        const web::Form* sent = nullptr, Placing placing = Placing::by_name);

/// A deed on one object by a form that carries the version its reader saw. Shown: 200; refused: 422 with what was typed; overtaken: 409
/// with what somebody saved meanwhile and the newest version, so that sending again is a decision; done: 303. Where the page says that the deed
/// does not fit ("closed", words), "open" tells its template to show the form only with what was typed: that is never hidden.
template <class Object>
struct DeedForm {
    Context& context;
    web::FormFields table;
    std::function<Object()> load;                       // as it is now; throws NotFound
    std::function<FormContent(const Object&)> content;  // what its form shows before anybody types
    std::function<Page(const Object&)> page;            // what stands around the form
    std::function<void(nlohmann::json& model, const Object& newest)> overtaken =
        {};  // more than the fields that differ
    Placing placing = Placing::by_name;

    web::Response show(const Object& object, const web::Form* sent = nullptr) const
    {
        Page shown = page(object);
        const FormContent stored = content(object);
        const bool late = sent && sent->status() == 409;
        shown.model["conflict"] = late ? conflict_model(context.words, table, stored, *sent) : nlohmann::json(false);
        if (late) shown.model["conflict"]["reload_href"] = context.request.path;
        if (late && overtaken) overtaken(shown.model, object);
        if (const auto closed = shown.model.find("closed"); closed != shown.model.end())
            shown.model["open"] = sent || *closed == "";
        return show_form(context, std::move(shown), table, stored, sent, placing);
    }

    /// `seen`: the object the form was read against. `done`: where to go after the command, a Result of anything.
    template <class Command>
    web::Response run(const Object& seen, web::Form& form, Command command, const std::string& done,
                      std::string_view flash) const
    {
        if (!form.good()) return show(seen, &form);
        const auto result = context.change(command);
        if (result) return context.go(done, flash);
        form.refuse(result.error());
        // What was wrong is what was typed, or else somebody changed the object, which may not be there any more: a new one never was.
        return show(result.error().kind == RefusalKind::conflict ? load() : seen, &form);
    }
};

}  // namespace veche::app
