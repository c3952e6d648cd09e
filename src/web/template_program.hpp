#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "web/model.hpp"
#include "web/template_url.hpp"

namespace veche::web {

struct Program;

/// "a.b" as {"a", "b"}; "." as nothing.
using Path = std::vector<Key>;

struct Argument {
    std::string name;
    Path path;
};

enum class Step {
    text,       // print `text`
    value,      // print the escaped value of `path`
    html,       // print the ready markup of `path`
    section,    // up to `jump`: {{#…}}
    inverted,   // {{^…}}
    exists,     // {{?…}}
    partial,    // run `partial`
    message,    // print the escaped message `text`
    url_begin,  // an address began `already` bytes ago
    url_end,    // check it by `rule`
};

struct Operation {
    Step step = Step::text;
    int line = 0;
    std::string_view text;  // literal text, or the name, as written in the source
    Path path;
    std::vector<Argument> arguments;
    bool has_count = false;  // message: `path` is the count
    bool is_prose = false;   // value, message: read as lines of text, so it is typeset
    std::size_t jump = 0;    // sections: the first operation behind them
    std::size_t already = 0;
    UrlRule rule = UrlRule::links;
    const Program* partial = nullptr;
};

/// One template, parsed. `operations` look into `source`, so a Program never moves.
struct Program {
    Program(std::string name, std::string source) : name(std::move(name)), source(std::move(source)) {}
    Program(const Program&) = delete;

    const std::string name;
    const std::string source;
    std::vector<Operation> operations;
    mutable std::atomic<std::size_t> printed = 0;  // bytes, the last time: how much room the next one is given
};

}  // namespace veche::web
