#pragma once

#include "web/template_program.hpp"

namespace veche::web {

/// Fills program.operations from program.source; partials stay unlinked (their name is `text`).
/// Throws TemplateError with the template's name and line.
void parse_template(Program& program);

}  // namespace veche::web
