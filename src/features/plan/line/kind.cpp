#include "features/plan/line/kind.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "language/when/tokens.hpp"

namespace veche::plan {

namespace {

constexpr std::array<std::string_view, 8> names = {"event",  "contest", "quiz",        "sport",
                                                   "action", "meeting", "improvement", "publications"};

constexpr std::array<std::string_view, 8> file_words = {"событие", "конкурс", "викторина",       "спорт",
                                                        "акция",   "встреча", "благоустройство", "цикл публикаций"};

constexpr std::array<std::string_view, 8> subkind_names = {"photo",    "stage",      "relay",      "educational",
                                                           "creative", "historical", "scientific", "initiative"};

constexpr std::array<Kind, 8> kinds_of_subkinds = {Kind::contest, Kind::contest, Kind::sport, Kind::quiz,
                                                   Kind::quiz,    Kind::quiz,    Kind::quiz,  Kind::action};

constexpr std::array<std::string_view, 8> subkind_words = {
    "фотоконкурс",          "сценический конкурс",    "эстафета",          "образовательная викторина",
    "творческая викторина", "историческая викторина", "научная викторина", "сбор инициатив"};

enum class Where { at_start, anywhere, whole };  // of a word: "фотоконкурс" is a contest, "балет" no ball

struct Stem {
    std::string_view text;
    Where where = Where::at_start;
};

struct Rule {
    Kind kind;
    std::array<Stem, 28> stems;  // "" after the last one
};

/// In the order of docs/rules/kind.md: the first rule with a word in the text wins.
constexpr Rule title_rules[] = {
    {Kind::event, {{{"награжд"}, {"вручени"}, {"чествован"}, {"подведени"}, {"открыти"}, {"закрыти"}}}},
    {Kind::publications,
     {{{"публикац"},
       {"рубрик"},
       {"видеолекц"},
       {"видеоролик"},
       {"подкаст"},
       {"статей"},
       {"телепередач"},
       {"радиопередач"},
       {"интервью"}}}},
    {Kind::quiz, {{{"викторин", Where::anywhere}, {"квиз"}, {"интеллектуальн"}}}},
    {Kind::contest, {{{"конкурс", Where::anywhere}, {"смотр"}}}},
    {Kind::sport, {{{"эстафет"},   {"турнир"}, {"спартакиад"}, {"соревнован"}, {"старты"},    {"велопробег"},
                    {"пробег"},    {"забег"},  {"кросс"},      {"лыжн"},       {"чемпионат"}, {"первенств"},
                    {"матч"},      {"кубок"},  {"спортивн"},   {"физкультур"}, {"зарядк"},    {"гто", Where::whole},
                    {"футбол"},    {"хоккей"}, {"волейбол"},   {"баскетбол"},  {"шахмат"},    {"заплыв"},
                    {"велоквест"}, {"ходьб"}}}},
    {Kind::action, {{{"голосован"}, {"сбор", Where::whole}, {"опрос"}, {"анкетирован"}}}},
    {Kind::improvement,
     {{{"субботник"},
       {"озеленен"},
       {"высадк"},
       {"посадк"},
       {"благоустр"},
       {"установк"},
       {"ремонт"},
       {"уборк"},
       {"реконструкц"},
       {"строительств"}}}},
    {Kind::action, {{{"акци"}, {"флешмоб"}, {"месячник"}, {"декадник"}}}},
    {Kind::event,
     {{{"праздник"},
       {"праздничн"},
       {"концерт"},
       {"фестивал", Where::anywhere},
       {"выставк"},
       {"ярмарк"},
       {"вечер"},
       {"гуляни"},
       {"митинг"},
       {"шестви"},
       {"парад"},
       {"спектакл"},
       {"бал", Where::whole}}}},
    {Kind::meeting,
     {{{"встреч"},
       {"собрани"},
       {"конференц"},
       {"стол", Where::whole},
       {"сход"},
       {"слушани"},
       {"заседани"},
       {"совещани"},
       {"прием"},
       {"форум"},
       {"совет", Where::whole}}}},
};

/// A section says less: it holds things of several kinds.
constexpr Rule section_rules[] = {
    {Kind::sport, {{{"спорт"}, {"физкультур"}}}},
    {Kind::improvement, {{{"благоустр"}, {"озеленен"}}}},
    {Kind::meeting, {{{"встреч"}, {"собрани"}}}},
    {Kind::publications, {{{"публикац"}, {"информацион"}}}},
    {Kind::quiz, {{{"викторин"}}}},
};

struct SubkindRule {
    Subkind subkind;
    std::array<Stem, 14> stems;  // "" after the last one
};

/// Among those of the title's kind the first rule with a word in the text wins.
constexpr SubkindRule subkind_rules[] = {
    {Subkind::photo, {{{"фото"}}}},
    {Subkind::stage,
     {{{"самодеятельн"},
       {"чтец"},
       {"вокал"},
       {"песн"},
       {"танц"},
       {"танцевальн"},
       {"хореограф"},
       {"театр"},
       {"сцен"},
       {"эстрад"},
       {"хор", Where::whole},
       {"хоров"},
       {"исполнител"},
       {"квн", Where::whole}}}},
    {Subkind::relay, {{{"эстафет"}}}},
    {Subkind::educational, {{{"образовательн"}, {"познавательн"}}}},
    {Subkind::creative, {{{"творческ"}}}},
    {Subkind::historical, {{{"историческ"}, {"краеведческ"}}}},
    {Subkind::scientific, {{{"научн"}}}},
    {Subkind::initiative, {{{"инициатив"}, {"идей", Where::whole}}}},
};

bool has(const std::vector<language::speech::Token>& words, const Stem& stem)
{
    return std::ranges::any_of(words, [&](const language::speech::Token& token) {
        switch (stem.where) {
            case Where::at_start: return token.word.starts_with(stem.text);
            case Where::anywhere: return token.word.find(stem.text) != std::string::npos;
            default: return token.word == stem.text;
        }
    });
}

std::optional<Kind> first_of(std::span<const Rule> rules, std::string_view text)
{
    const auto words = language::speech::tokenize(text);
    for (const Rule& rule : rules)
        for (const Stem& stem : rule.stems)
            if (!stem.text.empty() && has(words, stem)) return rule.kind;
    return std::nullopt;
}

std::optional<Subkind> subkind_of(Kind kind, std::string_view text)
{
    const auto words = language::speech::tokenize(text);
    for (const auto& rule : subkind_rules)
        for (const Stem& stem : rule.stems)
            if (kind_of(rule.subkind) == kind && !stem.text.empty() && has(words, stem)) return rule.subkind;
    return std::nullopt;
}

/// A name in quotes misleads: the fair «Встреча друзей» is no meeting.
std::string without_names(std::string_view text)
{
    std::string result;
    int depth = 0;
    while (!text.empty()) {
        const bool opens = text.starts_with("«") || text.starts_with("„");
        const bool closes = text.starts_with("»") || text.starts_with("“") || text.starts_with("”");
        const bool plain = text.front() == '"';
        depth = opens || (plain && depth == 0) ? depth + 1 : (closes || plain) && depth > 0 ? depth - 1 : depth;
        if (opens || closes || plain)
            result += ' ';
        else if (depth == 0)
            result += text.front();
        text.remove_prefix(text.starts_with("«") || text.starts_with("»") ? 2 : opens || closes ? 3 : 1);
    }
    return result;
}

}  // namespace

std::string_view to_text(Kind kind)
{
    return names[std::size_t(kind)];
}

std::optional<Kind> parse_kind(std::string_view text)
{
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt : std::optional(Kind(found - names.begin()));
}

std::string_view to_text(Subkind subkind)
{
    return subkind_names[std::size_t(subkind)];
}

Kind kind_of(Subkind subkind)
{
    return kinds_of_subkinds[std::size_t(subkind)];
}

std::string_view to_text(const FullKind& kind)
{
    return kind.subkind ? to_text(*kind.subkind) : to_text(kind.kind);
}

std::optional<FullKind> parse_full_kind(std::string_view text)
{
    if (const auto kind = parse_kind(text)) return *kind;
    const auto found = std::ranges::find(subkind_names, text);
    return found == subkind_names.end() ? std::nullopt
                                        : std::optional<FullKind>(Subkind(found - subkind_names.begin()));
}

std::vector<FullKind> list_full_kinds()
{
    std::vector<FullKind> all;
    for (const auto kind : all_kinds) {
        all.push_back(kind);
        for (const auto subkind : all_subkinds)
            if (kind_of(subkind) == kind) all.push_back(subkind);
    }
    return all;
}

std::string_view kind_word(const FullKind& kind)
{
    return kind.subkind ? subkind_words[std::size_t(*kind.subkind)] : file_words[std::size_t(kind.kind)];
}

std::optional<FullKind> parse_kind_word(std::string_view cell)
{
    if (!is_clean_utf8(cell)) return std::nullopt;
    std::string folded;
    for (const auto& token : language::speech::tokenize(cell)) folded += (folded.empty() ? "" : " ") + token.word;
    const auto found = std::ranges::find(file_words, folded);
    if (found != file_words.end()) return Kind(found - file_words.begin());
    const auto kind = first_of(title_rules, cell);
    return kind ? std::optional<FullKind>({*kind, subkind_of(*kind, cell)}) : std::nullopt;
}

FullKind guess_kind(std::string_view whole_title, std::string_view section)
{
    constexpr std::size_t telling = 300;  // code points: a page of text says at its start what it is
    if (!is_clean_utf8(whole_title) || !is_clean_utf8(section)) return Kind::event;
    const std::string title = shortened(whole_title, telling);
    for (const auto& text : {without_names(title), title})
        if (const auto kind = first_of(title_rules, text)) return {*kind, subkind_of(*kind, text)};
    return first_of(section_rules, section).value_or(Kind::event);
}

}  // namespace veche::plan
