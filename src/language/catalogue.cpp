#include "language/catalogue.hpp"

#include <locale>
#include <stdexcept>

#include <boost/locale/gnu_gettext.hpp>

namespace veche::language {

namespace gettext = boost::locale::gnu_gettext;
using Facet = boost::locale::message_format<char>;

struct Catalogue::Implementation {
    std::locale locale;  // owns the facet
    const Facet* facet = nullptr;
};

namespace {

constexpr int domain = 0;  // the only one

/// Boost.Locale takes an int. Every plural rule of our languages looks at the last two digits only, so a longer number
/// keeps those and stays above 1,000,000; of a negative number the size counts.
int plural_number(std::int64_t count)
{
    const auto size = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    return size < 1'000'000 ? static_cast<int>(size) : static_cast<int>(1'000'000 + size % 1'000'000);
}

}  // namespace

Catalogue::Catalogue(std::string code, std::string mo)
{
    gettext::messages_info info;
    info.language = code;
    info.encoding = "UTF-8";
    info.domains.emplace_back("veche");
    info.paths.emplace_back("");
    bool found = false;
    info.callback = [&](const std::string&, const std::string&) {
        // Boost.Locale tries several folders and names; the first answer wins.
        found = true;
        return std::vector<char>(mo.begin(), mo.end());
    };
    auto made = std::make_unique<Implementation>();
    made->locale = std::locale(std::locale::classic(), gettext::create_messages_facet<char>(info));
    made->facet = &std::use_facet<Facet>(made->locale);
    const bool readable = found && made->facet->get(domain, nullptr, "") != nullptr;
    if (!readable) throw std::runtime_error("the message catalogue '" + code + "' cannot be read");
    implementation_ = std::move(made);
}

Catalogue::~Catalogue() = default;

const char* Catalogue::find(std::string_view id) const
{
    if (id.empty()) return nullptr;  // the header of the file is no message
    return implementation_->facet->get(domain, nullptr, std::string(id).c_str());
}

const char* Catalogue::find(std::string_view id, std::int64_t count) const
{
    if (id.empty()) return nullptr;
    return implementation_->facet->get(domain, nullptr, std::string(id).c_str(), plural_number(count));
}

}  // namespace veche::language
