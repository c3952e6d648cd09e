#include "app/forms/deed_form.hpp"

namespace veche::app {

web::Response show_form(Context& context, Page page, web::FormFields table, const FormContent& content,
                        const web::Form* sent, Placing placing)
{
    page.model.update(form_model(context.words, table, content, sent, placing));
    page.model["csrf"] = context.csrf();
    if (sent && !sent->good()) page.status = sent->status();
    return context.show(page);
}

}  // namespace veche::app
