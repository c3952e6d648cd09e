#include "app/forms/deed_form.hpp"

#include "app/contacts/call_us.hpp"

namespace veche::app {

web::Response show_form(Context& context, Page page, web::FormFields table, const FormContent& content,
                        const web::Form* sent, Placing placing)
{
    page.model.update(form_model(context.words, table, content, sent, placing));
    if (!page.section.starts_with("office")) page.model["call_us"] = call_us_model(context);
    page.model["csrf"] = context.csrf();
    if (sent && !sent->good()) page.status = sent->status();
    return context.show(page);
}

}  // namespace veche::app
