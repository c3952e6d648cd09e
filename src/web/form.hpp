#pragma once

#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/email.hpp"
#include "core/id.hpp"
#include "core/phone.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "language/language.hpp"
#include "web/form_field.hpp"
#include "web/request.hpp"

namespace veche::web {

/// The request is not one our pages send (an unknown or repeated field, a broken id): 400, for machines, not people.
class BadRequest : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One form, read strictly: its fields are listed, an unknown or unexpectedly repeated one throws BadRequest. A check box is
/// exactly "1" or absent. The field "csrf" needs no listing. Refusals are gathered per field; what was typed is kept for showing the form again.
class Form {
public:
    struct Fields {
        std::initializer_list<std::string_view> single;
        std::initializer_list<std::string_view> many = {};      // may repeat
        std::initializer_list<std::string_view> prefixes = {};  // "line-": numbered fields of a table
    };
    Form(const Request& request, Fields fields);
    /// The fields of a table, which has to outlive the form. Fields whose names begin with `moving` may be taken from the table between
    /// showing and sending: what was typed in one that is not there any more is no unknown field but one of strays().
    Form(const Request& request, FormFields table, std::string_view moving = {});

    /// "" when absent.
    const std::string& text(std::string_view field) const;
    std::vector<std::string> texts(std::string_view field) const;
    bool flag(std::string_view field) const;
    /// Whether it is a field of this form, sent or not: a page may have several forms.
    bool asks(std::string_view field) const { return find_field(table_, field) != nullptr; }

    /// Names of the fields that are gone and came with something in them: it is dropped, and the person has to be told.
    const std::vector<std::string>& strays() const { return strays_; }

    // What the fields mean. What a person can mend is refused beside the field and "" or nothing given back; what our pages never
    // send throws BadRequest. Limits, and whether there has to be something, are the table's.

    /// One line.
    std::string line(std::string_view field);
    /// A text whose lines stay.
    std::string paragraphs(std::string_view field);
    /// Texts of one line each, between line ends or one of `ends`; empty ones are left out. More than `most` are refused by `too_many` {most}.
    struct Lines {
        std::size_t most = 0;
        std::string_view too_many;
        std::string_view ends = "\n";
    };
    std::vector<std::string> lines(std::string_view field, const Lines& bounds);
    /// Email{} when nothing was typed.
    Email email(std::string_view field);
    /// Likewise Phone{}.
    Phone phone(std::string_view field);
    /// "1 200" as people write it: the thousands may be apart. Beyond its bounds: `wrong` {least, most}.
    struct Bounds {
        std::int64_t least = 0, most = 1'000'000'000;
        std::string_view wrong = "form.whole_wrong";
    };
    std::optional<std::int64_t> whole(std::string_view field, const Bounds& bounds);
    std::optional<Day> day(std::string_view field);
    /// Minutes since midnight.
    std::optional<int> clock(std::string_view field);
    /// "1 234,50" in hundredths of a rouble: 0 to 10^15.
    std::optional<std::int64_t> money(std::string_view field);
    /// A number that our own page wrote: a version, a revision.
    std::int64_t own_number(std::string_view field, std::int64_t least = 0) const;
    std::int64_t version() const { return own_number("version"); }
    /// One of a list. Nothing chosen is nothing, refused where it has to be there.
    template <class Of>
    std::optional<Of> choice(std::string_view field, std::optional<Of> (*parse)(std::string_view))
    {
        if (is_left_out(field)) return std::nullopt;
        return known(field, parse(text(field)));
    }
    template <class Of>
    std::optional<Id<Of>> id(std::string_view field)
    {
        return choice<Id<Of>>(field, parse_id<Of>);
    }
    /// Of a field that may repeat, at most as many.
    template <class Of>
    std::vector<Id<Of>> ids(std::string_view field, std::size_t most) const
    {
        std::vector<Id<Of>> found;
        for (const auto& one : texts(field)) {
            if (found.size() == most) throw BadRequest("too many of " + std::string(field));
            found.push_back(*known(field, parse_id<Of>(one)));
        }
        return found;
    }

    /// The value, or T{} with the refusal remembered.
    template <class T>
    T take(Result<T> result)
    {
        if (result) return std::move(*result);
        refuse(result.error());
        return T{};
    }
    void refuse(Refusal refusal) { refusals_.push_back(std::move(refusal)); }

    bool good() const { return refusals_.empty(); }
    const std::vector<Refusal>& refusals() const { return refusals_; }
    /// Of the page that shows the form: 200 without refusals, 429 after too many attempts, 409 for a conflict, else 422.
    int status() const;

    /// For templates of forms without a table: {"values": {field: text}, "errors": {field: words}, "error_list": [{field, words}], "has_errors": bool}.
    /// Fields not listed in `single` are left out; every listed field is present, "" or no error.
    nlohmann::json model(const language::Words& words) const;

private:
    /// Nothing was typed; refused when there has to be something.
    bool is_left_out(std::string_view field);
    FormField field_of(std::string_view field) const;
    template <class T>
    static std::optional<T> known(std::string_view field, std::optional<T> value)
    {
        if (!value) throw BadRequest("no such value of " + std::string(field));
        return value;
    }

    const Request& request_;
    FormFields table_;
    std::vector<std::string> single_, strays_;
    std::vector<Refusal> refusals_;
};

}  // namespace veche::web
