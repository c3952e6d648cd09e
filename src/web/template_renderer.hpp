#pragma once

#include <string>

#include "web/template_program.hpp"

namespace veche::language {
class Words;
}

namespace veche::web {

/// Prints a linked program. Throws TemplateError with the template's name, line and the name that is wrong.
std::string render_program(const Program& program, const Node& model, const language::Words& words);

void append_escaped(std::string& out, std::string_view text);

}  // namespace veche::web
